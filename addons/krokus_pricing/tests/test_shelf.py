from datetime import timedelta
from random import Random

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .cases import CASES
from .told import ToldCase

SEED = 20260308


@tagged("post_install", "-at_install")
class TestShelf(ToldCase):
    """What the shop sorts by is what `price.py` says of one pack."""

    def test_every_case_of_the_table(self):
        for case in CASES:
            if not case.beside:
                with self.subTest(case.text, arithmetic=case.arithmetic), self.told(case):
                    self.check_shelf(case)

    def check_shelf(self, case):
        """The quantity of the case is one pack here."""
        rose = self.offers["rose"].product_tmpl_id
        rose.krokus_packing_step = float(case.quantity)
        offers = self.env["product.template"].with_user(self.buyer)
        found = offers.search([("id", "=", rose.id), ("krokus_price", "<=", float(case.amount))])
        self.assertEqual(found.ids, rose.ids)
        self.assertEqual(f"{found.krokus_price:.2f}", case.amount)
        above = [("id", "=", rose.id), ("krokus_price", ">", float(case.amount))]
        self.assertFalse(offers.search(above))

    def test_random_rules_agree(self):
        dice = Random(SEED)  # noqa: S311 - a test that repeats
        labels = self.env["krokus.label"].create(
            [{"name": "Sale", "stops_discounts": True}, {"name": "New"}]
        )
        offers = self.random_offers(dice, labels)
        self.random_conditions(dice, offers)
        for category in self.nodes.values():
            category.krokus_label_id = dice.choice([*labels, labels.browse()])
        for user in (self.buyer, self.make_buyer(self.make_client("Another"), login="another")):
            ours = self.env["product.pricelist"].with_user(user).sudo()
            prices = ours._krokus_alone(offers, 1)
            found = self.amounts(user, offers.product_tmpl_id)
            for offer in offers:
                price = prices[offer.id]
                expected = price and f"{price.amount:.2f}"
                amount = found.get(offer.product_tmpl_id.id)
                self.assertEqual(None if amount is None else f"{amount:.2f}", expected, offer.name)

    def amounts(self, user, templates):
        """{template id: what the shop sorts by}."""
        templates = templates.with_user(user).sudo()
        query = templates._as_query(ordered=False)
        amount = templates._krokus_price_sql(query.table, query)
        return dict(self.env.execute_query(query.select(SQL.identifier(query.table, "id"), amount)))

    def random_offers(self, dice, labels):
        taxes = [self.make_tax(20), self.make_tax(10, "tax_excluded")]
        lists = self.make_list("net of the tier", self.tier) | self.make_list("of all")
        lists[0].tax_included = False
        offers = self.env["product.product"]
        for number in range(60):
            offers |= self.make_offer(
                f"Offer {number}",
                self.nodes[dice.choice(("roses", "red", "tulips", "bulbs"))],
                taxes_id=[(6, 0, dice.choice(([], taxes[0].ids, taxes[1].ids)))],
                krokus_label_id=dice.choice((False, False, *labels.ids)),
                krokus_packing_step=dice.choice((1, 50)),
                krokus_wholesale_from=dice.choice((0, 50)),
            )
        for price_list in lists:
            for offer in offers.filtered(lambda _offer: dice.random() < 0.7):
                self.env["krokus.price"].create(
                    {
                        "list_id": price_list.id,
                        "product_id": offer.id,
                        "retail": dice.randint(0, 20_000) / 100,
                        "wholesale": dice.choice((0, dice.randint(1, 15_000) / 100)),
                    }
                )
        return offers

    def random_conditions(self, dice, offers):
        now = fields.Datetime.now()
        for _ in range(150):
            where = dice.choice(
                ({}, {"category_id": dice.choice([*self.nodes.values()])})
                + ({"product_id": dice.choice(offers)},) * 4
            )
            whom = dice.choice(({}, {"tier_id": self.tier}, {"client_id": self.client}))
            fixed = dice.choice((0, 0, dice.randint(1, 20_000) / 100))
            self.make_condition(
                0 if fixed else dice.randint(-10_000, 3_000) / 100,
                fixed=fixed,
                source=dice.choice(("hand", "books")),
                starts_at=now - timedelta(days=dice.randint(-1, 3)),
                ends_at=dice.choice((False, now + timedelta(days=9))),
                **where,
                **whom,
            )
