from odoo import api, fields, models
from odoo.exceptions import UserError

from ..kept import keep, recall
from ..quote import exact

PRICED_BY = {"product_id", "product_uom_qty", "product_uom_id"}
STAFF = "krokus_catalog.group_salesman"


def in_own_unit(product, unit, quantity):
    """A quantity in the product's own unit, exactly."""
    if unit and unit != product.uom_id:
        quantity = unit._compute_quantity(quantity, product.uom_id, round=False)
    return exact(quantity)


class Priced(dict):
    """{order: {product id: Price or None}}. A request's context cannot hold an object like it.

    `quoted` {order: (quantities, the same)} is what was asked for within a write, to be told again
    as long as the order has these quantities. `written` are lines that an order writes one after
    the other, for which it looks at the threshold at the end; None where each line does so.
    """

    def __init__(self, prices=(), written=None):
        super().__init__(prices)
        self.quoted = {}
        self.written = written

    # Two of them are never the same: Odoo gives an equal context the environment of the other one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def told(self, order, quantities, quote):
        """What `quote` says of the order's own lines, asked once for these quantities."""
        known, prices = self.quoted.get(order, (None, None))
        if known != quantities:
            prices = quote()
            self.quoted[order] = quantities, prices
        return prices


class SaleOrderLine(models.Model):
    """The price of a line depends on the client and on the whole order, and is quoted for all."""

    _inherit = "sale.order.line"

    krokus_price_kind = fields.Selection(
        [("retail", "Retail"), ("wholesale", "Wholesale")],
        "Price kind",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    krokus_priced_quantity = fields.Float(
        "Priced for",
        digits="Product Unit",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="The quantity that decided between retail and wholesale.",
    )
    krokus_price_steps = fields.Json(readonly=True, copy=False, groups=STAFF)

    # ----------------------------------------------------------------- pricing

    def _krokus_priced(self, prices):
        """The same lines, for which the prices of their orders are known."""
        return self.with_context(krokus_priced=Priced(prices))

    def _krokus_order_prices(self):
        """{product id: Price or None} of the line's order, quoted by the caller or now."""
        priced = self.env.context.get("krokus_priced")
        if isinstance(priced, Priced) and self.order_id in priced:
            return priced[self.order_id]
        return self.order_id._krokus_prices(self._krokus_joining())

    def _krokus_joining(self):
        """{product id: quantity} of lines that their order does not know of yet."""
        found = {}
        for line in self - self.order_id.order_line:
            key = line.product_id.id
            found[key] = found.get(key, 0) + line._krokus_base_units()
        return found

    def _krokus_base_units(self):
        """The line's quantity in the product's own unit, exactly."""
        return in_own_unit(self.product_id, self.product_uom_id, self.product_uom_qty)

    def _get_pricelist_kwargs(self):
        return {**super()._get_pricelist_kwargs(), "krokus_prices": self._krokus_order_prices}

    def _compute_price_unit(self):
        """One quote for all lines of an order.

        A confirmed line keeps its price, also when the books cut its quantity.
        """
        drafts = self.filtered(lambda line: line.state not in ("sale", "cancel"))
        quoted = drafts._krokus_priced(
            {
                order: lines._krokus_order_prices()
                for order, lines in drafts.grouped("order_id").items()
                if order
            }
        )
        return super(SaleOrderLine, quoted)._compute_price_unit()

    def _reset_price_unit(self):
        result = super()._reset_price_unit()
        price = self._krokus_order_prices().get(self.product_id.id)
        self.update(self._krokus_kept(price))
        if price and self.order_id.fiscal_position_id:
            # Core divides a price by its taxes and leaves the fractions: ours are to the kopeck.
            unit = self.order_id.currency_id.round(self.price_unit)
            self.update({"price_unit": unit, "technical_price_unit": unit})
        return result

    @api.model
    def _krokus_kept(self, price):
        """What a line keeps of its Price."""
        return {
            "krokus_price_kind": price.kind if price else False,
            "krokus_priced_quantity": float(price.quantity) if price else 0,
            "krokus_price_steps": keep(price) if price else False,
        }

    def _krokus_price(self):
        """The Price that the line was given, or None."""
        return recall(self.krokus_price_steps) if self.krokus_price_steps else None

    def action_krokus_why(self):
        """Why the line costs what it costs; closed to clients, as the wizard is."""
        self.ensure_one()
        why = self.env["krokus.price.why"].create(
            {
                "line_id": self.id,
                "product_id": self.product_id.id,
                "client_id": self.order_id.partner_id.commercial_partner_id.id,
                "quantity": self.krokus_priced_quantity,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this price"),
            "res_model": why._name,
            "res_id": why.id,
            "view_mode": "form",
            "target": "new",
        }

    def _krokus_kind_moved(self, prices):
        """The lines for which their order has crossed the threshold since they were priced."""

        def moved(line):
            price = prices.get(line.product_id.id)
            return price and line.krokus_price_kind not in (False, price.kind)

        return self.filtered(moved)

    def _krokus_amount_moved(self, prices):
        """The lines for which the rules give another price now than they were given."""

        def moved(line):
            price, kept = prices.get(line.product_id.id, False), line.krokus_price_steps
            if not kept or price is False:
                return False
            return price is None or str(price.amount) != kept["amount"]

        return self.filtered(moved)

    # ----------------------------------------------------------------- refusal

    def _krokus_unpriced(self):
        """The lines of offers that no list knows, and that nobody gave a price by hand."""
        free = self.filtered(lambda line: line.product_id and not line.price_unit)
        free = free.filtered(lambda line: not line.krokus_price_steps)
        return free.filtered(
            lambda line: line._krokus_order_prices().get(line.product_id.id, True) is None
        )

    @api.model
    def _krokus_no_price(self, offers):
        return self.env._(
            "%s has no price yet and cannot be ordered: ask your manager for it.",
            ", ".join(offers.mapped("name")),
        )

    # ------------------------------------------------------------------ writes

    @api.model
    def _add_precomputed_values(self, vals_list):  # pylint: disable=missing-return
        """Quote new lines together, with those that their orders have; core asks line by line."""
        prices = self._krokus_prices_of_new(vals_list)
        quoted = self._krokus_priced(prices)
        result = super(SaleOrderLine, quoted)._add_precomputed_values(vals_list)
        price_unit = self._fields["price_unit"]
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals.get("order_id"))
            price = prices.get(order, {}).get(vals.get("product_id"))
            if price and price_unit in vals.get("__precomputed__", ()):
                vals.update(self._krokus_kept(price))
        return result

    def _krokus_prices_of_new(self, vals_list):
        """{order: {product id: Price or None}} for lines that are about to be created.

        What has no price does not come into a cart; a manager may give it one in a quotation.
        """
        joining = {}
        for vals in vals_list:
            if not vals.get("product_id") or not vals.get("order_id"):
                continue
            order = self.env["sale.order"].browse(vals["order_id"])
            product = self.env["product.product"].browse(vals["product_id"])
            unit = self.env["uom.uom"].browse(vals.get("product_uom_id"))
            asked = in_own_unit(product, unit, vals.get("product_uom_qty", 1))
            wanted = joining.setdefault(order, {})
            wanted[product.id] = wanted.get(product.id, 0) + asked
        prices = {order: order._krokus_prices(wanted) for order, wanted in joining.items()}
        for order, wanted in joining.items():
            unpriced = [key for key in wanted if prices[order].get(key, True) is None]
            if unpriced and order.website_id:
                raise UserError(self._krokus_no_price(self.env["product.product"].browse(unpriced)))
        return prices

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._krokus_follow_threshold(lines)
        return lines

    def write(self, vals):
        if not PRICED_BY & vals.keys():
            return super().write(vals)
        priced = self.env.context.get("krokus_priced")
        if isinstance(priced, Priced) and priced.written is not None:
            priced.written.append(self)
            return super().write(vals)
        lines = self._krokus_priced({})  # quoted once, whoever asks on the way
        result = super(SaleOrderLine, lines).write(vals)
        lines.order_id._krokus_follow_threshold(self)
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._krokus_follow_threshold(self.browse())
        return result
