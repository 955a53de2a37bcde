TIERS = ("Сети", "Крупный опт", "Салоны", "Мастерские", "Мероприятия", "Новые клиенты")
COMMON = "Общий прайс-лист"
KINDS = {"розничная": "retail", "оптовая": "wholesale"}


def map_types(env, connection):
    """«Салоны — оптовая» is the wholesale price of the list of the tier «Салоны»."""
    lists = {name: _list(env, name, number) for number, name in enumerate(TIERS, 1)}
    common = _common(env)
    for price_type in connection.price_type_ids:
        tier, _dash, kind = price_type.name.rpartition(" — ")
        price_type.write({"list_id": lists.get(tier, common).id, "kind": KINDS[kind.lower()]})


def _list(env, name, number):
    tier = env.ref(f"krokus_catalog.client_tier_{number}")
    for lang in ("en_US", "ru_RU"):
        tier.with_context(lang=lang).name = name
    lists = env["krokus.price.list"]
    return lists.search([("tier_id", "=", tier.id)], limit=1) or lists.create(
        {"name": name, "tier_id": tier.id}
    )


def _common(env):
    lists = env["krokus.price.list"]
    return lists.search([("tier_id", "=", False)], limit=1) or lists.create({"name": COMMON})
