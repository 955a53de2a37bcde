{
    "name": "Krokus Cart Reservation",
    "summary": "What lies in a basket is held for its client, and gone for all others.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_catalog"],
    "data": [
        "security/ir.model.access.csv",
        "data/pool.xml",
        "data/ir_cron.xml",
        "views/krokus_stock_views.xml",
        "views/krokus_basket_views.xml",
        "views/krokus_lost_demand_views.xml",
        "views/menus.xml",
    ],
}
