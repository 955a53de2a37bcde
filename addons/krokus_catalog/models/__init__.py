from . import (
    krokus_client_tier,
    krokus_color,
    krokus_flower_type,
    krokus_grower,
    krokus_label,
    product_category,
    product_product,
    product_public_category,
    product_template,
    res_partner,
)
