from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STAFF = "krokus_catalog.group_salesman"


class KrokusDictionary(models.AbstractModel):
    """Words that offers are told apart by. What is in use is archived, never deleted.

    Whoever inherits it has a `name`, and says in `_borne_by` which fields point to it; the first
    one is an offer's.
    """

    _name = "krokus.dictionary"
    _description = "Dictionary of offers"
    _order = "sequence, id"

    _borne_by = ()

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    offer_count = fields.Integer("Offers", compute="_compute_offer_count", groups=STAFF)

    is_shown = fields.Boolean(compute="_compute_is_shown", search="_search_is_shown")

    # ------------------------------------------------------------- who is told of it

    @api.depends_context("uid")
    def _compute_is_shown(self):
        shown = self._shown_ids()
        for word in self:
            word.is_shown = word.id in shown

    def _search_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in" if True in value else "not in", list(self._shown_ids()))

    @api.model
    def _shown_ids(self):
        """The words of what the user is shown; worked out once in a transaction."""
        known = self.env.cr.cache.setdefault("krokus_shown_words", {})
        key = self._name, self.env.uid
        if key not in known:
            known[key] = {
                word.id
                for model, field in self._borne_by
                for word in self._borne_where_shown(model, field)
            }
        return known[key]

    @api.model
    def _borne_where_shown(self, model, field):
        """What the user's own rules leave of the model says which words they bear."""
        bearers = self.env[model].sudo().with_context(active_test=True)
        domain = Domain(field, "!=", False) & Domain("krokus_visible", "=", True)
        if "is_published" in bearers._fields:
            domain &= Domain("is_published", "=", True) & Domain("sale_ok", "=", True)
        return [word for (word,) in bearers._read_group(domain, [field])]

    def _compute_offer_count(self):
        model, field = self._borne_by[0]
        counts = self.env[model]._krokus_counts(field, self)
        for word in self:
            word.offer_count = counts.get(word.id, 0)

    @api.constrains("name")
    def _check_name(self):
        """Two words are one, whatever their letters' case: so names from the books are matched."""
        everything = self.with_context(active_test=False).search([("name", "!=", False)])
        counts = Counter(word._krokus_folded() for word in everything)
        for word in self:
            if counts[word._krokus_folded()] > 1:
                raise ValidationError(
                    self.env._(
                        "%s is there already, perhaps archived: use that one, or choose another"
                        " name.",
                        word.name,
                    )
                )

    def _krokus_folded(self):
        return self.name.lower()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for word in self:
            count = sum(word._krokus_bearers(*place) for place in self._borne_by)
            if count:
                raise UserError(
                    self.env._(
                        "%(name)s is in use (%(count)s times, archived offers counted): archive it"
                        " instead of deleting it.",
                        name=word.name,
                        count=count,
                    )
                )

    def _krokus_bearers(self, model, field):
        bearers = self.env[model].sudo().with_context(active_test=False)
        return bearers.search_count([(field, "=", self.id)])

    def action_offers(self):
        self.ensure_one()
        model, field = self._borne_by[0]
        return self.env[model]._krokus_action(field, self)
