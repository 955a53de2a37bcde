from odoo import models

from ..refusal import RowRefusedError


class KrokusOnecCategoryApplier(models.AbstractModel):
    """1C's groups of goods -> product categories. Parents come first."""

    _name = "krokus.onec.category.applier"
    _inherit = "krokus.onec.applier"
    _description = "1C Category Applier"

    _target = "product.category"

    def _apply(self, connection, rows):
        """Level by level, so that a child finds its parent."""
        refused, level, left = [], [row for row in rows if not row.parent_ref], rows
        while level:
            refused += super()._apply(connection, level)
            parents = {row.ref for row in level}
            left = [row for row in left if row not in level]  # a group inside itself ends too
            level = [row for row in left if row.parent_ref in parents]
        return refused

    def _facts(self, connection, rows):
        refs = [row.parent_ref for row in rows if row.parent_ref]
        parents = self.env[self._target].search([("onec_ref", "in", refs)])
        return {
            **super()._facts(connection, rows),
            "parents": {parent.onec_ref: parent.id for parent in parents},
        }

    def _values(self, row, facts):
        values = {"onec_ref": row.ref, "name": row.name}
        if row.parent_ref:
            if row.parent_ref not in facts["parents"]:
                raise RowRefusedError("unknown_group", ref=row.parent_ref)
            values["parent_id"] = facts["parents"][row.parent_ref]
        return values
