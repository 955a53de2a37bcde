{
    "name": "Krokus 1C Bridge",
    "summary": "Keeps Krokus in step with 1C: goods, stock, prices and clients in, orders out.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_portal"],
    "external_dependencies": {"python": ["zeep", "lxml", "requests"]},
    "data": [
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "views/krokus_onec_connection_views.xml",
        "views/krokus_onec_message_views.xml",
        "views/krokus_onec_rejection_views.xml",
        "views/menus.xml",
    ],
}
