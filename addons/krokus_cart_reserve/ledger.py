"""The SQL that moves flowers between the balance and the holds.

Everything here runs on the side cursor. The order of locks is the same everywhere: the basket,
then balances in the order of their ids, then holds. `held` is the sum of a balance's holds, live
or sold. Who holds a balance never waits for a hold: he skips what somebody has in his hand.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.krokus_catalog.audience import IS_SEEN, TIER
from odoo.addons.krokus_catalog.prepared import Prepared

from . import news, take
from .take import ONE, ZERO, Client, Held, Lost, Offer, fit

AHEAD = 1_000_000
# The database's clock decides, not the worker's, and not the beginning of the transaction.
CLOCK = "(clock_timestamp() AT TIME ZONE 'UTC')"


class Basket(NamedTuple):
    """A locked basket: whose it is, until when it holds, and the last request that was heard."""

    client: Client
    until: object
    number: int


class Row(NamedTuple):
    """A live hold of a basket. `door` tells that an unfinished request of core's wrote it last."""

    id: int
    product_id: int
    session_id: int
    pool_id: int
    quantity: Decimal
    price: Decimal
    started_at: object
    deadline: object
    latest: object
    dead: bool
    door: bool

    @property
    def alive(self):
        return ZERO if self.dead else self.quantity


# ------------------------------------------------------------------- baskets


_BASKET = (
    "p.id AS person, c.id AS firm, c.krokus_tier_id AS tier, b.until, b.request_number AS number"
)
_LOCK = (
    "UPDATE krokus_basket b SET version = b.version + 1,"
    " request_number = COALESCE(%(number)s, b.request_number)"
    " FROM res_partner p LEFT JOIN res_partner c ON c.id = p.commercial_partner_id"
    " WHERE b.id = %(basket)s AND p.id = b.partner_id AND COALESCE("
    f"%(number)s BETWEEN b.request_number AND b.request_number + {AHEAD}, true)"
)
_ROW = (
    "id, product_id, session_id, COALESCE(pool_id, 0), quantity, price, started_at, deadline,"
    f" latest, deadline <= {CLOCK}, xact IS NOT NULL"
)
_LIVE = f"SELECT {_ROW} FROM krokus_hold WHERE basket_id = %(basket)s AND state = 'live'"
_LOCK_BASKET = "UPDATE krokus_basket SET version = version + 1 WHERE id = %s"
# How often the row was rewritten since this statement began: by itself, and by whom it waited for.
_ENTER = Prepared(
    f"WITH basket AS ({_LOCK} RETURNING {_BASKET}, b.version"
    " - (SELECT version FROM krokus_basket WHERE id = %(basket)s) AS times)"
    f" SELECT * FROM basket LEFT JOIN ({_LIVE}) h ON true ORDER BY h.id",
    basket="int",
    number="int",
)
_LOOK = Prepared(
    f"SELECT {_BASKET}, 1, h.* FROM krokus_basket b JOIN res_partner p ON p.id = b.partner_id"
    " LEFT JOIN res_partner c ON c.id = p.commercial_partner_id"
    f" LEFT JOIN ({_LIVE}) h ON true WHERE b.id = %(basket)s ORDER BY h.id",
    basket="int",
)
_HOLDS = Prepared(f"{_LIVE} ORDER BY id", basket="int")


def lock_basket(cr, basket_id):
    """Wait for whoever works on the basket, and keep others out until the transaction ends.

    The row is rewritten, so that a request of core's that began before sees that it must repeat.
    """
    cr.execute(_LOCK_BASKET, [basket_id])


def enter(cr, basket_id, number=None):
    """(Basket, [Row]) of a basket that is locked from here on; None if a younger request was heard.

    A number far ahead is no page's, and would keep all others out: it is not heard either.
    """
    _ENTER(cr, basket=basket_id, number=number)
    return _seen(cr, basket_id)


def look(cr, basket_id):
    """(Basket, [Row]) of a basket as it is, without a lock."""
    _LOOK(cr, basket=basket_id)
    return _seen(cr, basket_id)


def is_heard(basket, number):
    """Whether a request with this number is heard, by what the Basket says: as `enter` asks."""
    return basket.number <= number <= basket.number + AHEAD


def set_number(cr, basket_id, number):
    cr.execute("UPDATE krokus_basket SET request_number = %s WHERE id = %s", [number, basket_id])


def _seen(cr, basket_id):
    rows = cr.fetchall()
    if not rows:
        return None
    person, firm, tier, until, number, times = rows[0][:6]
    basket = Basket(Client(person, firm, tier), until, number)
    if times > 1:  # it had to wait: what it holds was read before
        return basket, holds(cr, basket_id)
    return basket, [_row(row[6:]) for row in rows if row[6]]


def holds(cr, basket_id):
    """[Row] of all that the basket holds, the dead included; not locked."""
    _HOLDS(cr, basket=basket_id)
    return [_row(row) for row in cr.fetchall()]


def _row(row):
    return Row(*row[:4], exact(row[4]), exact(row[5] or 0), *row[6:])


_OFFER = (
    "SELECT p.id, t.krokus_packing_step, t.krokus_mode, own.parent_path, {} FROM product_product p"
    " JOIN product_template t ON t.id = p.product_tmpl_id"
    " LEFT JOIN product_category own ON own.id = t.categ_id WHERE p.id = ANY(%(products)s)"
)
_OFFERS = Prepared(_OFFER.format("true"), products="int[]")
# What core's rules and ours say of a client on a website: a test of the portal's holds it to them.
_OFFERED = Prepared(
    f"WITH tier AS ({TIER}) "
    + _OFFER.format(
        "COALESCE(p.active AND t.active AND t.sale_ok AND t.is_published AND own.id IS NOT NULL"
        " AND (t.company_id IS NULL OR t.company_id = %(company)s)"
        f" AND (t.website_id IS NULL OR t.website_id = %(website)s) AND {IS_SEEN}, false)"
    ),
    products="int[]",
    person="int",
    company="int",
    website="int",
)


class Place(NamedTuple):
    """Where a client buys: the website, and its company."""

    website_id: int
    company_id: int


def offers(cr, product_ids):
    """{product id: Offer} of all that exist, whoever may have them."""
    _OFFERS(cr, products=list(product_ids))
    return {row[0]: offer(*row) for row in cr.fetchall()}


def offered(cr, product_ids, person_id, place):
    """The same for a client: what he may not see or buy there now is not `sold` to him."""
    _OFFERED(
        cr,
        products=list(product_ids),
        person=person_id,
        company=place.company_id,
        website=place.website_id,
    )
    return {row[0]: offer(*row) for row in cr.fetchall()}


def offer(key, step, mode, path, sold):
    """The Offer of a row: `path` are the ids of its categories as core writes them, or None."""
    ids = tuple(map(int, (path or "").split("/")[:-1]))
    return Offer(key, exact(step), mode or "", ids, sold=sold)


_CONTENTS = Prepared(
    "SELECT id, product_id, session_id, quantity, price, deadline,"
    f" CEIL(EXTRACT(EPOCH FROM deadline - {CLOCK}))::int FROM krokus_hold"
    f" WHERE basket_id = %(basket)s AND state = 'live' AND deadline > {CLOCK} ORDER BY id",
    basket="int",
)


def contents(cr, basket_id):
    """[Held] of what is alive."""
    _CONTENTS(cr, basket=basket_id)
    return [Held(*row[:3], exact(row[3]), exact(row[4] or 0), *row[5:]) for row in cr.fetchall()]


def set_prices(cr, basket_id, prices, key="product_id"):
    """What the client is shown now; `prices` are {product id, or hold id: price}."""
    if prices:
        cr.execute(
            "UPDATE krokus_hold h SET price = v.price"
            f" FROM (VALUES {_places(prices, 2)}) AS v (key, price)"
            f" WHERE h.basket_id = %s AND h.state = 'live' AND h.{key} = v.key"
            " AND h.price IS DISTINCT FROM v.price",
            [*(word for key, price in prices.items() for word in (key, exact(price))), basket_id],
        )


def set_timer(cr, basket_id, until):
    """The basket's row says so. `cr` is the transaction that has the row: see `turn`."""
    cr.execute("UPDATE krokus_basket SET until = %s WHERE id = %s", [until, basket_id])


def extend(cr, basket_id, until):
    """What the basket holds it holds until then; a session's own end, if earlier, stays."""
    cr.execute(
        "UPDATE krokus_hold SET deadline = LEAST(%s, COALESCE(latest, %s))"
        f" WHERE basket_id = %s AND state = 'live' AND deadline > {CLOCK}",
        [until, until, basket_id],
    )


# ------------------------------------------------------------------ balances


_LOCK_BALANCES = Prepared(
    "SELECT s.product_id, s.pool_id, s.on_hand, s.held"
    " FROM unnest(%(products)s, %(pools)s) AS k (product_id, pool_id)"
    " JOIN krokus_stock s ON (s.product_id, s.pool_id) = (k.product_id, k.pool_id)"
    " ORDER BY s.id FOR NO KEY UPDATE OF s",
    products="int[]",
    pools="int[]",
)
# What the client's people hold or bought outside the basket: [[product, pool, quantity], ...].
_ELSEWHERE = (
    "SELECT array_agg(ARRAY[product_id, pool_id, quantity]) FROM (SELECT product_id, pool_id,"
    " SUM(quantity) AS quantity FROM krokus_hold WHERE client_id = %(client)s"
    " AND product_id = ANY(%(products)s) AND basket_id IS DISTINCT FROM"
    " (CASE WHEN state = 'live' THEN %(basket)s ELSE 0 END) AND pool_id IS NOT NULL"
    f" AND (state = 'sold' OR deadline > {CLOCK}) GROUP BY product_id, pool_id) elsewhere"
)
# What the company gave back while it had time left: {product: the moment at which that ends}.
_AGAIN = (
    "SELECT json_object_agg(product_id, until) FROM krokus_given_back WHERE client_id = %(company)s"
    f" AND product_id = ANY(%(products)s) AND until > {CLOCK}"
)
_STANDING = Prepared(
    f"SELECT {CLOCK}, ({_ELSEWHERE}), ({_AGAIN}), h.* FROM (SELECT 1) one"
    f" LEFT JOIN ({_LIVE} AND product_id = ANY(%(products)s)) h ON true",
    basket="int",
    products="int[]",
    client="int",
    company="int",
)


def lock_balances(cr, keys):
    """{(product, pool): (on_hand, held)}, locked until the transaction ends."""
    keys = [key for key in keys if key[1]]
    if not keys:
        return {}
    products, pools = map(list, zip(*keys, strict=True))
    _LOCK_BALANCES(cr, products=products, pools=pools)
    return {row[:2]: (exact(row[2]), exact(row[3])) for row in cr.fetchall()}


class Standings(NamedTuple):
    """How offers stand for a basket: `now` by the database's clock, the basket's own
    {(product, session): Row}, {(product, pool): what its company has elsewhere}, and {product:
    until when the company takes again what it gave back}."""

    now: object
    own: dict
    elsewhere: dict
    again: dict


def standing(cr, basket_id, product_ids, company_id, share):
    """The Standings of offers whose balances the caller has locked; only where a company may have
    no more than a `share` is looked elsewhere."""
    client = company_id if share else None
    _STANDING(cr, basket=basket_id, products=list(product_ids), client=client, company=company_id)
    rows = cr.fetchall()
    now, elsewhere, again = rows[0][:3]
    own = [_row(row[3:]) for row in rows if row[3]]
    return Standings(
        now,
        {(row.product_id, row.session_id): row for row in own},
        {(int(product), int(pool)): exact(amount) for product, pool, amount in elsewhere or ()},
        {int(key): datetime.fromisoformat(until) for key, until in (again or {}).items()},
    )


def expired_lately(cr, client_id, product_ids, minutes):
    """{product: the moment from which the client may take again what ran out on him}."""
    cr.execute(
        "SELECT product_id, MAX(ended) + make_interval(mins => %s) FROM ("
        " SELECT product_id, happened_at AS ended FROM krokus_lost_demand"
        " WHERE client_id = %s AND product_id IN %s AND reason = 'expired'"
        f" AND happened_at > {CLOCK} - make_interval(mins => %s)"
        " UNION ALL SELECT product_id, deadline FROM krokus_hold"
        " WHERE client_id = %s AND product_id IN %s AND state = 'live'"
        f" AND deadline <= {CLOCK}) gone GROUP BY product_id",
        [minutes, client_id, tuple(product_ids), minutes, client_id, tuple(product_ids)],
    )
    return dict(cr.fetchall())


class Change(NamedTuple):
    """What a hold becomes, and by how much its balance moves; 0 deletes it."""

    product_id: int
    session_id: int
    pool_id: int
    quantity: Decimal
    price: Decimal
    deadline: object
    latest: object
    moved: Decimal
    before: Decimal = ZERO  # what stands again if the request of core's comes to nothing
    unshown: Decimal = ZERO  # what the basket holds beyond the lines of the order


# What a company gave back it takes again until the moment at which it would have run out.
_GIVEN = (
    "INSERT INTO krokus_given_back AS g (client_id, product_id, until) SELECT {client},"
    " product_id, MIN(deadline) FROM {rows} GROUP BY product_id{client_group} ORDER BY product_id"
    " ON CONFLICT (client_id, product_id) DO UPDATE SET until = CASE WHEN"
    f" g.until > {CLOCK} THEN LEAST(g.until, EXCLUDED.until) ELSE EXCLUDED.until END"
)

_KINDS = ("int",) * 3 + ("numeric",) * 2 + ("timestamp",) * 2 + ("numeric",) * 3
_COLUMNS = dict(zip(Change._fields, (f"{kind}[]" for kind in _KINDS), strict=True))
_WRITE = Prepared(
    (
        f"WITH v ({', '.join(_COLUMNS)}) AS (SELECT * FROM"
        f" unnest({', '.join(f'%({name})s' for name in _COLUMNS)})),"
        " counted AS (UPDATE krokus_stock s SET held = s.held + d.moved FROM"
        " (SELECT product_id, pool_id, SUM(moved) AS moved FROM v GROUP BY 1, 2) d"
        " WHERE s.product_id = d.product_id AND s.pool_id = d.pool_id AND d.moved <> 0),"
        " gone AS (DELETE FROM krokus_hold h USING v WHERE v.quantity = 0"
        " AND h.basket_id = %(basket)s AND h.state = 'live'"
        " AND (h.product_id, h.session_id) = (v.product_id, v.session_id)),"
        " given AS ({})"
        " INSERT INTO krokus_hold AS h (basket_id, client_id, state, xact, product_id, session_id,"
        " pool_id, quantity, price, started_at, deadline, latest, before, unshown)"
        " SELECT %(basket)s, %(client)s, 'live', %(xact)s, product_id, session_id,"
        f" NULLIF(pool_id, 0), quantity, price, {CLOCK}, deadline, latest, before, unshown"
        " FROM v WHERE quantity > 0"
        " ON CONFLICT (basket_id, product_id, session_id) WHERE state = 'live' DO UPDATE SET"
        " quantity = EXCLUDED.quantity, price = EXCLUDED.price, pool_id = EXCLUDED.pool_id,"
        " deadline = EXCLUDED.deadline, latest = EXCLUDED.latest, xact = EXCLUDED.xact,"
        " before = CASE WHEN h.xact = EXCLUDED.xact THEN h.before ELSE EXCLUDED.before END,"
        " unshown = CASE WHEN h.xact = EXCLUDED.xact THEN h.unshown ELSE EXCLUDED.unshown END"
        " RETURNING id, product_id, session_id"
    ).format(_GIVEN.format(client="%(client)s", rows="v WHERE quantity < before", client_group="")),
    **_COLUMNS,
    basket="int",
    client="int",
    xact="varchar",
)


def write(cr, basket_id, client_id, changes, xact=None):
    """Counters and holds in one statement; {(product, session): hold id} of what stands."""
    columns = map(list, zip(*changes, strict=True))
    rows = dict(zip(Change._fields, columns, strict=True))
    _WRITE(cr, **rows, basket=basket_id, client=client_id, xact=xact)
    news.mark(cr, (c.product_id for c in changes if c.moved and c.pool_id))
    return {row[1:]: row[0] for row in cr.fetchall()}


def mark(cr, basket_id, xact, rows):
    """Tell whose unfinished request will lower these: {product: (before, unshown)}."""
    cr.execute(
        "UPDATE krokus_hold h SET xact = %s, before = h.quantity, unshown = v.unshown"
        f" FROM (VALUES {_places(rows, 2)}) AS v (product_id, unshown)"
        " WHERE h.basket_id = %s AND h.state = 'live' AND h.product_id = v.product_id"
        " AND h.xact IS DISTINCT FROM %s",
        [xact, *(word for row in rows.items() for word in row), basket_id, xact],
    )


def lower(cr, targets, given=False):
    """Let holds hold no more than {hold id: quantity}, live or sold, and give back the rest.

    The counters move by what the rows have really lost. `given`: a client gave it back himself.
    """
    targets = {key: max(exact(quantity), ZERO) for key, quantity in targets.items()}
    if not targets:
        return
    _lock_balances_of(cr, targets)
    cr.execute(
        f"{_LOWER.format(places=_typed_places(targets))}{_GIVEN_BY_LOWER if given else ''}{_MOVED}",
        [word for row in targets.items() for word in row],
    )


_LOWER = (
    "WITH v (id, quantity) AS (VALUES {places}),"
    " old AS (SELECT h.id, h.client_id, h.deadline, h.quantity, v.quantity AS target"
    " FROM krokus_hold h JOIN v ON v.id = h.id WHERE h.quantity > v.quantity"
    " FOR UPDATE OF h SKIP LOCKED),"
    " gone AS (DELETE FROM krokus_hold h USING old WHERE h.id = old.id AND old.target = 0"
    " RETURNING h.product_id, h.pool_id, old.quantity AS freed, old.client_id, old.deadline),"
    " less AS (UPDATE krokus_hold h SET quantity = old.target FROM old WHERE h.id = old.id"
    " AND old.target > 0 RETURNING h.product_id, h.pool_id, old.quantity - h.quantity AS freed,"
    " old.client_id, old.deadline), moved AS (SELECT * FROM gone UNION ALL SELECT * FROM less)"
)
_GIVEN_BY_LOWER = ", given AS ({})".format(
    _GIVEN.format(
        client="client_id", rows=f"moved WHERE deadline > {CLOCK}", client_group=", client_id"
    )
)
_MOVED = (
    " UPDATE krokus_stock s SET held = s.held - d.freed FROM (SELECT product_id, pool_id,"
    " SUM(freed) AS freed FROM moved GROUP BY 1, 2) d"
    " WHERE s.product_id = d.product_id AND s.pool_id = d.pool_id"
)


def _typed_places(rows):
    return ", ".join(["(%s::int, %s::numeric)"] * len(rows))


def _lock_balances_of(cr, hold_ids):
    """Whoever calls this will move them."""
    cr.execute(
        "SELECT product_id FROM krokus_stock WHERE (product_id, pool_id) IN"
        " (SELECT product_id, pool_id FROM krokus_hold WHERE id IN %s)"
        " ORDER BY id FOR NO KEY UPDATE",
        [tuple(hold_ids)],
    )
    news.mark(cr, (row[0] for row in cr.fetchall()))


# --------------------------------------------------- what core's doors left behind

# What the lines of an order `o` say of each offer, in the offer's own unit. A line below nothing is
# a return: it frees nothing of what other lines sell.
_LINES = (
    "SELECT l.product_id, SUM(GREATEST(ROUND(l.product_uom_qty * u.factor / own.factor, 4), 0))"
    " AS quantity"
    " FROM sale_order_line l JOIN product_product p ON p.id = l.product_id"
    " JOIN product_template t ON t.id = p.product_tmpl_id JOIN uom_uom own ON own.id = t.uom_id"
    " JOIN uom_uom u ON u.id = l.product_uom_id"
    " WHERE l.order_id = o.id AND t.type = 'consu' {} GROUP BY l.product_id"
)
_LINES_OF_HOLD = f"LATERAL ({_LINES.format('AND l.product_id = h.product_id')}) l ON true"
# Carts that show more than their basket holds.
STALE_CARTS = (
    f"SELECT DISTINCT o.id FROM sale_order o JOIN LATERAL ({_LINES.format('')}) l ON true"
    " LEFT JOIN krokus_basket b ON (b.partner_id, b.website_id) = (o.partner_id, o.website_id)"
    " LEFT JOIN LATERAL (SELECT SUM(h.quantity) AS quantity FROM krokus_hold h"
    " WHERE h.basket_id = b.id AND h.product_id = l.product_id AND h.state = 'live'"
    f" AND h.deadline > {CLOCK}) h ON true"
    " WHERE o.krokus_is_cart AND l.quantity > COALESCE(h.quantity, 0)"
)
# A number of another server, after a restore, lies in the future: then nothing is known.
_STATUS = (
    "CASE WHEN h.xact::xid8 < pg_snapshot_xmax(pg_current_snapshot())"
    " THEN pg_xact_status(h.xact::xid8) END"
)


_MARKED = (
    "FROM krokus_hold h JOIN krokus_basket b ON b.id = h.basket_id LEFT JOIN sale_order o"
    " ON o.krokus_is_cart AND (o.partner_id, o.website_id) = (b.partner_id, b.website_id)"
    f" LEFT JOIN {_LINES_OF_HOLD} WHERE h.basket_id = %(basket)s AND h.state = 'live'"
)
_SHOWN = "h.unshown + COALESCE(l.quantity, 0)"
_UNRESOLVED = Prepared(
    f"SELECT h.id, h.quantity, h.before, {_SHOWN}, h.xact, {_STATUS} {_MARKED}"
    " AND h.xact IS NOT NULL",
    basket="int",
)
# The basket is locked first: of who comes at the same time, one waits.
_UNMARK = Prepared(
    "WITH basket AS (UPDATE krokus_basket SET version = version + 1 WHERE id = %(basket)s"
    f" RETURNING id), marked AS (SELECT h.id, {_SHOWN} AS shown {_MARKED} AND h.xact = %(xact)s),"
    " unmarked AS (UPDATE krokus_hold h SET xact = NULL FROM basket, marked m"
    " WHERE h.id = m.id AND h.xact = %(xact)s AND h.quantity <= m.shown RETURNING h.id)"
    " SELECT EXISTS (SELECT FROM marked WHERE id NOT IN (SELECT id FROM unmarked))",
    basket="int",
    xact="varchar",
)


def unmark(cr, basket_id, xact):
    """Lock the basket after a request of core's has committed, and take its mark from what it
    holds as the lines say; whether there is more, which has to be given back."""
    _UNMARK(cr, basket=basket_id, xact=xact)
    return cr.fetchone()[0]


def resolve(cr, basket_id, xact=None, committed=None):
    """Make good what requests of core's left: the basket is locked, or it is the caller's own.

    One that failed leaves what stood before it, one that succeeded what the lines of its order
    say. `committed` tells how the transaction `xact` ended, where the caller knows.
    """
    _UNRESOLVED(cr, basket=basket_id)
    ended, undone, given = [], {}, {}
    for key, quantity, before, shown, owner, status in cr.fetchall():
        if owner == xact and committed is not None:
            status = "committed" if committed else "aborted"
        if status != "in progress":
            failed = status == "aborted"
            target = exact(before if failed else shown)
            ended.append(key)
            if target < exact(quantity):
                (undone if failed else given)[key] = target
    if undone and given:
        _lock_balances_of(cr, {**undone, **given})  # both at once: in the order of their ids
    lower(cr, undone)
    lower(cr, given, given=True)
    if ended:
        cr.execute("UPDATE krokus_hold SET xact = NULL WHERE id IN %s", [tuple(ended)])


_CLAIM = (
    "CASE WHEN o.state = 'sale' OR o.krokus_reserve AND o.state IN ('draft', 'sent')"
    " THEN COALESCE(l.quantity, 0) ELSE 0 END"
)
_SOLD = (
    "FROM krokus_hold h LEFT JOIN sale_order o ON o.id = h.order_id"
    f" LEFT JOIN {_LINES_OF_HOLD} WHERE h.state = 'sold'"
)
# Orders that hold more than they claim, or whose transaction has left its mark.
UNTRIMMED = (
    f"SELECT DISTINCT order_id FROM (SELECT h.order_id {_SOLD} GROUP BY h.order_id, h.product_id,"
    f" {_CLAIM} HAVING SUM(h.quantity) > {_CLAIM} OR bool_or(h.xact IS NOT NULL)) found"
)


def trim(cr, order_id, xact=None):
    """Give back what an order holds beyond its lines, or all if it is none that holds any more.

    What a transaction still on its way (but for `xact`) has sold is left alone.
    """
    cr.execute(
        f"SELECT h.id, h.quantity, h.product_id, {_CLAIM} {_SOLD} AND h.order_id = %s AND"
        f" (h.xact IS NULL OR h.xact = %s OR {_STATUS} IS DISTINCT FROM 'in progress')"
        " ORDER BY h.id",
        [order_id, xact],
    )
    rows = cr.fetchall()
    left, targets = {}, {}
    for key, quantity, product_id, wanted in rows:
        rest = left.setdefault(product_id, exact(wanted))
        kept = min(exact(quantity), rest)
        left[product_id] = rest - kept
        if kept < exact(quantity):
            targets[key] = kept
    lower(cr, targets)
    if rows:
        cr.execute(
            "UPDATE krokus_hold SET xact = NULL WHERE id IN %s AND xact IS NOT NULL",
            [tuple(row[0] for row in rows)],
        )
    return len(targets)


def sell_free(cr, order_id, client_id, xact, rows):
    """Sold holds straight from locked balances: [(product, session, pool, quantity)]."""
    news.mark(cr, (row[0] for row in rows if row[2]))
    for product_id, session_id, pool_id, quantity in rows:
        cr.execute(
            "WITH counted AS (UPDATE krokus_stock SET held = held + %s"
            " WHERE product_id = %s AND pool_id = %s)"
            " INSERT INTO krokus_hold (product_id, session_id, pool_id, quantity, price, state,"
            f" order_id, client_id, xact, started_at, before, unshown)"
            f" VALUES (%s, %s, NULLIF(%s, 0), %s, 0, 'sold', %s, %s, %s, {CLOCK}, 0, 0)",
            [
                *(quantity, product_id, pool_id),
                *(product_id, session_id, pool_id, quantity, order_id, client_id, xact),
            ],
        )


# ------------------------------------------------------------- what the books say


def drop_sold(cr, order_ids, keys=None):
    """Drop what was sold to orders that the books' figures now contain, of these balances."""
    cr.execute(
        "SELECT id FROM krokus_hold WHERE state = 'sold' AND order_id IN %s"
        f"{' AND (product_id, pool_id) IN %s' if keys else ''}",
        [tuple(order_ids), *([tuple(keys)] if keys else [])],
    )
    lower(cr, dict.fromkeys((row[0] for row in cr.fetchall()), ZERO))


def set_on_hand(cr, pool_id, quantities, as_of, settled=()):
    """Write {product id: quantity} and drop what was sold to the orders that it contains.

    The balances in which more is held than there is now.
    """
    keys = [(product_id, pool_id) for product_id in quantities]
    before = lock_balances(cr, keys)
    news.mark(cr, (key[0] for key in keys if _counts(before, key) != exact(quantities[key[0]])))
    if settled:
        drop_sold(cr, settled, keys)
    cr.execute(
        "INSERT INTO krokus_stock AS s (product_id, pool_id, on_hand, held, as_of) VALUES"
        f" {', '.join(['(%s, %s, %s, 0, %s::timestamp)'] * len(keys))}"
        " ON CONFLICT (product_id, pool_id)"
        " DO UPDATE SET on_hand = EXCLUDED.on_hand, as_of = EXCLUDED.as_of"
        " RETURNING product_id, pool_id, on_hand < s.held",
        [
            word
            for key, quantity in zip(keys, quantities.values(), strict=True)
            for word in (*key, exact(quantity), as_of)
        ],
    )
    return [row[:2] for row in cr.fetchall() if row[2]]


def _counts(balances, key):
    return balances[key][0] if key in balances else ZERO


def cut(cr, key):
    """Fit the baskets into a balance that has sunk below what is held; how many were cut.

    Confirmed orders come first, with what is being confirmed this moment; then baskets, the
    oldest hold first, in whole packs. Who loses is told, and so is the manager. The caller has
    locked the balance.
    """
    reap(cr, [key])
    on_hand, held = lock_balances(cr, [key])[key]
    offer = offers(cr, [key[0]]).get(key[0])
    cr.execute(
        "SELECT id, quantity FROM krokus_hold WHERE (product_id, pool_id) = %s"
        f" AND state = 'live' AND deadline > {CLOCK} ORDER BY started_at, id"
        " FOR UPDATE SKIP LOCKED",
        [key],
    )
    rows = [(row[0], exact(row[1])) for row in cr.fetchall()]
    targets = fit(
        rows, on_hand - (held - sum((q for _id, q in rows), ZERO)), offer.step if offer else ONE
    )
    if targets:
        _tell_cut(cr, targets)
        lower(cr, targets)
    return len(targets)


def _tell_cut(cr, targets):
    cr.execute(
        "INSERT INTO krokus_lost_demand (basket_id, client_id, partner_id, product_id, quantity,"
        " price, amount, reason, happened_at, told) SELECT h.basket_id, h.client_id, b.partner_id,"
        " h.product_id, h.quantity - v.quantity, h.price, (h.quantity - v.quantity) * h.price,"
        f" 'cut', {CLOCK}, false FROM krokus_hold h"
        f" JOIN (VALUES {_places(targets, 2)}) AS v (id, quantity) ON v.id = h.id"
        " JOIN krokus_basket b ON b.id = h.basket_id",
        [word for row in targets.items() for word in row],
    )


# ---------------------------------------------------------------- what is over


def reap(cr, keys=None, basket_id=None):
    """Delete dead holds, give back what they held, and remember what was lost; how many.

    Of the balances `keys`, which the caller has locked, or of one basket.
    """
    if basket_id:
        cr.execute(
            f"SELECT id FROM krokus_hold WHERE basket_id = %s AND state = 'live'"
            f" AND deadline <= {CLOCK}",
            [basket_id],
        )
        ids = [row[0] for row in cr.fetchall()]
        if not ids:
            return 0
        _lock_balances_of(cr, ids)
        where, words = "id IN %s", [tuple(ids)]
    elif keys:
        where, words = "(product_id, pool_id) IN %s", [tuple(keys)]
    else:
        return 0
    cr.execute(
        "WITH dead AS (DELETE FROM krokus_hold WHERE id IN (SELECT id FROM krokus_hold"
        f" WHERE {where} AND state = 'live' AND deadline <= {CLOCK} FOR UPDATE SKIP LOCKED)"
        " RETURNING basket_id, client_id, product_id, pool_id, quantity, price, deadline),"
        " given AS (UPDATE krokus_stock s SET held = s.held - d.quantity FROM"
        " (SELECT product_id, pool_id, SUM(quantity) AS quantity FROM dead GROUP BY 1, 2) d"
        " WHERE s.product_id = d.product_id AND s.pool_id = d.pool_id),"
        " lost AS (INSERT INTO krokus_lost_demand (basket_id, client_id, partner_id, product_id,"
        " quantity, price, amount, reason, happened_at, told)"
        " SELECT d.basket_id, d.client_id, b.partner_id, d.product_id, d.quantity, d.price,"
        " d.quantity * d.price, 'expired', d.deadline, false"
        " FROM dead d JOIN krokus_basket b ON b.id = d.basket_id)"
        " SELECT COUNT(*) FROM dead",
        words,
    )
    return cr.fetchone()[0]


_FORGET_GIVEN = f"DELETE FROM krokus_given_back WHERE until <= {CLOCK}"


def forget_given(cr):
    """What was given back and would be over by now is like any other offer again."""
    cr.execute(_FORGET_GIVEN)


def remember(cr, basket_id, client, losses):
    """Note what was asked for and not there: [(product, quantity, price, reason)].

    Who asks again and again within an hour lost it once, the most he asked for.
    """
    for product_id, quantity, price, reason in losses:
        cr.execute(
            "WITH again AS (UPDATE krokus_lost_demand SET quantity = GREATEST(quantity, %(q)s),"
            " price = %(price)s, amount = GREATEST(quantity, %(q)s) * %(price)s"
            " WHERE basket_id = %(basket)s AND product_id = %(product)s AND reason = %(reason)s"
            f" AND happened_at > {CLOCK} - interval '1 hour' RETURNING id)"
            " INSERT INTO krokus_lost_demand (basket_id, client_id, partner_id, product_id,"
            " quantity, price, amount, reason, happened_at, told) SELECT %(basket)s, %(client)s,"
            " %(person)s, %(product)s, %(q)s, %(price)s, %(q)s * %(price)s, %(reason)s,"
            f" {CLOCK}, true WHERE NOT EXISTS (SELECT 1 FROM again)",
            {
                "basket": basket_id,
                "client": client.id,
                "person": client.person_id,
                "product": product_id,
                "q": quantity,
                "price": price,
                "reason": reason,
            },
        )


def lost(cr, basket_id):
    """[Lost] that the client has not been told, what nobody has swept yet included."""
    cr.execute(
        "SELECT product_id, quantity, price, happened_at AS at, reason FROM krokus_lost_demand"
        " WHERE basket_id = %s AND NOT told UNION ALL"
        " SELECT product_id, quantity, price, deadline, 'expired' FROM krokus_hold"
        f" WHERE basket_id = %s AND state = 'live' AND deadline <= {CLOCK} ORDER BY at DESC",
        [basket_id, basket_id],
    )
    return [Lost(row[0], exact(row[1]), exact(row[2] or 0), *row[3:]) for row in cr.fetchall()]


def dismiss_lost(cr, basket_id):
    cr.execute(
        "UPDATE krokus_lost_demand SET told = true WHERE basket_id = %s AND NOT told", [basket_id]
    )


def _places(rows, width):
    return ", ".join([f"({', '.join(['%s'] * width)})"] * len(rows))


def exact(number):
    """A number of Odoo's, whose cursors read numeric columns as floats, as its digits show it."""
    return number if isinstance(number, Decimal) else take.as_digits(float(number))
