from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import sense

TIMES = ("opens_at", "closes_at", "ships_on", "ships_until")
# Setting and its value unless somebody has set it: days from the close to the shipment.
SHIPS_WITHIN = {
    "exchange": ("krokus_exchange.exchange_ships_within", 60),
    "preorder": ("krokus_exchange.preorder_ships_within", 366),
}


class KrokusTradingSession(models.Model):
    """What cannot be meant is refused, in a sentence that says what to correct."""

    _inherit = "krokus.trading.session"

    @api.constrains(*TIMES, "mode")
    def _check_sense(self):
        for session in self:
            slip = session._slip()
            if slip:
                raise ValidationError(session._sentence_of(slip))

    def _slip(self):
        """A name of `sense.py`, or None; the constraint of the order of times has its own."""
        times = self._times()
        if not all(times[:3]) or times.closes_at <= times.opens_at:
            return None
        slip = sense.slip(times, self._limits(), self._zone(), fields.Datetime.now())
        # What shipped too early takes nothing any more: to close it must not be refused.
        is_harmless = slip == sense.SHIPS_EARLY and self.state == "closed"
        return None if is_harmless else slip

    def _limits(self):
        return sense.Limits(sense.LASTS[self.mode], self._ships_within(self.mode))

    @api.model
    def _ships_within(self, mode):
        name, usual = SHIPS_WITHIN[mode]
        return int(self.env["ir.config_parameter"].sudo().get_param(name) or usual)

    @api.model
    def _zone(self):
        return ZoneInfo(self.env["krokus.trading.floor"]._zone())

    def _sentence_of(self, slip):
        limits = self._limits()
        if slip == sense.YEAR:
            return self.env._("“%s” has a year that cannot be meant: correct its dates.", self.name)
        if slip == sense.LONG:
            return self.env._(
                "“%(session)s” would last longer than %(days)s days: correct when it opens or"
                " closes.",
                session=self.name,
                days=limits.lasts,
            )
        if slip == sense.SHIPS_EARLY:
            return self.env._(
                "“%s” would ship before it closes: choose the day of the close for its shipment,"
                " or a later one.",
                self.name,
            )
        if slip == sense.SHIPS_LATE:
            return self.env._(
                "“%(session)s” would ship more than %(days)s days after it closes: correct the"
                " shipment date, or raise the limit in the settings.",
                session=self.name,
                days=limits.ships_within,
            )
        return self._sentence_of_cut_off(slip)

    def _sentence_of_cut_off(self, slip):
        if slip == sense.CUT_OFF_EARLY:
            return self.env._(
                "The shipment cut-off lies before the close of “%s”: set it at the close or"
                " later, or leave it empty.",
                self.name,
            )
        return self.env._(
            "The shipment cut-off lies after the shipment day of “%s”: set it to an hour of that"
            " day, or earlier.",
            self.name,
        )

    def _check_still_ships(self):
        """Nobody may be let in to buy what has left already."""
        now, zone = fields.Datetime.now(), self._zone()
        for session in self:
            if sense.has_shipped(session._times(), zone, now):
                raise UserError(
                    self.env._(
                        "The shipment day of “%s” has passed: make a session for the next"
                        " shipment instead.",
                        session.name,
                    )
                )
            if session.ships_until and session.ships_until <= now:
                raise UserError(
                    self.env._(
                        "The shipment cut-off of “%s” is over: set a later one first, or make a"
                        " session for the next shipment.",
                        session.name,
                    )
                )

    def _times(self):
        return sense.Times(*(self[name] for name in TIMES))
