from . import configurator, export, see_as, shop, sitemap, variant
