from . import basket, checkout, lines, offers, shop, take
