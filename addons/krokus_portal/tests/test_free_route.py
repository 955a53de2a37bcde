from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestFreeRoute(PortalCase, HttpCase):
    """What a page asks for that has heard that something moved."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.anna.login, self.anna.login)

    def ask(self, *offers):
        return self.make_jsonrpc_request("/krokus/free", {"offers": [offer.id for offer in offers]})

    def free(self, *offers):
        return {int(key): left for key, left in self.ask(*offers)["free"].items()}

    def test_answer_is_what_others_leave(self):
        self.take(self.boris, 30)
        self.assertEqual(self.free(self.rose), {self.rose.id: 70})
        self.take(self.anna, 20)
        self.assertEqual(self.free(self.rose), {self.rose.id: 50})

    def test_answer_tells_when_the_first_hold_ends(self):
        self.assertIsNone(self.ask(self.rose)["next"])
        self.take(self.boris, 30)
        self.assertTrue(3500 < self.ask(self.rose)["next"] <= 3600)
        self.expire(self.boris)
        answer = self.ask(self.rose)
        self.assertEqual((answer["free"], answer["next"]), ({str(self.rose.id): 100}, None))

    def test_page_knows_the_moment_from_the_beginning(self):
        floor = self.rose.product_tmpl_id.with_user(self.anna)._krokus_floor
        self.assertEqual(floor()[self.rose.product_tmpl_id.id].changes_in, 0)
        self.take(self.boris, 30)
        self.assertGreater(floor()[self.rose.product_tmpl_id.id].changes_in, 3500)

    def test_hidden_offer_is_answered_as_a_missing_one(self):
        self.stock(50, self.hidden)
        self.assertEqual(self.ask(self.hidden), {"free": {}, "next": None})

    def test_of_a_preorder_each_shipment_has_its_own(self):
        category = self.make_category("Preorders", mode="preorder")
        peony = self.make_offer("Peony", category)
        values = {"mode": "preorder", "category_ids": category.ids}
        sessions = [self.make_session(ships=days, **values) for days in (7, 14)]
        self.env["krokus.trading.quota"].create(
            {"session_id": sessions[0].id, "product_id": peony.id, "quantity": 40}
        )
        self.env.cr.postcommit.run()
        self.assertEqual(
            self.free(peony)[peony.id], {str(sessions[0].id): 40, str(sessions[1].id): None}
        )

    @mute_logger("odoo.http")
    def test_nonsense_is_refused(self):
        for offers in ("all", [True], [self.rose.id] * 501, [0], [None]):
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request("/krokus/free", {"offers": offers})

    @mute_logger("odoo.http")
    def test_guest_asks_in_vain(self):
        self.authenticate(None, None)
        with self.assertRaises(JsonRpcException):
            self.ask(self.rose)
