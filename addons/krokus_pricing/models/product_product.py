from decimal import Decimal

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import ormcache

from .. import basis, facts

# What a quote reads by SQL: changed in this transaction, it is written down before. The fields are
# named because asking a model for all of its fields costs more than the quote itself.
READ_BY_QUOTE = {
    "account.fiscal.position": ("active", "auto_apply", "company_id"),
    "account.tax": ("amount", "amount_type", "company_id", "price_include_override"),
    "krokus.label": ("active", "stops_discounts"),
    "krokus.price": ("list_id", "product_id", "product_tmpl_id", "retail", "wholesale"),
    "krokus.price.condition": (
        "active",
        "scope",
        "client_id",
        "tier_id",
        "category_id",
        "product_id",
        "percent",
        "fixed",
        "source",
        "starts_at",
        "ends_at",
    ),
    "krokus.price.list": ("active", "tax_included", "tier_id"),
    "product.category": ("parent_path", "krokus_mode", "krokus_label_id", "krokus_wholesale_from"),
    "product.product": ("active", "product_tmpl_id"),
    "product.template": (
        "categ_id",
        "krokus_label_id",
        "krokus_packing_step",
        "krokus_wholesale_from",
        "taxes_id",
        "type",
        "uom_id",
    ),
    "res.company": ("account_price_include", "parent_path"),
    "res.partner": (
        "commercial_partner_id",
        "country_id",
        "krokus_tier_id",
        "property_account_position_id",
    ),
    "uom.uom": ("factor", "parent_path"),
}


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _krokus_quote(self, client, product_ids, at=None):
        """The plain `Quote` of these offers at a moment (UTC), in two queries.

        `client`: anybody of a client's company, or a tier; an empty record gets the common list.
        Of the quote any basket of these offers is priced without the database.
        """
        kept = self._krokus_kept_quotes() if not at else []
        for known_client, known_ids, quote in kept:
            if known_client == client and known_ids.issuperset(product_ids):
                return quote
        self._krokus_flush()
        quote = self._krokus_quote_as_written(client, product_ids, at)
        kept.append((client, frozenset(product_ids), quote))
        return quote

    @api.model
    def _krokus_quote_ahead(self, client, product_ids):
        """Read what a client's request will ask for, before it has changed anything."""
        self._krokus_quote(client, product_ids)

    @api.model
    def _krokus_kept_quotes(self):
        """What a request of a client has read of prices: he moves baskets, and never a rule."""
        if request and request.env.cr is self.env.cr and request.env.user.share:
            return self.env.cr.cache.setdefault("krokus_quotes", [])
        return []

    @api.model
    def _krokus_quote_as_written(self, client, product_ids, at=None):
        """The same where nothing can be that is not written down, as on the side cursor."""
        terms = self._krokus_terms(client, at)
        return facts.read(self.env.cr, product_ids, terms, self._krokus_read_basis)

    @api.model
    def _krokus_price_basket(self, client, quantities, at=None):
        """{product id: price.Price} for a client's whole basket {product id: quantity}."""
        return self._krokus_quote(client, quantities, at).prices(quantities)

    @api.model
    def _krokus_to_pay(self, client, quote):
        """The quote as the client's orders will have it: in the terms of his fiscal position.

        Nothing is asked for a client who can have none.
        """
        position = client._krokus_fiscal_position() if quote.positioned else None
        return quote.after(position._krokus_terms(quote.offers)) if position else quote

    @api.model
    def _krokus_added_tax(self, client, product_ids):
        """{product id: rate of the VAT that comes on top of what the client pays}."""
        known = self._krokus_basis()
        added, positioned = facts.read_added(self.env.cr, client.id, product_ids, known)
        position = client._krokus_fiscal_position() if positioned else None
        terms = position._krokus_terms(product_ids) if position else {}
        return added | {key: mapped.added for key, mapped in terms.items()}

    def _krokus_flush(self):
        """Prices are read by SQL: write down what this transaction knows better."""
        for model, names in READ_BY_QUOTE.items():
            self.env[model].flush_model(names)

    def _krokus_terms(self, client, at=None):
        is_tier = client._name == "krokus.client.tier"
        return facts.Terms(
            None if is_tier else client.id or None,
            client.id if is_tier else None,
            at or fields.Datetime.now(),
            self._krokus_basis(),
        )

    @api.model
    def _krokus_basis(self):
        """The kept basis.Basis; who has changed something in this transaction reads it anew."""
        if self.env.registry.cache_invalidated:
            return self._krokus_read_basis()
        return self._krokus_kept_basis()

    @api.model
    @ormcache("self.env.company.id")
    def _krokus_kept_basis(self):
        """What changes it inherits `krokus.kept`, or is a setting, which core keeps so."""
        return self._krokus_read_basis()

    @api.model
    def _krokus_read_basis(self):
        parameter = self.env["ir.config_parameter"].sudo().get_param
        wholesale = basis.Wholesale(
            Decimal(parameter("krokus_pricing.wholesale_from", "100")),
            parameter("krokus_pricing.wholesale_counted", basis.CART),
            parameter("krokus_pricing.wholesale_together") == "True",
        )
        return basis.read(self.env.cr, self.env.company.id, wholesale)

    # -------------------------------------------------------------------- shop

    def _website_show_quick_add(self):
        return super()._website_show_quick_add() and not self.product_tmpl_id.krokus_on_request
