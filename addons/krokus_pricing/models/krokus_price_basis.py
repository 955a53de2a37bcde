from odoo import api, models


class KrokusPriceBasis(models.AbstractModel):
    """Few records on which all prices stand: every quote asks, so they are kept by each process.

    Whoever inherits this lets all of them forget what they kept, when it changes.
    """

    _name = "krokus.price.basis"
    _description = "What all prices stand on"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        self.env.registry.clear_cache()
        return made

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
