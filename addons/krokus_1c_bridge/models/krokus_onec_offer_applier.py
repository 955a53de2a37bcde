from odoo import models

from ..country import CODES
from ..refusal import RowRefusedError

DICTIONARIES = {
    "krokus_color_id": ("krokus.color", "color"),
    "krokus_flower_type_id": ("krokus.flower.type", "flower_type"),
    "krokus_grower_id": ("krokus.grower", "grower"),
}
UNTAXED = ("", "0", "без ндс", "безндс")


class KrokusOnecOfferApplier(models.AbstractModel):
    """1C's goods with their characteristics -> offers, one product for each."""

    _name = "krokus.onec.offer.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Offer Applier"

    _target = "product.template"

    def _facts(self, connection, rows):
        groups = {row.group_ref for row in rows}
        categories = self.env["product.category"].search([("onec_ref", "in", list(groups))])
        return {
            **super()._facts(connection, rows),
            "categories": {category.onec_ref: category.id for category in categories},
            "countries": self._countries(),
            "taxes": self._taxes(connection),
            **{field: self._dictionary(*of, rows) for field, of in DICTIONARIES.items()},
        }

    def _values(self, row, facts):
        values = {
            "onec_ref": row.ref,
            "onec_good_ref": row.good_ref,
            "name": row.name,
            "default_code": row.article or False,
            "categ_id": self._category_id(row, facts),
            "krokus_country_id": self._country_id(row, facts),
            "krokus_size": row.size,
            "krokus_size_kind": row.size_kind or False,
            "krokus_packing_step": row.packing_step,
            "krokus_onec_unit": row.unit or False,
            "taxes_id": [(6, 0, self._tax_ids(row, facts))],
            "active": not row.deleted,
        }
        for field, (_model, name) in DICTIONARIES.items():
            values[field] = facts[field].get(getattr(row, name).lower(), False)
        return values

    def _new_values(self, row, values):
        return {**values, "type": "consu", "sale_ok": True, "is_published": True}

    def _category_id(self, row, facts):
        if row.group_ref not in facts["categories"]:
            raise RowRefusedError("unknown_group", ref=row.group_ref)
        return facts["categories"][row.group_ref]

    def _country_id(self, row, facts):
        name = row.country.lower()
        if not name:
            return False
        country = facts["countries"].get(CODES.get(name, name))
        if not country:
            raise RowRefusedError("unknown_country", name=row.country)
        return country

    def _tax_ids(self, row, facts):
        rate = row.tax_rate.lower().removesuffix("%").strip()
        if rate in UNTAXED:
            return []
        if rate not in facts["taxes"]:
            raise RowRefusedError("unknown_tax", rate=row.tax_rate)
        return [facts["taxes"][rate]]

    def _countries(self):
        """Ids by code and by name, in every language that is installed."""
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            for country in self.env["res.country"].with_context(lang=code).search([]):  # pylint: disable=no-search-all
                found[country.name.lower()] = found[country.code] = country.id
        return found

    def _taxes(self, connection):
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(connection.company_id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("price_include", "=", True),
            ],
            order="sequence desc, id desc",
        )
        return {f"{tax.amount:g}": tax.id for tax in taxes}

    def _dictionary(self, model, attribute, rows):
        """Ids by lower-cased name; a name that is new gets its record."""
        names = {getattr(row, attribute).lower(): getattr(row, attribute) for row in rows}
        names.pop("", None)
        records = self.env[model].with_context(active_test=False)
        found = {record.name.lower(): record.id for record in records.search([])}
        missing = [name for key, name in names.items() if key not in found]
        for record in records.create([{"name": name} for name in sorted(missing)]):
            found[record.name.lower()] = record.id
        return found
