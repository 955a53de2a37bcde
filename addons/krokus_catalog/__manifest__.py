{
    "name": "Krokus Catalogue",
    "summary": "Client tiers, one tree of categories, offers and their facts, and who sees what.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["website_sale", "sale_management"],
    "application": True,
}
