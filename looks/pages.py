"""Which pages are looked at, as whom, and how wide the screens are."""

from typing import NamedTuple

WIDTHS = (360, 768, 1300)
# A thumb has no mouse: the narrow screens are touched.
TOUCHED = 768


class Look(NamedTuple):
    """A page that `login` opens (nobody: a guest). `ready` can be seen once all of it is there."""

    name: str
    path: str
    login: str | None = "client1"
    ready: str = "#wrap"


LOOKS = (
    Look("guest", "/shop", None, ".krokus_card"),
    Look("sheet", "/shop?view=sheet", ready=".krokus_facet"),
    Look("cards", "/shop?view=cards", ready=".krokus_facet"),
    Look("preorder", "/shop?view=sheet&mode=preorder", ready=".krokus_facet"),
    Look("nothing", "/shop?view=sheet&search=qqqqq", ready=".krokus_found .alert"),
    Look("basket", "/shop/cart", ready=".krokus_basket"),
    Look("orders", "/my/orders"),
    Look("account", "/my"),
)
# What a basket needs in it, to be looked at: so many of the first rows.
ROWS = 3
