from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import window


class KrokusFloorMode(models.Model):
    """Who may trade at all: the latest row is in force, the others are its history.

    Every question reads it, so a switch counts on every worker from the next request on. A row
    is never changed: whoever switches adds one, which says who, when, from what and to what. Nobody
    may create one: `_switch`, behind the button of `krokus.floor.switch`, is the only way.
    """

    _name = "krokus.floor.mode"
    _description = "Mode of the floor"
    _order = "id desc"

    mode = fields.Selection(
        [
            (window.SCHEDULE, "By schedule"),
            (window.OUTSIDE, "By schedule, and chosen tiers outside it"),
            (window.CHOSEN, "Chosen tiers only, at any time"),
            (window.ALL, "Open to all, at any time"),
            (window.SHUT, "Closed"),
        ],
        string="Mode of the floor",
        required=True,
        default=window.OUTSIDE,
    )
    mode_before = fields.Selection(selection="_selection_mode", string="Before", readonly=True)
    reason = fields.Char(help="For the colleagues who wonder why.")
    is_current = fields.Boolean("In force", compute="_compute_is_current")

    @api.model
    def _selection_mode(self):
        return self._fields["mode"]._description_selection(self.env)

    def _compute_is_current(self):
        current = self._current()
        for mode in self:
            mode.is_current = mode == current

    @api.depends("mode")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._selection_mode())
        for mode in self:
            mode.display_name = names.get(mode.mode, "")

    @api.model
    def _current(self):
        return self.search([], limit=1)

    @api.model
    def _switch(self, mode, reason):
        """The mode counts from now on; an administrator's alone to decide."""
        if not self.env.user.has_group("krokus_catalog.group_admin"):
            raise AccessError(
                self.env._("Only an administrator switches the floor: ask one of them.")
            )
        if mode == self.sudo()._current().mode:
            raise UserError(
                self.env._("This mode is in force already: choose another one, or cancel.")
            )
        switch = self.sudo().create({"mode": mode, "reason": reason})
        return switch.sudo(self.env.su)

    @api.model_create_multi
    def create(self, vals_list):
        switches = self.browse()
        for vals in vals_list:
            vals = {**vals, "mode_before": self.sudo()._current().mode}
            switches += super().create([vals])
        return switches
