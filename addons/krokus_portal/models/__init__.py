from . import (
    ir_http,
    krokus_basket,
    krokus_checkout,
    krokus_sheet,
    krokus_sheet_lines,
    product_product,
    product_template,
    res_config_settings,
    sale_order,
    website,
)
