"""The take through our function against pgbench, which sends the very same statements.

One take is recorded, and its ids are replaced by those of each pgbench client's own basket and
offers: neither side waits for a row, and neither has to think about what it reads, but ours does.
"""

import re
import subprocess
import tempfile
from statistics import median

from dev import postgres
from dev.console import Stop

from . import shell
from .cart import LINES, PACK, goods
from .fast import lay_out
from .measure import in_turns, median_ratio

CLIENTS = 4
# As on the connections that our side keeps.
PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c random_page_cost=1.1"
SECONDS = 5
ROUNDS = 3


def measure(side):
    """take_to_pgbench, and both rates."""
    buyers = [f"buyer{number}" for number in range(1, CLIENTS + 1)]
    lay_out(side, side.buyers(CLIENTS), hot=False)
    products = [[product for _template, product in goods(side, n)] for n in range(CLIENTS)]
    script = _script(side, buyers, products)
    measures = {
        "take": lambda: _takes(side.database, buyers, products),
        "pgbench": lambda: _pgbench(side.database, script),
    }
    rates = in_turns(measures, lambda what: measures[what](), ROUNDS)
    return {
        "take_rate": median(rates["take"]),
        "pgbench_rate": median(rates["pgbench"]),
        "take_to_pgbench": median_ratio(rates["take"], rates["pgbench"]),
    }


def _takes(database, buyers, products):
    """Takes a second of all processes together."""
    words = {"logins": buyers, "products": products, "seconds": SECONDS}
    return shell.call(database, "holds", "press", **words) / SECONDS


def _pgbench(database, script):
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        words = ["-n", "-M", "prepared", "-c", CLIENTS, "-j", 1, "-T", SECONDS]
        words += ["-f", file.name, database]
        done = subprocess.run(
            [str(word) for word in (postgres.path_of("pgbench"), *words)],
            env={**postgres.start(), "PGOPTIONS": PLANS},
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found or " failed " in done.stderr or "aborted" in done.stderr:
        raise Stop(f"pgbench failed: {done.stderr[-500:]}")
    return float(found[1])


def _script(side, buyers, products):
    """One take as pgbench's script: first the request's own transaction, then the one beside it."""
    product = products[0][0]
    record = {"login": buyers[0], "product": product, "quantity": 2 * PACK}
    found = shell.call(side.database, "holds", "record", **record)
    baskets = side.query(
        "SELECT b.id FROM krokus_basket b JOIN res_users u ON u.partner_id = b.partner_id"
        f" WHERE u.login IN ({', '.join(repr(login) for login in buyers)})"
        " ORDER BY length(u.login), u.login"
    )
    lines = [_choose(baskets, products), r"\set p :first + random(0, " + f"{LINES - 1})"]
    for begin, statements in (
        ("BEGIN ISOLATION LEVEL REPEATABLE READ;", found["own"]),
        ("BEGIN;", found["side"]),
    ):
        renamed = [script_line(text, {baskets[0]: ":b", product: ":p"}) for text in statements]
        lines += [begin, *renamed, "COMMIT;"]
    return "\n".join(lines) + "\n"


def _choose(baskets, products):
    """Each client works on a basket and ten offers of its own; their ids are in a row."""
    lines = []
    for number, (basket, own) in enumerate(zip(baskets, products, strict=True)):
        if own != list(range(own[0], own[0] + LINES)):
            raise Stop("the ids of the offers are not in a row: pgbench cannot choose among them.")
        lines += [f"\\if :client_id = {number}", f"\\set b {basket}", f"\\set first {own[0]}"]
        lines.append("\\endif")
    return "\n".join(lines)


def script_line(text, names):
    """A statement on one line, with variables instead of ids; one round trip, as it was."""
    for number, name in names.items():
        text = re.sub(rf"(?<![\w:.'-]){number}(?![\w:.'-])", name, text)
    return " ".join(text.split()).replace(";", "\\;") + ";"
