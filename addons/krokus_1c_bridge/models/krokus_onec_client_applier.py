import re

from odoo import models

from ..refusal import RowRefusedError

ADDRESS = re.compile(r"(?:(\d{6}),\s*)?(?:([^,]+),\s*)?(.*)", re.DOTALL)


class KrokusOnecClientApplier(models.AbstractModel):
    """1C's clients -> companies with their tier, and 1C's contact persons -> their people.

    The tier is that of the price list which the client's price type belongs to.
    """

    _name = "krokus.onec.client.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Client Applier"

    _target = "res.partner"

    def _apply(self, connection, rows):
        refused = super()._apply(connection, rows)
        lost = {row.ref for row in refused}
        people = self.env["krokus.onec.person.applier"]
        clients = [row for row in rows if row.ref not in lost and not row.deleted]
        return refused + people._apply_people(connection, clients)

    def _facts(self, connection, rows):
        return {
            **super()._facts(connection, rows),
            "price_types": {kind.ref: kind for kind in connection.price_type_ids},
            "country_id": self.env.ref("base.ru").id,
        }

    def _values(self, row, facts):
        zip_code, city, street = ADDRESS.fullmatch(row.address).groups()
        return {
            "onec_ref": row.ref,
            "name": row.name,
            "is_company": True,
            "active": not row.deleted,
            "vat": row.inn or False,
            "zip": zip_code or False,
            "city": city or False,
            "street": street or False,
            "country_id": facts["country_id"],
            "phone": row.phone or False,
            "email": row.email or False,
            "krokus_tier_id": self._tier_id(row, facts),
        }

    def _tier_id(self, row, facts):
        if not row.price_type_ref:
            return False
        price_type = facts["price_types"].get(row.price_type_ref)
        if not price_type:
            raise RowRefusedError("unknown_price_type", ref=row.price_type_ref)
        if not price_type.list_id:
            raise RowRefusedError("unmapped_price_type", name=price_type.name)
        return price_type.list_id.tier_id.id


class KrokusOnecPersonApplier(models.AbstractModel):
    """People of clients that are here already."""

    _name = "krokus.onec.person.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Person Applier"

    _target = "res.partner"

    def _apply_people(self, connection, clients):
        people = [person for client in clients for person in client.people]
        companies = self.env["res.partner"].search(
            [("onec_ref", "in", [client.ref for client in clients])]
        )
        ids = {company.onec_ref: company.id for company in companies}
        owner = {person.ref: ids.get(client.ref) for client in clients for person in client.people}
        return self._apply(connection, people, owner=owner)

    def _values(self, row, facts):
        return {
            "onec_ref": row.ref,
            "name": row.name,
            "parent_id": facts["owner"].get(row.ref),
            "function": row.position or False,
            "phone": row.phone or False,
            "email": row.email or False,
        }
