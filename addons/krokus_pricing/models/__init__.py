from . import krokus_price_basis

# isort: split
from . import (
    account_fiscal_position,
    account_tax,
    krokus_client_tier,
    krokus_label,
    krokus_price,
    krokus_price_condition,
    krokus_price_list,
    krokus_price_reason,
    krokus_price_shelf,
    product_category,
    product_pricelist,
    product_pricelist_item,
    product_product,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    uom_uom,
    website,
)
