from . import configurator, see_as, shop, sitemap, variant
