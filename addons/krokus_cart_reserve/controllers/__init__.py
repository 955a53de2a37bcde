from . import cart, portal
