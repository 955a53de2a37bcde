from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..basis import CART, PER_CATEGORY, PER_LINE


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_wholesale_from = fields.Float(
        "Wholesale from",
        config_parameter="krokus_pricing.wholesale_from",
        default=100,
        help="Units from which the wholesale price applies, unless offer or category say more.",
    )
    krokus_wholesale_counted = fields.Selection(
        [(CART, "In the whole cart"), (PER_CATEGORY, "By category"), (PER_LINE, "By line")],
        "Units are counted",
        config_parameter="krokus_pricing.wholesale_counted",
        default=CART,
        help="Stems, pots and pieces are always counted apart.",
    )
    krokus_wholesale_together = fields.Boolean(
        "Count exchange and preorder together",
        config_parameter="krokus_pricing.wholesale_together",
    )

    @api.constrains("krokus_wholesale_from")
    def _check_krokus_wholesale_from(self):
        if any(not 0 <= settings.krokus_wholesale_from <= 1_000_000 for settings in self):
            raise ValidationError(
                self.env._("Wholesale begins with 0 to 1000000 units: correct the number.")
            )
