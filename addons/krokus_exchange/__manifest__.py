{
    "name": "Krokus Exchange",
    "summary": "Trading sessions: who may buy what now, and when does it ship.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_cart_reserve"],
    "data": [
        "security/ir.model.access.csv",
        "views/krokus_trading_session_views.xml",
    ],
}
