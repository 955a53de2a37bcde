from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class KrokusBanner(models.Model):
    """A picture or a text above the shop's list: of one category and all below it, or of all.

    Clients never read the model: the shop asks `_krokus_shown` for them.
    """

    _name = "krokus.banner"
    _description = "Banner"
    _order = "sequence, id"

    name = fields.Char("Heading", required=True, translate=True)
    text = fields.Text(translate=True)
    image = fields.Image("Picture", max_width=1920, max_height=1920)
    link = fields.Char(help="A page of the shop, as /shop, or a full address with https://.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    starts_on = fields.Date("From")
    ends_on = fields.Date("Until")
    category_id = fields.Many2one("product.category", index=True, ondelete="cascade")
    tier_ids = fields.Many2many("krokus.client.tier", string="Tiers", help="Empty: everybody.")

    _krokus_dates_in_order = models.Constraint(
        "CHECK (ends_on >= starts_on)",
        "The banner ends before it begins: correct one of the two dates.",
    )

    @api.constrains("link")
    def _check_link(self):
        """A link may not be a script."""
        for banner in self.filtered("link"):
            local = banner.link.startswith("/") and not banner.link.startswith("//")
            if not local and not banner.link.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "The link %s leads nowhere: begin it with / for a page of the shop,"
                        " or with https://.",
                        banner.link,
                    )
                )

    @api.model
    def _krokus_shown(self, partner, category):
        """Banners for a person on the page of a category; of the whole shop if there is none."""
        line = [int(part) for part in (category.sudo().parent_path or "").split("/") if part]
        return self.sudo().search(
            self._krokus_domain(partner) & Domain("category_id", "in", [False, *line])
        )

    @api.model
    def _krokus_domain(self, partner):
        today = fields.Date.context_today(self)
        tier = partner.sudo().commercial_partner_id.krokus_tier_id
        starts = Domain("starts_on", "=", False) | Domain("starts_on", "<=", today)
        ends = Domain("ends_on", "=", False) | Domain("ends_on", ">=", today)
        tiers = Domain("tier_ids", "=", False)
        if tier:
            tiers |= Domain("tier_ids", "in", tier.ids)
        return starts & ends & tiers

    def _can_return_content(self, field_name=None, access_token=None):
        """The picture is for those who are shown the banner."""
        banner = self.sudo()
        partner = self.env.user.partner_id
        if field_name == "image" and banner.filtered_domain(self._krokus_domain(partner)):
            seen = self.env["product.category"]._krokus_visible_ids(partner)
            if not banner.category_id or banner.category_id.id in seen:
                return True
        return super()._can_return_content(field_name, access_token)
