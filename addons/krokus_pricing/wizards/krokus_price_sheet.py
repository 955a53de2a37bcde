from base64 import b64encode
from urllib.parse import quote

from odoo import api, fields, models
from odoo.addons.krokus_catalog import spreadsheet
from odoo.exceptions import UserError


class KrokusPriceSheet(models.TransientModel):
    """What a client or a tier pays, on a day: to look at, to print, and as a spreadsheet.

    The conditions are those of that moment; the lists hold today's prices, whatever the day.
    """

    _name = "krokus.price.sheet"
    _description = "Price list of a client"

    client_id = fields.Many2one("res.partner", domain=[("is_company", "=", True)])
    tier_id = fields.Many2one("krokus.client.tier")
    category_id = fields.Many2one("product.category")
    at = fields.Datetime("On", default=fields.Datetime.now, required=True)
    line_ids = fields.One2many("krokus.price.sheet.line", "sheet_id", readonly=True)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.onchange("client_id")
    def _onchange_client_id(self):
        if self.client_id:
            self.tier_id = False

    @api.onchange("tier_id")
    def _onchange_tier_id(self):
        if self.tier_id:
            self.client_id = False

    def _title(self):
        return self.client_id.name or self.tier_id.name or self.env._("Common prices")

    def _rows(self):
        """(offer, retail, wholesale or None, units from which) of all that has a price."""
        offers = self._offers()
        whom = self.client_id or self.tier_id or self.env["res.partner"]
        prices = offers._krokus_quote(whom, offers.ids, self.at)
        for offer in offers:
            found = prices.both(offer.id)
            if found:
                retail, wholesale = found
                more = (wholesale.amount, wholesale.wholesale_from) if wholesale else (None, None)
                yield offer, retail.amount, *more

    def _offers(self):
        domain = [("sale_ok", "=", True), ("type", "=", "consu")]
        if self.category_id:
            domain.append(("categ_id", "child_of", self.category_id.id))
        return self.env["product.product"].search(domain, order="categ_id, name, id")

    def action_show(self):
        """Work the list out, and show its lines."""
        self.ensure_one()
        self.line_ids.unlink()
        self.env["krokus.price.sheet.line"].create(
            [
                {
                    "sheet_id": self.id,
                    "product_id": offer.id,
                    "retail": float(retail),
                    "wholesale": float(wholesale or 0),
                    "wholesale_from": float(least or 0),
                }
                for offer, retail, wholesale, least in self._rows()
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": "krokus.price.sheet.line",
            "view_mode": "list",
            "domain": [("sheet_id", "=", self.id)],
        }

    def action_print(self):
        """The list on paper, or as the browser's PDF."""
        self.ensure_one()
        return self.env.ref("krokus_pricing.krokus_price_sheet_report").report_action(self)

    def action_export(self):
        """The list as a spreadsheet."""
        self.ensure_one()
        rows = [
            (
                offer.onec_ref or "",
                offer.categ_id.display_name,
                offer.name,
                offer.uom_id.name,
                *amounts,
            )
            for offer, *amounts in self._rows()
        ]
        if not rows:
            raise UserError(self.env._("No offer here has a price: choose another category."))
        self.file = b64encode(spreadsheet.write(self._title(), self._columns(), rows))
        day = fields.Datetime.context_timestamp(self, self.at)
        self.file_name = f"{self._title()} {day:%d.%m.%Y}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{quote(self.file_name)}?download=1",
        }

    def _columns(self):
        return [
            spreadsheet.Column(self.env._("Id"), width=24),
            spreadsheet.Column(self.env._("Category"), width=28),
            spreadsheet.Column(self.env._("Offer"), width=44),
            spreadsheet.Column(self.env._("Unit"), width=10),
            spreadsheet.Column(self.env._("Price"), spreadsheet.MONEY),
            spreadsheet.Column(self.env._("Wholesale"), spreadsheet.MONEY),
            spreadsheet.Column(self.env._("Wholesale from"), spreadsheet.NUMBER),
        ]
