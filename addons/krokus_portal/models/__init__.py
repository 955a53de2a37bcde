from . import ir_http, krokus_basket, product_product, product_template, sale_order, website
