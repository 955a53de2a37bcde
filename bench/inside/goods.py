"""The goods and the people that both sides have: the same tree, names, prices and logins."""

from .clone import multiply

FLOWERS = (
    *("Роза", "Тюльпан", "Хризантема", "Гвоздика", "Лилия", "Пион", "Ирис", "Гербера"),
    *("Альстромерия", "Эустома", "Гортензия", "Орхидея", "Ранункулюс", "Анемон", "Фрезия"),
    "Антуриум",
)
SORTS = ("Freedom", "Avalanche", "Jumilia", "Mondial", "Explorer")
TOPS, MIDDLES, LEAVES = 4, 4, 5
STOCK = 1_000_000


def names():
    """(top, flower, sort) of each of the eighty leaves of a tree of a hundred, three deep."""
    for number, flower in enumerate(FLOWERS):
        for sort in SORTS:
            yield f"Отдел {number // MIDDLES + 1}", flower, f"{flower} {sort}"


def plant(env, create):
    """The leaves; `create(name, parent or None, depth)` makes a category."""
    made, leaves = {}, []
    for top, flower, sort in names():
        for depth, (name, parent) in enumerate(((top, None), (flower, top), (sort, flower))):
            if name not in made:
                made[name] = create(name, made.get(parent), depth)
        leaves.append(made[sort])
    return leaves


def prototypes(env, leaves, **values):
    """A product in each leaf; what else an offer needs is written before `spread` copies them."""
    return env["product.template"].create(
        [
            {
                "name": f"{leaf.name} {40 + number % 6 * 10} см",
                "default_code": f"A{number:03}",
                "type": "consu",
                "sale_ok": True,
                "is_published": True,
                "list_price": 50 + number,
                "categ_id": leaf.id,
                **values,
            }
            for number, leaf in enumerate(leaves)
        ]
    )


def spread(env, products, count):
    """Copy the products until there are `count`."""
    multiply(env, products, count // len(products) - 1)


def people(env, count, **values):
    """`count` clients with a person each who can log in as `buyerN`; the clients."""
    clients = companies(env, count, **values)
    persons = env["res.partner"].create(
        [
            {"name": f"Флорист {number}", "parent_id": company.id, "email": f"b{number}@b.example"}
            for number, company in enumerate(clients, 1)
        ]
    )
    env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "login": f"buyer{number}",
                "partner_id": person.id,
                "lang": "ru_RU",
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
            for number, person in enumerate(persons, 1)
        ]
    )
    return clients


def companies(env, count, **values):
    return env["res.partner"].create(
        [
            {"name": f"Салон {number}", "is_company": True, **_nth(values, number)}
            for number in range(1, count + 1)
        ]
    )


def _nth(values, number):
    return {key: choices[number % len(choices)] for key, choices in values.items()}
