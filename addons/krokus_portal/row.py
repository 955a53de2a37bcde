"""What a row of the shop's list says, as texts: the page only puts them in their places."""

from typing import NamedTuple

from markupsafe import Markup

from .floor import FloorOffer, text


class Row(NamedTuple):
    """`floor` is how the offer stands for the client; a guest has none, and no prices."""

    template_id: int
    url: str
    name: str
    code: str
    size: str
    grower: str
    country: str
    pack: str
    ribbon: str = ""  # drawn
    kept: bool = False  # among the favourites
    ships: str = ""
    price: str | None = None
    wholesale: str = ""
    floor: FloorOffer | None = None

    @property
    def attributes(self):
        known = {"data-template": str(self.template_id)}
        return self.floor.attributes | known if self.floor else known

    @property
    def link(self):
        return Markup('<a href="%s">%s</a>') % (self.url, self.name)

    @property
    def picture(self):
        return f"/web/image/product.template/{self.template_id}/image_256"

    @property
    def many_days(self):
        return len(self.floor.days) > 1

    @property
    def is_counted(self):
        return self.floor.free is not None

    @property
    def wholesale_from(self):
        return text(self.floor.wholesale_from)
