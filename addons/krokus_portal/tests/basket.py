"""A client before his basket: what the page shows him, what he types, and what he sends."""

import json

from lxml import html
from odoo.tests import HttpCase

from .common import PortalCase

CONFIRM = "/shop/krokus/confirm"
PATIENCE = 120  # seconds


class BasketPageCase(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.company = self.anna.partner_id.commercial_partner_id
        self.company.write({"street": "Tverskaya 1", "phone": "+7 495 000-00-01"})
        self.company.email = "shop@anna.example"
        self.authenticate(self.anna.login, self.anna.login)

    def url_open(self, *args, **kwargs):
        """A machine that is busy with other things is slow, not broken."""
        return super().url_open(*args, **{"timeout": PATIENCE, **kwargs})

    def goods(self, name, count, ships=2, mode="exchange", **session):
        """Offers of a category of their own, three of each in Anna's basket at their price."""
        category = self.make_category(name, mode=mode)
        self.make_session(ships=ships, mode=mode, category_ids=category.ids, **session)
        offers = [self.make_offer(f"{name} {number}", category) for number in range(1, count + 1)]
        for offer in offers:
            self.price(offer, 10)
            self.stock(10, offer)
            self.take(self.anna, 3, offer=offer, price=10)
        return category, offers

    def place(self, street, **values):
        """Another address of Anna's company."""
        values = {"name": street, "type": "delivery", "street": street, **values}
        return self.env["res.partner"].create({"parent_id": self.company.id, **values})

    def page(self):
        return self.shown(self.url_open("/shop/cart"))

    def shown(self, answer):
        self.assertEqual(answer.status_code, 200)
        return html.fromstring(answer.text)

    def form(self, page=None, action=CONFIRM):
        page = self.page() if page is None else page
        (form,) = page.xpath(f"//form[@action='{action}']")
        return dict(form.fields)

    def only(self, page, name):
        """The one part of the page that has this class."""
        parts = page.find_class(name)
        self.assertEqual(len(parts), 1, f"{name} in: {page.text_content()}")
        return parts[0]

    def names(self, kind, page=None):
        """The names of the fields of this kind, in the order of the shipments."""
        page = self.page() if page is None else page
        return page.xpath(f"//*[starts-with(@name, '{kind}_')]/@name")

    def send(self, form=None, **words):
        return self.url_open(CONFIRM, {**(form or self.form()), **words})

    def give_back(self, offer):
        """What another tab does."""
        self.take(self.anna, 0, offer=offer)

    def end(self, offer):
        """As if the time of this line had passed."""
        self.env.cr.execute(
            "UPDATE krokus_hold SET deadline = deadline - interval '2 hours'"
            " WHERE product_id = %s AND state = 'live'",
            [offer.id],
        )

    def orders(self):
        mine = [("partner_id", "=", self.anna.partner_id.id), ("state", "=", "sale")]
        return self.env["sale.order"].search(mine, order="id")

    def held(self):
        return {held.product_id: held.quantity for held in self.basket(self.anna)._contents()}

    def assert_refused(self, answer, *words):
        """The basket is shown with these words, and nothing was ordered or given back."""
        page = self.shown(answer)
        self.assertFalse(self.orders())
        self.assertTrue(page.find_class("krokus_basket"))
        told = " ".join(part.text_content() for part in page.find_class("alert-danger"))
        for word in words:
            self.assertIn(word, told)
        return page

    def seen(self, form):
        return json.loads(form["seen"])
