from . import (
    krokus_price,
    krokus_price_condition,
    krokus_price_list,
    product_category,
    product_pricelist,
    product_pricelist_item,
    product_product,
    product_template,
    res_config_settings,
    sale_order,
    sale_order_line,
    website,
)
