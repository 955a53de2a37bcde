from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    krokus_order_sheet = fields.Boolean(related="website_id.krokus_order_sheet", readonly=False)
    krokus_question_packs = fields.Integer(
        "Ask about more packs than",
        config_parameter="krokus_portal.question_packs",
        default=20,
        help="A client who types more of an offer is asked first.",
    )
    krokus_question_times = fields.Integer(
        "Times the client's largest line",
        config_parameter="krokus_portal.question_times",
        default=5,
        help="Only more than so many times what the client has ordered of it at once is asked.",
    )

    @api.constrains("krokus_question_packs", "krokus_question_times")
    def _check_krokus_question(self):
        for settings in self:
            if min(settings.krokus_question_packs, settings.krokus_question_times) < 1:
                raise ValidationError(
                    self.env._("The limits of a question count from 1 upwards: enter 1 or more.")
                )
