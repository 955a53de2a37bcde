from . import krokus_basket, product_product, product_template, sale_order, website
