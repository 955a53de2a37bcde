STAFF = (
    ("manager", "Елена Соколова", "менеджер", "krokus_catalog.group_manager"),
    ("salesman", "Игорь Ветров", "продавец", "krokus_catalog.group_salesman"),
    ("accountant", "Тамара Львовна Белкина", "бухгалтер", "krokus_catalog.group_accountant"),
)


def make(env, password):
    """The staff, and a login for every contact person of every client: `client1`, `client1b`."""
    people = [_admin(env, password)]
    for login, name, role, group in STAFF:
        _user(env, login, password, {"name": name, "email": f"{login}@krokus.example"}, group)
        people.append((f"{name}, {role}", login, password))
    _share_out(env)
    return people + list(_clients(env, password))


def _share_out(env):
    """Every other client is the salesman's, the others are the manager's."""
    users = env["res.users"]
    salesman, manager = (users.search([("login", "=", login)]) for login in ("salesman", "manager"))
    for number, company in enumerate(_companies(env)):
        company.user_id = manager if number % 2 else salesman


def _admin(env, password):
    admin = env.ref("base.user_admin")
    admin.write(
        {
            "password": password,
            "lang": "ru_RU",
            "tz": "Europe/Moscow",
            "group_ids": [(4, env.ref("krokus_catalog.group_admin").id)],
        }
    )
    return "администратор", admin.login, password


def _clients(env, password):
    for number, company in enumerate(_companies(env), 1):
        for letter, person in zip(("", "b"), company.child_ids.sorted("id"), strict=False):
            login = f"client{number}{letter}"
            _user(env, login, password, {"partner_id": person.id}, "base.group_portal")
            yield f"{person.name}, {company.name} ({company.krokus_tier_id.name})", login, password


def _companies(env):
    return env["res.partner"].search(
        [("onec_ref", "!=", False), ("is_company", "=", True)], order="id"
    )


def _user(env, login, password, values, group):
    users = env["res.users"].with_context(no_reset_password=True)
    user = users.search([("login", "=", login)])
    values = {
        **values,
        "login": login,
        "password": password,
        "lang": "ru_RU",
        "tz": "Europe/Moscow",
        "group_ids": [(6, 0, env.ref(group).ids)],
    }
    if user:
        user.write({"password": password})
    else:
        users.create(values)
