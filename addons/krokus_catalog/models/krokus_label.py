from odoo import api, fields, models


class KrokusLabel(models.Model):
    """A word on an offer, as «sale», drawn as a ribbon; it may keep other discounts away.

    Its name and its look are those of a ribbon of the shop, which is its own.
    """

    _name = "krokus.label"
    _inherit = "krokus.dictionary"
    _inherits = {"product.ribbon": "ribbon_id"}
    _description = "Label"

    _borne_by = (
        ("product.template", "krokus_label_id"),
        ("product.category", "krokus_label_id"),
    )

    ribbon_id = fields.Many2one("product.ribbon", required=True, index=True, ondelete="restrict")
    stops_discounts = fields.Boolean(
        help="Only the discount that is set beside the label stands; markups are not touched."
    )

    @api.constrains("name", "ribbon_id")
    def _check_name(self):
        """When a label is made, its name is its ribbon's before it is its own."""
        return super()._check_name()

    def unlink(self):
        ribbons = self.ribbon_id
        result = super().unlink()
        ribbons.unlink()
        return result
