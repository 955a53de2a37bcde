"""A person of the staff looks at the shop with a client's eyes, and can do nothing there.

The session remembers who looks and as whom; each request asks the right anew.
"""

from odoo.http import get_default_session, request

KEY = "krokus_see_as"
END = "/krokus/see-as/end"
# Of the shop too where no website stands in the route, as in core's payment of an order.
SHOP = ("/krokus/", "/shop/", "/my/", "/payment/")


def is_seeing():
    """Whether the present request is answered to somebody who looks as a client."""
    return bool(request) and getattr(request, "krokus_seeing", False) is True


def is_of_shop(routing, path):
    """Whether a route shows the client's world; all else stays the person's own."""
    if path == END or path.startswith("/web/"):
        return False
    return bool(routing.get("website")) or path.startswith(SHOP)


def reads(routing, method):
    """Whether a route only shows: `krokus_reads` marks one that is asked by POST."""
    if routing["type"] == "http":
        return method in ("GET", "HEAD")
    return routing.get("readonly") is True or bool(routing.get("krokus_reads"))


def forget_the_rest(session):
    """Neither the person's own cart and prices reach the page, nor the client's the session."""
    session.can_save = False
    for key in set(session) - {*get_default_session(), KEY}:
        del session[key]
