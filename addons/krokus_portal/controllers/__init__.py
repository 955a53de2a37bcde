from . import basket, checkout, free, shop, take
