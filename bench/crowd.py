"""Many who want one offer: what it costs them, what others feel of it, and who gets it."""

from itertools import chain
from statistics import median
from threading import Thread

from .cart import measured, offer_page
from .fast import Hot, Spread, lay_out, take
from .load import press
from .measure import in_turns, median_ratio, percentile

SECONDS = 5
LONG = 10
ROUNDS = 3
CROWD = 64
THERE, EACH = 100, 5


def measure(side, tally):
    """hot_to_spread, bystander_p95_ratio, and how a scarce offer was shared out."""
    lay_out(side, side.buyers(len(side.people)), hot=True)
    acts = {"hot": Hot(side), "spread": Spread(side)}
    rates = in_turns(acts, lambda kind: _rate(side, acts[kind], tally), ROUNDS)
    waits = in_turns(acts, lambda kind: _bystander(side, acts[kind], tally), ROUNDS)
    p95 = {kind: percentile(list(chain.from_iterable(lists)), 95) for kind, lists in waits.items()}
    return {
        "hot_rate": median(rates["hot"]),
        "spread_rate": median(rates["spread"]),
        "hot_to_spread": median_ratio(rates["hot"], rates["spread"]),
        "bystander_pages": sum(map(len, waits["hot"])),
        "bystander_hot_p95_ms": p95["hot"] * 1000,
        "bystander_spread_p95_ms": p95["spread"] * 1000,
        "bystander_p95_ratio": p95["hot"] / p95["spread"],
        **_share_out(side, tally),
    }


def _rate(side, act, tally):
    buyers = side.buyers(len(side.people))
    run = tally.keep(measured(side, buyers, act, in_flight=8, seconds=SECONDS))
    return run.outcome.counts["done"] / run.outcome.wall


def _bystander(side, act, tally):
    """The seconds that pages of an offer which nobody fights for took, in the midst of a crowd."""
    page, watched = offer_page(side), []

    def look():
        watcher = side.buyers(1, start=CROWD)
        watched.append(press(watcher, lambda b, _t, _o: b.get(page), in_flight=1, seconds=LONG))

    looking = Thread(target=look)
    looking.start()
    tally.keep(press(side.buyers(CROWD), act, in_flight=CROWD, seconds=LONG))
    looking.join()
    return tally.keep(watched[0]).seconds


def _share_out(side, tally):
    """64 buyers want five each of a hundred, at once."""
    scarce = side.product("SCARCE")
    sentences, granted = [], []

    def act(buyer, _turn, _outcome):
        answer = take(buyer, [[scarce, EACH]])
        line = answer.result["lines"][0] if answer.result else {"granted": 0, "message": None}
        granted.append(line["granted"])
        if not line["granted"] and line["message"]:
            sentences.append(line["message"])
        return answer

    tally.keep(press(side.buyers(CROWD), act, in_flight=CROWD, turns=1))
    held = float(
        side.query(
            f"SELECT COALESCE(SUM(quantity), 0) FROM krokus_hold WHERE product_id = {scarce}"
        )[0]
    )
    counted = float(side.query(f"SELECT held FROM krokus_stock WHERE product_id = {scarce}")[0])
    return {
        "oversold_units": max(held - THERE, 0),
        "scarce_held": held,
        "scarce_counted": counted,
        "scarce_granted": sum(granted),
        "scarce_refusals": len(sentences),
    }
