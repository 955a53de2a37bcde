from odoo import api, models
from odoo.tools import format_amount, formatLang

from ..price import (
    CLIENT,
    EVERYBODY,
    FARTHER,
    HAND_FIRST,
    OLDER,
    RETAIL,
    STOPPED,
    TIER_YIELDS,
    WHOLESALE,
    rounded,
)


class KrokusPriceReason(models.AbstractModel):
    """A Price in words: one sentence for the client, every step for the manager."""

    _name = "krokus.price.reason"
    _description = "Reason of a price"

    # ------------------------------------------------------------------ client

    @api.model
    def _in_short(self, price):
        """Why this price, for the client and in the user's language; no rule is named."""
        parts = [self._kind(price), *filter(None, map(self._agreed, price.steps[1:]))]
        return ", ".join(parts)

    @api.model
    def _until_wholesale(self, price, unit):
        """How much more brings the wholesale price, or an empty text."""
        if not price.missing:
            return ""
        return self.env._(
            "%(count)s %(unit)s more until wholesale",
            count=self._quantity(price.missing),
            unit=unit.name,
        )

    def _kind(self, price):
        if price.kind == WHOLESALE:
            return self.env._(
                "wholesale price from %s units on", self._quantity(price.wholesale_from)
            )
        return self.env._("retail price")

    def _agreed(self, step):
        rule = step.rule
        if rule.fixed is None and not rule.percent:
            return ""
        if rule.scope == EVERYBODY:
            return self.env._("%s for these goods", self._what(rule))
        return self.env._("%s by your conditions", self._what(rule))

    # ----------------------------------------------------------------- manager

    @api.model
    def _steps(self, price):
        """[{title, rule, amount}] of the steps that made the price."""
        first, *more = price.steps
        entry = self.env["krokus.price"].browse(first.rule.id).exists()
        title = self.env._("Retail") if first.kind == RETAIL else self.env._("Wholesale")
        listed = entry.list_id.name or self.env._("a price list that is gone")
        steps = [{"title": title, "rule": listed, "amount": self._money(first.amount)}]
        for step in more:
            steps.append(
                {
                    "title": self._title(step.rule),
                    "rule": self._rule(step.rule),
                    "amount": self._money(step.amount),
                }
            )
        return steps

    @api.model
    def _left_out(self, price):
        """[{rule, why}] of what reaches the offer and does not hold."""
        found = [{"rule": self._rule(out.rule), "why": self._why(out)} for out in price.left_out]
        if price.missing:
            found.append({"rule": self.env._("Wholesale"), "why": self._short_of(price)})
        return found

    def _short_of(self, price):
        return self.env._(
            "%(count)s of %(least)s units are counted",
            count=self._quantity(price.quantity),
            least=self._quantity(price.wholesale_from),
        )

    def _title(self, rule):
        if rule.scope == EVERYBODY:
            return self.env._("For everybody")
        return self.env._("The client's") if rule.scope == CLIENT else self.env._("The tier's")

    def _rule(self, rule):
        return f"{self._what(rule)}, {self._where(rule.node)}"

    def _what(self, rule):
        if rule.fixed is not None:
            return self.env._("fixed price %s", self._money(rule.fixed))
        sign = "−" if rule.percent < 0 else "+"
        percent = f"{abs(rule.percent):f}"
        percent = percent.rstrip("0").rstrip(".") if "." in percent else percent
        return f"{sign}{percent} %"

    def _where(self, node):
        what, record_id = node
        if what == "all":
            return self.env._("all goods")
        model = "product.product" if what == "product" else "product.category"
        return self.env[model].browse(record_id).exists().display_name or self.env._("gone")

    def _why(self, out):
        if out.reason == STOPPED:
            label = self.env["krokus.label"].browse(out.instead.id).exists() if out.instead else ""
            return self.env._("the label «%s» stops discounts", label.name if label else "")
        return {
            TIER_YIELDS: self.env._("the client's own condition comes first"),
            FARTHER: self.env._("another one is set nearer to the offer"),
            HAND_FIRST: self.env._("what was set by hand comes before the books"),
            OLDER: self.env._("another one began later"),
        }[out.reason]

    def _money(self, amount):
        return format_amount(self.env, float(rounded(amount)), self.env.company.currency_id)

    def _quantity(self, quantity):
        text = formatLang(self.env, float(quantity), digits=3)
        return text.rstrip("0").rstrip(".,")
