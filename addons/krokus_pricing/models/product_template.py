from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STAFF = "krokus_catalog.group_salesman"


class ProductTemplate(models.Model):
    """An offer has the price of who looks at it; the shop sorts and filters by that."""

    _inherit = "product.template"

    krokus_wholesale_from = fields.Float(
        "Wholesale from",
        digits="Product Unit",
        groups=STAFF,
        help="0: as the category says, else as the settings say.",
    )
    krokus_price = fields.Float(
        "Your price",
        digits="Product Price",
        compute="_compute_krokus_price",
        search="_search_krokus_price",
        compute_sudo=True,
    )
    krokus_on_request = fields.Boolean(
        "Price on request", compute="_compute_krokus_price", compute_sudo=True
    )

    _krokus_wholesale_from_positive = models.Constraint(
        "CHECK (krokus_wholesale_from >= 0)", "Wholesale begins with 0 or more."
    )

    @api.depends_context("uid")
    def _compute_krokus_price(self):
        """What the user pays for one pack; a guest sees none. On request: no list knows it."""
        prices = self.env["product.pricelist"]._krokus_alone(self, 1)
        guest = self.env.user._is_public()
        for offer in self:
            price = prices.get(offer.product_variant_id.id, False)
            offer.krokus_price = float(price.amount) if price and not guest else 0
            offer.krokus_on_request = price is None

    def action_krokus_why(self):
        """Ask why the offer costs what it costs; closed to clients, as the wizard is."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "krokus_pricing.krokus_price_why_action"
        )
        return {**action, "context": {"default_product_id": self.product_variant_id.id}}

    def _search_krokus_price(self, operator, value):
        if operator not in (">=", "<=", ">", "<"):
            return NotImplemented

        def to_sql(model, alias, query):
            amount = model._krokus_price_sql(alias, query)
            return SQL("%s %s %s", amount, SQL(operator), value)  # pylint: disable=sql-injection

        return Domain.custom(to_sql=to_sql)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "krokus_price":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        return SQL("%s %s NULLS LAST", self._krokus_price_sql(alias, query), direction)

    @api.model
    def _krokus_price_sql(self, alias, query):
        """The user's own price in a query on offers; NULL where there is none, and for guests."""
        if self.env.user._is_public():
            return SQL("NULL::numeric")
        return self.env["krokus.price.shelf"]._amount(query, alias, self.env.user.partner_id)

    # -------------------------------------------------------------------- shop

    @api.model
    def _search_get_detail(self, website, order, options):
        """Core's bounds are about the catalogue's price: ask for the client's own instead."""
        least, most = options.get("min_price"), options.get("max_price")
        if self.env.user._is_public():
            least = most = None  # who has no prices cannot find them out by asking
        options = {**options, "min_price": None, "max_price": None}
        detail = super()._search_get_detail(website, order, options)
        for operator, bound in ((">=", least), ("<=", most)):
            if bound:
                detail["base_domain"].append([("krokus_price", operator, bound)])
        return detail

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if not info["price"] and self.krokus_on_request:
            info["prevent_zero_price_sale"] = True
        return info

    def _can_be_added_to_cart(self):
        return super()._can_be_added_to_cart() and not self.krokus_on_request
