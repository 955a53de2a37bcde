from . import configurator, export, search, see_as, shop, sitemap, variant
