from odoo import api, fields, models


class KrokusFloorSwitch(models.TransientModel):
    """Choose a mode of the floor, say why, and press the button that is named after it.

    A record of it does nothing: leaving the form, by whatever way, switches nothing.
    """

    _name = "krokus.floor.switch"
    _description = "Switch the mode of the floor"

    mode = fields.Selection(
        selection="_selection_mode",
        string="Mode of the floor",
        required=True,
        default=lambda self: self._in_force().mode,
    )
    mode_before = fields.Selection(
        selection="_selection_mode", string="In force now", compute="_compute_mode_before"
    )
    reason = fields.Char(help="For the colleagues who wonder why.")

    @api.model
    def _selection_mode(self):
        return self.env["krokus.floor.mode"]._selection_mode()

    @api.depends("mode")
    def _compute_mode_before(self):
        self.mode_before = self._in_force().mode

    def action_switch(self):
        """From now on the chosen mode counts, for everybody."""
        self.ensure_one()
        self.env["krokus.floor.mode"]._switch(self.mode, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _in_force(self):
        return self.env["krokus.floor.mode"].sudo()._current()
