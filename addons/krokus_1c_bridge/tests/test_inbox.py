from odoo.tests import tagged

from .. import shape
from .common import BridgeCase


@tagged("post_install", "-at_install")
class TestInbox(BridgeCase):
    def test_catalogue_becomes_categories_and_offers(self):
        message = self.fetch("catalogue")
        self.assertEqual(message.state, "done")
        offer = self.offer()
        self.assertEqual(offer.categ_id.name, "Розы Эквадор")
        self.assertEqual(offer.categ_id.parent_id.name, "Розы")
        self.assertEqual(offer.krokus_color_id.name, "красный")
        self.assertEqual(offer.krokus_grower_id.name, "Rosaprima")
        self.assertEqual(offer.krokus_country_id.code, "EC")
        self.assertEqual((offer.krokus_size, offer.krokus_size_kind), (60, "stem"))
        self.assertEqual(offer.krokus_packing_step, 25)
        self.assertEqual(offer.taxes_id, self.tax)
        self.assertEqual(offer.onec_ref.partition("#")[0], offer.onec_good_ref)

    def test_prices_go_where_the_price_types_say(self):
        common, own = self.fetch_all()
        prices = self.env["krokus.price"].search([("product_id", "=", self.offer().id)])
        found = {price.list_id: (price.retail, price.wholesale) for price in prices}
        self.assertEqual(found[common], (100, 80))
        self.assertEqual(found[own][0], 90)

    def test_stock_stands_on_the_balance(self):
        self.fetch_all()
        stock = self.env["krokus.stock"].search([("product_id", "=", self.offer().id)])
        self.assertEqual(stock.on_hand, 50)

    def test_client_comes_with_tier_and_people(self):
        self.fetch_all()
        client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        self.assertEqual(client.krokus_tier_id, self.env.ref("krokus_catalog.client_tier_1"))
        self.assertEqual((client.zip, client.city), ("105005", "Москва"))
        self.assertEqual(client.street, "ул. Радио, д. 1")
        self.assertEqual(client.child_ids.mapped("name"), ["Анна Воронцова"])
        self.assertEqual(client.child_ids.krokus_tier_id, client.krokus_tier_id)

    def test_the_same_message_again_writes_nothing(self):
        self.fetch_all()
        self.env.flush_all()
        watched = ("product_template", "product_category", "krokus_price", "res_partner")
        before = {table: self.latest(table) for table in watched}
        self.fetch("catalogue", "clients", "figures")
        self.env.flush_all()
        self.assertEqual({table: self.latest(table) for table in watched}, before)

    def latest(self, table):
        self.env.cr.execute(f"SELECT count(*), max(xmin::text::bigint) FROM {table}")
        return self.env.cr.fetchone()

    def test_changed_price_and_name_are_taken(self):
        common, _own = self.fetch_all()
        offer = self.offer()
        self.write_goods(
            "РЭ;Р-1;Роза Freedom Premium;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=120/50"
        )
        self.addCleanup(self.write_books)
        self.restart()
        self.fetch("catalogue", "figures")
        self.assertEqual(offer.name, "Роза Freedom Premium 60 см")
        price = self.env["krokus.price"].search(
            [("product_id", "=", offer.id), ("list_id", "=", common.id)]
        )
        self.assertEqual(price.retail, 120)

    def test_bad_row_is_refused_alone_and_with_a_reason(self):
        self.write_goods(
            "РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50",
            "РЭ;Р-2;Роза Ложная;Роза;красный;Rosaprima;Нигделандия;25;Длина;22;60=100/50",
            "РЭ;Р-3;Роза Льготная;Роза;красный;Rosaprima;Эквадор;25;Длина;13;60=100/50",
        )
        self.addCleanup(self.write_books)
        self.restart()
        message = self.fetch("catalogue")
        self.assertEqual(message.state, "partial")
        self.assertTrue(self.offer())
        self.assertFalse(self.offer("Роза Ложная 60 см"))
        reasons = message.rejection_ids.mapped("reason")
        self.assertIn("Нигделандия", " ".join(reasons))
        self.assertIn("13 %", " ".join(reasons))

    def test_refused_row_is_taken_when_it_comes_corrected(self):
        self.write_goods("РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадр;25;Длина;22;60=100/50")
        self.restart()
        message = self.fetch("catalogue")
        self.assertEqual(message.state, "partial")
        self.write_books()
        self.restart()
        message.action_retry()
        self.run_cron("inbox", "_fetch_due")
        self.assertEqual(message.state, "done")
        self.assertFalse(message.rejection_ids)
        self.assertTrue(self.offer())

    def test_unmapped_price_type_says_so(self):
        self.fetch("catalogue")
        message = self.fetch("figures")
        self.assertEqual(message.state, "partial")
        self.assertIn("Розничная", " ".join(message.rejection_ids.mapped("reason")))
        self.assertFalse(self.env["krokus.price"].search([("product_id", "=", self.offer().id)]))

    def test_a_manager_asks_once_however_often_the_button_is_pressed(self):
        self.connection.action_fetch_figures()
        self.connection.action_fetch_figures()
        waiting = self.env["krokus.onec.message"].search(
            [("connection_id", "=", self.connection.id)]
        )
        self.assertEqual(len(waiting), 1)

    def test_id_that_stands_twice_is_taken_once(self):
        self.write_goods(
            "РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50",
            "РЭ;Р-1;Роза Freedom;Роза;красный;Rosaprima;Эквадор;25;Длина;22;60=100/50",
        )
        self.addCleanup(self.write_books)
        self.restart()
        message = self.fetch("catalogue")
        self.assertEqual(message.rejection_ids.mapped("code"), ["duplicate"])
        self.assertEqual(len(self.offer()), 1)

    def test_offer_marked_for_deletion_is_archived_and_comes_back(self):
        self.fetch("catalogue")
        offer = self.offer()
        applier = self.env["krokus.onec.offer.applier"]
        row = shape.Offer(
            **dict.fromkeys(shape.Offer._fields, "")
            | {
                "ref": offer.onec_ref,
                "good_ref": offer.onec_good_ref,
                "name": offer.name,
                "group_ref": offer.categ_id.onec_ref,
                "size": 60.0,
                "packing_step": 25.0,
                "deleted": True,
            }
        )
        applier._apply(self.connection, [row])
        self.assertFalse(offer.active)
        applier._apply(self.connection, [row._replace(deleted=False)])
        self.assertTrue(offer.active)
