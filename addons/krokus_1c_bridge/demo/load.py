from . import accounts, catalogue, company, pictures, prices, sessions


def load(env, address, login="site", secret="site", password="krokus"):  # noqa: S107
    """Fill the database; [(who, login, password)] of everybody who can log in."""
    env = env(context={**env.context, "lang": False, "tracking_disable": True})
    company.set_up(env)
    connection = connect(env, address, login, secret)
    fetch(env, connection, "catalogue")
    catalogue.arrange(env)
    prices.map_types(env, connection)
    fetch(env, connection, "clients", "figures")
    sessions.open_trading(env)
    people = accounts.make(env, password)
    pictures.draw(env)
    env.cr.commit()
    return people


def connect(env, address, login, secret):
    connections = env["krokus.onec.connection"]
    connection = connections.search([], limit=1)
    values = {
        "name": "1С головного офиса",
        "site_address": f"{address}ws/site?wsdl",
        "customers_address": f"{address}ws/customers?wsdl",
        "login": login,
        "password": secret,
    }
    if connection:
        connection.write(values)
    else:
        connection = connections.create(values)
    for stream in connection.stream_ids:
        stream.write(stream._closed())
    return connection


def fetch(env, connection, *kinds):
    """Now, in this process, as the cron would; what did not come stops the demo with a reason."""
    messages = env["krokus.onec.message"]._request(connection, kinds)
    env.cr.commit()
    env["krokus.onec.inbox"]._fetch_due()
    for message in messages:
        if message.state != "done":
            reasons = message.rejection_ids[:5].mapped("reason")
            raise RuntimeError(
                f"{message.kind}: {message.problem or reasons} {message.error or ''}"
            )
