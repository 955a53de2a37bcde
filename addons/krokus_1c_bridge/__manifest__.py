{
    "name": "Krokus 1C Bridge",
    "summary": "Keeps Krokus in step with 1C: goods, stock, prices and clients in, orders out.",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Krokus",
    "website": "https://krokus.example",
    "license": "LGPL-3",
    "depends": ["krokus_portal"],
}
