from . import krokus_dictionary, krokus_kept

# isort: split
from . import (
    ir_attachment,
    ir_http,
    ir_http_text,
    ir_rule,
    krokus_banner,
    krokus_client_tier,
    krokus_color,
    krokus_flower_type,
    krokus_grower,
    krokus_label,
    portal_mixin,
    product_category,
    product_feed,
    product_pricelist,
    product_product,
    product_public_category,
    product_template,
    res_config_settings,
    res_country,
    res_partner,
    res_users,
    sale_order,
    website,
    website_snippet_filter,
)
