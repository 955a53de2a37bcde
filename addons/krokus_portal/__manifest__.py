{
    "name": "Krokus Portal",
    "summary": "What clients and managers look at: shop, cart, account, receivables.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_pricing", "krokus_exchange"],
    "data": ["views/sale_order_views.xml"],
}
