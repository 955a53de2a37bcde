{
    "name": "Krokus Pricing",
    "summary": "Price lists, conditions and the explained price of an offer for a client.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_catalog"],
    "data": [
        "security/ir.model.access.csv",
        "data/pricelist.xml",
        "views/krokus_price_views.xml",
        "views/shop_templates.xml",
    ],
}
