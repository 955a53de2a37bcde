from . import basket, checkout, free, lines, offers, reorder, shop, take
