from . import (
    ir_http,
    krokus_basket,
    krokus_checkout,
    product_product,
    product_template,
    sale_order,
    website,
)
