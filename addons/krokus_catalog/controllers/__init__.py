from . import configurator, shop, sitemap, variant
