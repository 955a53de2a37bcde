from odoo import fields, models

from .. import deadline


class ProductCategory(models.Model):
    """The emergency stop: nothing of a category, nor below it, is sold while it is stopped.

    What baskets hold stays in them, and its time stands still, for a day at most.
    """

    _inherit = "product.category"

    krokus_stopped_at = fields.Datetime(
        "Trading stopped at",
        copy=False,
        readonly=True,
        tracking=True,
        index="btree_not_null",
        groups="krokus_catalog.group_salesman",
    )

    def action_krokus_stop(self):
        running = self.filtered(lambda category: not category.krokus_stopped_at)
        running.krokus_stopped_at = fields.Datetime.now()
        # Takes must see the stop before the deadlines of what is held move.
        for category_id in running.ids:
            self.env["krokus.basket"]._after_commit(
                lambda cr, key=category_id: deadline.stand_still(cr, key)
            )

    def action_krokus_resume(self):
        for category in self.filtered("krokus_stopped_at"):
            since = category.krokus_stopped_at
            category.krokus_stopped_at = False
            self.env["krokus.basket"]._after_commit(
                lambda cr, key=category.id, since=since: deadline.run_on(cr, key, since)
            )
