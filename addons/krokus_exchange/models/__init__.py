from . import (
    krokus_basket,
    krokus_client_tier,
    krokus_floor_mode,
    krokus_trading_floor,
    krokus_trading_quota,
    krokus_trading_schedule,
    krokus_trading_session,
    product_category,
    res_partner,
    sale_order,
    sale_order_line,
)
