from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestOfferMove(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_manager("move_manager")
        cls.roses = cls.make_category("Roses")
        offers = [cls.make_offer(name, category=cls.roses) for name in "abcdef"]
        cls.offers = cls.env["product.template"].union(*(offer.product_tmpl_id for offer in offers))

    def move(self, names, where, after=None, user=None):
        chosen = self.offers.filtered(lambda offer: offer.name in names)
        moves = self.env["krokus.offer.move"].with_user(user or self.manager)
        move = moves.with_context(active_ids=chosen.ids).create(
            {
                "where": where,
                "anchor_id": after and self.offers.filtered(lambda o: o.name == after).id,
            }
        )
        return move.action_move()

    def line(self):
        """The offers' names as the shop sorts them."""
        found = self.offers.search(
            [("categ_id", "=", self.roses.id)], order="website_sequence, id desc"
        )
        return "".join(found.mapped("name"))

    def test_chosen_offers_keep_their_order_wherever_they_go(self):
        for where, after, line in (
            ("top", None, "bdacef"),
            ("end", None, "acefbd"),
            ("after", "e", "acebdf"),
            ("after", "a", "abdcef"),
        ):
            self.move("bd", where, after)
            self.assertEqual(self.line(), line, (where, after))

    def test_offers_at_the_top_come_before_all_others_of_the_shop(self):
        self.move("cf", "top")
        self.assertEqual(
            self.offers.search([], order="website_sequence, id desc", limit=2).mapped("name"),
            ["c", "f"],
        )

    def test_offers_without_room_between_them_make_way(self):
        for sequences, line in (
            ((1, 2, 3, 4, 5, 6), "aefbcd"),
            ((1, 1, 2, 2, 3, 3), "bafedc"),
            ((7, 7, 7, 7, 7, 7), "dcbafe"),
        ):
            for offer, sequence in zip(self.offers, sequences, strict=True):
                offer.website_sequence = sequence
            self.move("ef", "after", "a")
            self.assertEqual(self.line(), line, sequences)

    def test_what_has_room_stays_where_it_is(self):
        for number, offer in enumerate(self.offers):
            offer.website_sequence = 100 * number
        self.move("ef", "after", "a")
        self.assertEqual(self.offers.mapped("website_sequence"), [0, 100, 200, 300, 1, 2])

    def test_many_offers_move_in_one_statement(self):
        move = self.env["krokus.offer.move"].create({"offer_ids": self.offers.ids, "where": "end"})
        self.env.flush_all()
        with self.assertQueryCount(3):
            move.action_move()

    def test_a_move_that_cannot_be_is_refused_in_words(self):
        before = self.line()
        with self.assertRaisesRegex(UserError, "Nothing is chosen"):
            self.move("", "top")
        with self.assertRaisesRegex(UserError, "stand after"):
            self.move("b", "after")
        with self.assertRaisesRegex(UserError, "among those that move"):
            self.move("bc", "after", "c")
        self.assertEqual(self.line(), before)

    def test_a_client_moves_nothing(self):
        before = self.line()
        buyer = self.make_buyer(self.make_client("A shop"), "move_buyer")
        with self.assertRaises(AccessError):
            self.move("f", "top", user=buyer)
        self.assertEqual(self.line(), before)
