from odoo import models
from odoo.fields import Domain

# Add-ons that may be installed beside us keep offers too: how their records come to the offer.
FOLLOWING = {"product.wishlist": "product_id"}


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain(self, model_name, mode="read"):
        """What others keep about a hidden offer is hidden, and cannot be made, like it."""
        domain = super()._compute_domain(model_name, mode)
        path = FOLLOWING.get(model_name)
        if path and self.env.user.share and not self.env.su:
            return Domain(domain or Domain.TRUE) & Domain(f"{path}.krokus_visible", "=", True)
        return domain
