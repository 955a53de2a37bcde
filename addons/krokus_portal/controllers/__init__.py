from . import basket, checkout, free, lines, offers, shop, take
