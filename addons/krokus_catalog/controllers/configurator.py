from odoo.addons.website_sale.controllers.combo_configurator import (
    WebsiteSaleComboConfiguratorController,
)
from odoo.addons.website_sale.controllers.product_configurator import (
    WebsiteSaleProductConfiguratorController,
)
from odoo.http import route

from .hidden import looks_missing


class KrokusProductConfigurator(WebsiteSaleProductConfiguratorController):
    """Core opens parts of a combo with the rights of the system."""

    @route()
    def website_sale_product_configurator_get_values(self, *args, **kwargs):
        with looks_missing():
            return super().website_sale_product_configurator_get_values(*args, **kwargs)

    @route()
    def website_sale_product_configurator_create_product(self, *args, **kwargs):
        with looks_missing():
            return super().website_sale_product_configurator_create_product(*args, **kwargs)

    @route()
    def website_sale_product_configurator_update_combination(self, *args, **kwargs):
        with looks_missing():
            return super().website_sale_product_configurator_update_combination(*args, **kwargs)

    @route()
    def website_sale_product_configurator_get_optional_products(self, *args, **kwargs):
        with looks_missing():
            return super().website_sale_product_configurator_get_optional_products(*args, **kwargs)

    def _get_product_template(self, product_template_id):
        template = super()._get_product_template(product_template_id)
        return template.sudo(False) if template._krokus_hidden() else template


class KrokusComboConfigurator(WebsiteSaleComboConfiguratorController):
    @route()
    def website_sale_combo_configurator_get_data(self, *args, **kwargs):
        """Without the parts that are hidden: core reads a combo with the system's rights."""
        with looks_missing():
            data = super().website_sale_combo_configurator_get_data(*args, **kwargs)
        for combo in data["combos"]:
            combo["combo_items"] = [item for item in combo["combo_items"] if item]
        return data

    @route()
    def website_sale_combo_configurator_get_price(self, *args, **kwargs):
        with looks_missing():
            return super().website_sale_combo_configurator_get_price(*args, **kwargs)

    def _get_combo_item_data(self, combo, combo_item, *args, **kwargs):
        if combo_item.product_id._krokus_hidden():
            return None
        return super()._get_combo_item_data(combo, combo_item, *args, **kwargs)
