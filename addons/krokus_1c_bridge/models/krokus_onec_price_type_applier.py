from odoo import models


class KrokusOnecPriceTypeApplier(models.AbstractModel):
    """1C's price types -> rows to map on the connection; an unknown one is made on sight."""

    _name = "krokus.onec.price.type.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Price Type Applier"

    _target = "krokus.onec.price.type"
    _found_by = "ref"

    def _known(self, rows):
        connection = self.env.context["krokus_onec_connection"]
        types = self.env[self._target].search([("connection_id", "=", connection)])
        return types.grouped("ref")

    def _apply(self, connection, rows, **more):
        applier = self.with_context(krokus_onec_connection=connection.id)
        return super(KrokusOnecPriceTypeApplier, applier)._apply(connection, rows, **more)

    def _values(self, row, facts):
        return {
            "connection_id": facts["connection"].id,
            "ref": row.ref,
            "name": row.name,
            "tax_included": row.tax_included,
        }
