from . import company


def load(env, address, password="krokus"):  # noqa: S107
    """Set the company up; [(who, login, password)] of everybody who can log in."""
    company.set_up(env)
    admin = env.ref("base.user_admin")
    admin.write({"password": password, "lang": "ru_RU", "tz": "Europe/Moscow"})
    env.cr.commit()
    return [("администратор", admin.login, password)]
