from . import (
    ir_http,
    krokus_basket,
    krokus_checkout,
    krokus_offer_list,
    krokus_offer_list_line,
    krokus_sheet,
    krokus_sheet_lines,
    product_product,
    product_template,
    res_config_settings,
    sale_order,
    website,
)
