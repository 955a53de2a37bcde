from . import basket, checkout, shop, take
