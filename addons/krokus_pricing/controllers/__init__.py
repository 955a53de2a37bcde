from . import cart, shop
