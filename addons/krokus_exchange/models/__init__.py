from . import krokus_basket, krokus_trading_session, sale_order
