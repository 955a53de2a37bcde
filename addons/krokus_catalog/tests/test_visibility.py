from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import KrokusCase

MARK = "Xqzhidden"


@tagged("post_install", "-at_install")
class TestVisibility(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.env.ref("krokus_catalog.client_tier_1")
        cls.second = cls.env.ref("krokus_catalog.client_tier_2")
        cls.client = cls.make_client("A shop", tier=cls.second)
        cls.buyer = cls.make_buyer(cls.client)
        cls.tree = cls.make_category("For the first", visibility="tiers")
        cls.tree.krokus_tier_ids = cls.first
        cls.child = cls.make_category("Below", parent=cls.tree)
        cls.offer = cls.make_offer(f"{MARK} rose", category=cls.child)

    def seen_by(self, user):
        self.env["product.category"]._krokus_forget_visibility()
        offers = self.env["product.template"].with_user(user)
        return bool(offers.search([("name", "like", MARK)]))

    def test_only_the_chosen_tier_sees_it(self):
        self.assertFalse(self.seen_by(self.buyer))
        self.client.krokus_tier_id = self.first
        self.assertTrue(self.seen_by(self.buyer))

    def test_a_guest_sees_only_what_is_public(self):
        guest = self.env.ref("base.public_user")
        self.assertFalse(self.seen_by(guest))
        self.tree.krokus_visibility = "public"
        self.assertTrue(self.seen_by(guest))

    def test_a_client_without_a_tier_sees_only_what_is_public(self):
        self.tree.krokus_visibility = "clients"
        self.assertTrue(self.seen_by(self.buyer))
        self.client.krokus_tier_id = False
        self.assertFalse(self.seen_by(self.buyer))

    def test_a_manager_sees_everything(self):
        self.assertTrue(self.seen_by(self.make_manager()))

    def test_no_category_hides_an_offer(self):
        self.tree.krokus_visibility = "public"
        self.offer.categ_id = False
        self.assertFalse(self.seen_by(self.buyer))

    def test_reading_by_id_is_refused(self):
        for record in (self.offer, self.offer.product_tmpl_id, self.child):
            with self.assertRaises(AccessError):
                record.with_user(self.buyer).read(["display_name"])

    def test_a_hidden_offer_cannot_be_added(self):
        offer = self.offer.with_user(self.buyer).sudo()
        self.assertFalse(offer._is_add_to_cart_allowed())
        self.assertFalse(offer.product_tmpl_id._can_be_added_to_cart())

    def test_the_tier_of_a_client_is_no_clients_business(self):
        with self.assertRaises(AccessError):
            self.buyer.partner_id.with_user(self.buyer).read(["krokus_tier_id"])
        with self.assertRaises(AccessError):
            self.first.with_user(self.buyer).read(["name"])

    def test_the_tree_tells_clients_nothing_but_its_names(self):
        self.client.krokus_tier_id = self.first
        category = self.tree.with_user(self.buyer)
        self.assertEqual(category.read(["name"])[0]["name"], "For the first")
        told = category.fields_get()
        ours = {name for name in told if name.startswith(("krokus_", "onec_"))}
        self.assertEqual(ours, {"krokus_visible"})

    def test_an_offer_tells_clients_its_facts_alone(self):
        told = self.env["product.template"].with_user(self.buyer).fields_get()
        self.assertFalse([name for name in told if name.startswith("onec_")])

    def test_a_client_cannot_search_by_what_it_may_not_read(self):
        self.client.krokus_tier_id = self.first
        for domain in (
            [("onec_ref", "like", "g")],
            [("categ_id.krokus_visibility", "=", "public")],
            [("categ_id.krokus_tier_ids", "in", self.first.ids)],
        ):
            with self.subTest(domain), self.assertRaises(AccessError):
                self.env["product.template"].with_user(self.buyer).search(domain)
        with self.subTest("order"), self.assertRaises(AccessError):
            self.env["product.template"].with_user(self.buyer).search([], order="onec_ref")

    def test_another_addons_rule_for_clients_opens_nothing(self):
        self.env["ir.rule"].create(
            {
                "name": "Everything for everybody",
                "model_id": self.env["ir.model"]._get_id("product.template"),
                "domain_force": "[(1, '=', 1)]",
                "groups": self.env.ref("base.group_portal").ids,
            }
        )
        self.assertFalse(self.seen_by(self.buyer))

    def test_who_sees_what_is_one_query_in_a_transaction(self):
        """His tier; what a tier sees is kept."""
        categories = self.env["product.category"].with_user(self.buyer)
        self.env.flush_all()
        self.env.registry.cache_invalidated.clear()  # as after a commit
        self.buyer.partner_id.ensure_one()  # every request knows its user
        categories._krokus_visible_ids(self.buyer.partner_id)
        categories._krokus_forget_visibility()
        with self.assertQueryCount(1):
            for _time in range(3):
                categories._krokus_visible_ids(self.buyer.partner_id)

    def test_a_right_that_is_taken_away_is_gone_for_every_worker(self):
        """A person's tier is never kept: each transaction reads it."""
        self.client.krokus_tier_id = self.first
        categories = self.env["product.category"].with_user(self.buyer)
        self.assertIn(self.tree.id, categories._krokus_visible_ids(self.buyer.partner_id))
        with self.enter_registry_test_mode(), self.registry.cursor() as another_worker:
            self.client.krokus_tier_id = self.second
            self.env.flush_all()
            there = self.env(cr=another_worker)["product.category"]
            partner = there.env["res.partner"].browse(self.buyer.partner_id.id)
            self.assertNotIn(self.tree.id, there._krokus_visible_ids(partner))

    def test_what_a_tier_sees_is_forgotten_when_a_category_changes(self):
        self.client.krokus_tier_id = self.first

        def sees():
            self.env.flush_all()
            self.env.registry.cache_invalidated.clear()  # as after a commit
            return self.seen_by(self.buyer)

        self.assertTrue(sees())
        self.child.krokus_visibility = "managers"
        self.assertFalse(sees())
        self.child.krokus_visibility = "inherit"
        self.assertTrue(sees())
        self.tree.krokus_tier_ids = self.second
        self.assertFalse(sees())
        self.tree.krokus_tier_ids |= self.first
        self.child.parent_id = self.make_category("Nobody's", visibility="managers")
        self.assertFalse(sees())

    def test_the_word_that_a_category_changed_is_part_of_the_change(self):
        """A process that is killed after its commit has told the others."""
        count = "SELECT COUNT(*) FROM orm_signaling_default"
        self.env.cr.execute(count)
        before = self.env.cr.fetchone()[0]
        self.tree.krokus_visibility = "public"
        self.child.krokus_visibility = "clients"
        self.env.cr.precommit.run()
        self.env.cr.execute(count)
        self.assertEqual(self.env.cr.fetchone()[0], before + 1)
