{
    "name": "Krokus Portal",
    "summary": "What clients and managers look at: shop, cart, account, receivables.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_pricing", "krokus_exchange"],
    "data": [
        "data/website.xml",
        "views/sale_order_views.xml",
        "views/layout_templates.xml",
        "views/offer_templates.xml",
        "views/basket_templates.xml",
        "views/checkout_templates.xml",
        "views/order_templates.xml",
    ],
    "assets": {
        "web._assets_primary_variables": ["krokus_portal/static/src/scss/primary_variables.scss"],
        "web.assets_frontend": [
            "krokus_portal/static/src/scss/shop.scss",
            "krokus_portal/static/src/basket/*.js",
            "krokus_portal/static/src/order/*.js",
        ],
    },
}
