from odoo import fields, models


class Website(models.Model):
    _inherit = "website"

    krokus_order_sheet = fields.Boolean(
        "Order sheet",
        default=True,
        help="The shop lists its offers as a sheet or as cards of our own. Without it, core's list"
        " is shown, with what other add-ons put into it; the more offers, the longer it takes.",
    )

    def _krokus_basket(self):
        """The visitor's basket on this website; empty for a guest, and before the first take."""
        baskets = self.env["krokus.basket"].sudo()
        if self.env.user._is_public():
            return baskets
        known = self.env.cr.cache.setdefault("krokus_shown_baskets", {})
        key = self.env.user.partner_id.id, self.id
        if key not in known:
            known[key] = baskets._find(self.env.cr, *key) or ()
        return baskets.browse(known[key])
