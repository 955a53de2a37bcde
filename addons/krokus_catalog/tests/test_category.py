from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import KrokusCase


@tagged("post_install", "-at_install")
class TestCategory(KrokusCase):
    def refused(self, text):
        return self.assertRaisesRegex(ValidationError, text)

    def test_a_child_is_sold_as_its_parent(self):
        parent = self.make_category("Preorder", mode="preorder")
        child = self.env["product.category"].create({"name": "Roses", "parent_id": parent.id})
        self.assertEqual(child.krokus_mode, "preorder")
        with self.refused("sold as"), self.env.cr.savepoint():
            child.krokus_mode = "exchange"
        self.assertEqual(child.krokus_mode, "preorder")

    def test_a_new_tree_is_seen_by_managers_until_somebody_says_more(self):
        tree = self.env["product.category"].create({"name": "Roses"})
        child = self.env["product.category"].create({"name": "Red", "parent_id": tree.id})
        self.assertEqual(tree.krokus_visibility, "managers")
        self.assertEqual(child.krokus_visibility, "inherit")
        tree.krokus_visibility = "clients"
        self.assertEqual(child.krokus_audience, tree.krokus_audience)

    def test_a_child_cannot_be_wider_than_its_parent(self):
        parent = self.make_category("Roses", visibility="clients")
        with self.refused("cannot be seen by more"), self.env.cr.savepoint():
            self.make_category("Red", parent=parent, visibility="public")
        self.assertFalse(parent.child_id)

    def test_a_child_of_chosen_tiers_cannot_choose_another_one(self):
        tiers = self.env["krokus.client.tier"].search([], limit=2)
        parent = self.make_category("Roses", visibility="tiers", krokus_tier_ids=tiers[0])
        child = self.make_category("Red", parent=parent)
        with self.refused("cannot be seen by more"), self.env.cr.savepoint():
            child.write({"krokus_visibility": "tiers", "krokus_tier_ids": tiers})
        self.assertEqual(child.krokus_visibility, "inherit")

    def test_a_parent_that_is_narrowed_takes_what_is_below_along(self):
        parent = self.make_category("Roses", visibility="public")
        child = self.make_category("Red", parent=parent, visibility="public")
        parent.krokus_visibility = "managers"
        self.assertEqual(child.krokus_audience, parent.krokus_audience)
        buyer = self.make_buyer(self.make_client("A shop"))
        self.assertFalse(child.with_user(buyer).krokus_visible)

    def test_nothing_stands_above_the_top(self):
        with self.refused("choose who sees it"), self.env.cr.savepoint():
            self.make_category("Roses", visibility="inherit")
        parent = self.make_category("Flowers", visibility="public")
        child = self.make_category("Roses", parent=parent)
        child.parent_id = False
        self.assertEqual(child.krokus_visibility, "managers")

    def test_a_category_does_not_stand_below_itself(self):
        top = self.make_category("Flowers")
        bottom = self.make_category("Red", parent=self.make_category("Roses", parent=top))
        for parent in (top, bottom):
            with self.refused("choose another category above"), self.env.cr.savepoint():
                top.parent_id = parent
        self.assertFalse(top.parent_id)

    def test_a_position_is_a_number_that_can_be(self):
        category = self.make_category("Roses")
        for position in (-1, 10_000, 2**31):
            with self.refused("A position is a number"), self.env.cr.savepoint():
                category.krokus_position = position
            with self.refused("A position is a number"), self.env.cr.savepoint():
                self.make_category("Tulips", krokus_position=position)
        self.assertEqual(category.krokus_position, 10)

    def test_an_import_is_refused_in_the_same_words(self):
        parent = self.make_category("Roses", visibility="clients")
        rows = [["Red", parent.complete_name, "Everybody"], ["White", parent.complete_name, ""]]
        fields = ["name", "parent_id", "krokus_visibility"]
        result = self.env["product.category"].load(fields, rows)
        self.assertFalse(result["ids"])
        self.assertIn("cannot be seen by more", str(result["messages"]))
        self.assertFalse(parent.child_id)

    @mute_logger("odoo.sql_db")
    def test_an_id_of_the_books_is_unique_in_its_mode(self):
        self.make_category("Roses", onec_ref="g-1")
        with self.assertRaises(IntegrityError) as refused, self.env.cr.savepoint():
            self.make_category("Roses again", onec_ref="g-1")
        text = self.env["product.category"]._sql_error_to_message(refused.exception)
        self.assertIn("correct one of them", text)
        self.assertTrue(self.make_category("Roses to order", mode="preorder", onec_ref="g-1"))

    def test_a_move_says_what_it_takes_along(self):
        old = self.make_category("Cut flowers")
        new = self.make_category("Preorder", mode="preorder", visibility="clients")
        moved = self.make_category("Roses", parent=old)
        self.make_offer("Red Naomi", category=self.make_category("Red", parent=moved))
        self.make_offer("Archived", category=moved).active = False
        form = moved.with_user(self.make_manager())
        told = form.onchange({"parent_id": new.id}, ["parent_id"], {"parent_id": {}})["warning"]
        for word in ("Offers: 2", "below: 1", "preorder", "Clients"):
            self.assertIn(word, told["message"])

    def test_a_move_changes_how_the_goods_are_sold(self):
        offer = self.make_offer("Red Naomi", category=self.make_category("Roses"))
        offer.categ_id.parent_id = self.make_category("Preorder", mode="preorder")
        self.assertEqual(offer.krokus_mode, "preorder")

    def test_a_filled_category_is_not_deleted(self):
        category = self.make_category("Roses")
        offer = self.make_offer("Red Naomi", category=category)
        offer.active = False
        mirror = offer.with_context(active_test=False).public_categ_ids
        refusal = self.assertRaisesRegex(UserError, "move them to another category first")
        with refusal, self.env.cr.savepoint():
            category.unlink()
        self.assertTrue(category.exists() and mirror.exists())
        self.assertEqual(offer.categ_id, category)

    def test_a_tree_is_not_deleted_by_its_top(self):
        top = self.make_category("Flowers")
        child = self.make_category("Roses", parent=top)
        with self.assertRaisesRegex(UserError, "categories"), self.env.cr.savepoint():
            top.unlink()
        self.assertTrue(child.exists())

    def test_the_mirror_of_an_empty_category_goes_with_it(self):
        category = self.make_category("Roses")
        mirror = self.mirror(category)
        category.unlink()
        self.assertFalse(mirror.exists())

    def test_people_have_the_tier_of_their_company(self):
        tier = self.env.ref("krokus_catalog.client_tier_4")
        buyer = self.make_buyer(self.make_client("A shop", tier=tier))
        self.assertEqual(buyer.partner_id.krokus_tier_id, tier)

    def test_a_tier_with_clients_is_not_deleted(self):
        tier = self.make_tier()
        client = self.make_client("A shop", tier=tier)
        with self.assertRaisesRegex(UserError, "another tier first"), self.env.cr.savepoint():
            tier.unlink()
        self.assertEqual(client.krokus_tier_id, tier)

    def mirror(self, category):
        return self.env["product.public.category"]._krokus_mirrors(category)[category.id]


@tagged("post_install", "-at_install")
class TestMirror(KrokusCase):
    """The shop's own categories say what the tree says."""

    def mirror(self, category):
        return self.env["product.public.category"]._krokus_mirrors(category)[category.id]

    def test_the_shop_mirrors_the_tree(self):
        parent = self.make_category("Cut flowers", krokus_position=3)
        child = self.make_category("Roses", parent=parent)
        offer = self.make_offer("Red Naomi", category=child)
        self.assertEqual(self.mirror(child).parent_id, self.mirror(parent))
        self.assertEqual(self.mirror(parent).sequence, 3)
        self.assertEqual(offer.public_categ_ids, self.mirror(child))
        child.name = "Garden roses"
        self.assertEqual(self.mirror(child).name, "Garden roses")
        offer.categ_id = parent
        self.assertEqual(offer.public_categ_ids, self.mirror(parent))

    def test_a_new_name_is_the_name_in_every_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        category = self.make_category("Roses")
        category.with_context(lang="ru_RU").name = "Garden roses"
        for lang in ("en_US", "ru_RU"):
            self.assertEqual(self.mirror(category).with_context(lang=lang).name, "Garden roses")

    def test_what_stood_here_before_is_mirrored_when_it_is_shown(self):
        old = self.make_category("Old", visibility="managers")
        offer = self.make_offer("Red Naomi", category=self.make_category("Older", parent=old))
        self.mirror(offer.categ_id).unlink()
        self.mirror(old).unlink()
        offer.categ_id.krokus_visibility = "managers"
        self.assertEqual(offer.public_categ_ids, self.mirror(offer.categ_id))
        self.assertEqual(offer.public_categ_ids.parent_id, self.mirror(old))

    def test_the_shop_is_not_arranged_by_hand(self):
        offer = self.make_offer("Red Naomi", category=self.make_category("Roses"))
        mirror = offer.public_categ_ids
        offer.public_categ_ids = self.env["product.public.category"].create({"name": "Another"})
        self.assertEqual(offer.public_categ_ids, mirror)

    def test_a_thousand_offers_move_with_few_queries(self):
        first, second = self.make_category("First"), self.make_category("Second")
        offers = self.env["product.template"].create(
            [{"name": f"Rose {n}", "categ_id": first.id} for n in range(50)]
        )
        self.env.flush_all()
        small, large = offers[:5], offers[5:]
        counts = []
        for moved in (small, large):
            before = self.env.cr.sql_log_count
            moved.categ_id = second
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(offers.public_categ_ids, self.mirror(second))
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestStaff(KrokusCase):
    """What each of the four groups may do."""

    def make_user(self, group):
        return new_test_user(self.env, f"user_{group}", groups=f"krokus_catalog.group_{group}")

    def test_only_a_manager_changes_the_tree(self):
        category = self.make_category("Roses")
        for group in ("salesman", "accountant"):
            with self.assertRaises(AccessError):
                category.with_user(self.make_user(group)).name = "Tulips"
        category.with_user(self.make_user("manager")).name = "Tulips"
        self.assertEqual(category.name, "Tulips")

    def test_only_a_manager_changes_a_tier(self):
        client = self.make_client("A shop")
        tier = self.env.ref("krokus_catalog.client_tier_2")
        with self.assertRaisesRegex(AccessError, "ask one of them"):
            client.with_user(self.make_user("salesman")).krokus_tier_id = tier
        client.with_user(self.make_user("manager")).krokus_tier_id = tier
        self.assertEqual(client.krokus_tier_id, tier)

    def test_a_salesman_adds_people_to_a_client(self):
        salesman = self.make_user("salesman")
        salesman.group_ids += self.env.ref("base.group_partner_manager")
        client = self.make_client("Mine", user_id=salesman.id)
        people = self.env["res.partner"].with_user(salesman)
        person = people.create({"name": "A florist", "parent_id": client.id})
        self.assertEqual(person.sudo().krokus_tier_id, client.krokus_tier_id)

    def test_a_salesman_sees_his_own_clients(self):
        salesman, other = self.make_user("salesman"), self.make_user("manager")
        mine = self.make_client("Mine", user_id=salesman.id)
        free = self.make_client("Nobody's")
        foreign = self.make_client("Another's", user_id=other.id)
        person = self.make_buyer(foreign).partner_id
        everybody = mine | free | foreign | person
        found = self.env["res.partner"].with_user(salesman).search([("id", "in", everybody.ids)])
        self.assertEqual(found, mine | free)
        for user in (other, self.make_user("accountant")):
            found = self.env["res.partner"].with_user(user).search([("id", "in", everybody.ids)])
            self.assertEqual(found, everybody)

    def test_a_manager_makes_a_category_in_its_one_form(self):
        category = Form(self.env["product.category"].with_user(self.make_user("manager")))
        category.name = "Roses"
        category.krokus_visibility = "clients"
        category.krokus_mode = "preorder"
        made = category.save()
        self.assertEqual((made.krokus_visibility, made.krokus_mode), ("clients", "preorder"))

    def test_the_books_id_is_for_administrators(self):
        for group, shown in (("manager", False), ("admin", True)):
            view = self.env["product.category"].with_user(self.make_user(group)).get_view()
            self.assertEqual("onec_ref" in view["arch"], shown)
