from . import configurator, export, login, search, see_as, shop, sitemap, variant
