from . import basket, checkout, free, lines, my, offers, reorder, shop, take
