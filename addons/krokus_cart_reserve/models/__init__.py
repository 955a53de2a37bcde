from . import (
    krokus_basket,
    krokus_checkout,
    krokus_hold,
    krokus_lost_demand,
    krokus_pool,
    krokus_stock,
    res_config_settings,
    res_users,
    sale_order,
    sale_order_line,
    website,
)
