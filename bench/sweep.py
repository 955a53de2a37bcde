"""Ten thousand holds run out at once: how long the sweep takes, and what the shop feels of it."""

from threading import Thread

from . import shell
from .cart import offer_page
from .load import press
from .measure import percentile

BASKETS, LINES = 100, 100
LOOKERS = 4
QUIET = 10


def measure(side, tally):
    """sweep_seconds, and the p95 of an offer's page meanwhile against before."""
    shell.call(side.database, "holds", "expire", baskets=BASKETS, lines=LINES)
    page, found = offer_page(side), []
    before = tally.keep(_look(side, page, QUIET))
    sweeping = Thread(target=lambda: found.append(shell.call(side.database, "holds", "sweep")))
    sweeping.start()
    during = []
    while sweeping.is_alive():
        during.append(tally.keep(_look(side, page, 2)))
    sweeping.join()
    swept = found[0]
    spans = [span for outcome in during for span in outcome.spans]
    meanwhile = [
        seconds
        for begun, seconds in spans
        if begun < swept["ended"] and begun + seconds > swept["begun"]
    ]
    return {
        "swept_holds": swept["count"],
        "sweep_seconds": swept["ended"] - swept["begun"],
        "sweep_pages": len(meanwhile),
        "sweep_p95_ratio": percentile(meanwhile, 95) / percentile(before.seconds, 95),
    }


def _look(side, page, seconds):
    buyers = side.buyers(LOOKERS)
    return press(buyers, lambda b, _t, _o: b.get(page), in_flight=LOOKERS, seconds=seconds)
