import json
from unittest.mock import Mock, patch

from odoo.addons.bus.models.bus import channel_with_db
from odoo.tests import tagged

from .. import news
from ..models.ir_websocket import LIVE_STOCK
from ..models.krokus_stock_news import FREE
from ..side import side_cursor
from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestNews(ReserveCase):
    """What is free is told to those who see the offer; the thread that does so is played here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna_tier = cls.env.ref("krokus_catalog.client_tier_1")
        cls.boris_tier = cls.make_tier(name="Another")
        cls.boris.partner_id.parent_id.krokus_tier_id = cls.boris_tier

    def setUp(self):
        super().setUp()
        self.stock(100)
        self.moved()

    def moved(self):
        return news.of(self.env.cr.dbname).collect()

    def tell(self, *offers):
        """{channel: what it was told}, and the ids that have to wait."""
        self.env.flush_all()
        before = self.env["bus.bus"]._bus_last_id()
        left = self.env["krokus.stock.news"]._tell({offer.id for offer in offers})
        sent = self.env["bus.bus"].search([("id", ">", before)])
        told = {}
        for row in sent:
            message = json.loads(row.message)
            self.assertEqual(message["type"], "krokus_free")
            self.assertNotIn(row.channel, told, "one message to each channel")
            told[row.channel] = {int(key): free for key, free in message["payload"].items()}
        return told, left

    def heard(self, user, told):
        """What reaches a page of the user, out of all that was told."""
        found = {}
        for channel in self.channels(user):
            found |= told.get(json.dumps(channel, separators=(",", ":")), {})
        return found

    def channels(self, user, wishes=(LIVE_STOCK,)):
        socket = self.env["ir.websocket"].with_user(user)
        session = Mock(session=Mock(uid=user.id))
        with patch("odoo.addons.bus.models.ir_websocket.wsrequest", session):
            channels = socket._prepare_subscribe_data(list(wishes), 0)["channels"]
        return {channel_with_db(self.env.cr.dbname, channel) for channel in channels}

    # ------------------------------------------------------------- what is news

    def test_a_take_and_what_is_given_back_are_news(self):
        self.take(self.anna, 20)
        self.assertEqual(self.moved(), {self.rose.id})
        self.take(self.anna, 0)
        self.assertEqual(self.moved(), {self.rose.id})

    def test_what_moves_nothing_is_no_news(self):
        self.take(self.anna, 20)
        self.moved()
        self.take(self.anna, 20, price=2.0)
        self.stock(100)
        self.assertFalse(self.moved())

    def test_what_the_warehouse_counts_is_news(self):
        self.stock(90)
        self.assertEqual(self.moved(), {self.rose.id})

    def test_what_the_sweep_gives_back_is_news(self):
        self.take(self.anna, 20)
        self.moved()
        self.expire(self.anna)
        self.env["krokus.hold"]._sweep()
        self.assertEqual(self.moved(), {self.rose.id})

    def test_what_fails_is_no_news(self):
        with self.assertRaises(ZeroDivisionError), side_cursor(self.env) as cr:
            news.mark(cr, [self.rose.id])
            raise ZeroDivisionError
        self.assertFalse(self.moved())

    # ------------------------------------------------------------------- telling

    def test_pages_hear_what_is_free_for_all(self):
        self.take(self.anna, 20)
        told, left = self.tell(self.rose)
        self.assertEqual(self.heard(self.boris, told), {self.rose.id: 80})
        self.assertFalse(left)

    def test_what_ran_out_is_free_before_anybody_sweeps(self):
        self.take(self.anna, 20)
        self.expire(self.anna)
        told, _left = self.tell(self.rose)
        self.assertEqual(self.heard(self.boris, told), {self.rose.id: 100})

    def test_an_offer_is_told_of_once_in_half_a_second_and_then_as_it_is(self):
        tulip = self.make_offer("Tulip", self.category)
        self.tell(self.rose)
        self.take(self.anna, 20)
        told, left = self.tell(self.rose, tulip)
        self.assertEqual(self.heard(self.boris, told), {tulip.id: 0})
        self.assertEqual(left, {self.rose.id})
        self.env.cr.execute(
            "UPDATE krokus_stock_news SET told_at = told_at - interval '500 milliseconds'"
        )
        told, left = self.tell(self.rose)
        self.assertEqual(self.heard(self.boris, told), {self.rose.id: 80})
        self.assertFalse(left)

    def test_an_offer_that_is_gone_does_not_wait_for_ever(self):
        offer = self.make_offer("Short-lived", self.category)
        offer.product_tmpl_id.unlink()
        self.assertEqual(self.tell(offer), ({}, set()))

    def test_of_a_quota_pages_only_hear_that_it_moved(self):
        category = self.make_category("Preorders", mode="preorder")
        peony = self.make_offer("Peony", category)
        told, _left = self.tell(peony)
        self.assertEqual(self.heard(self.boris, told), {peony.id: None})

    # --------------------------------------------------------------- who hears it

    def test_no_channel_names_an_offer_that_its_listeners_do_not_see(self):
        theirs = self.make_category("One tier's", visibility="tiers")
        theirs.krokus_tier_ids = self.anna_tier
        managers = self.make_category("Managers'", visibility="managers")
        clients = self.make_category("Clients'", visibility="clients")
        hidden = self.make_offer("Hidden", managers)
        chosen = self.make_offer("Chosen", self.make_category("Below", parent=theirs))
        known = self.make_offer("Known", clients)
        draft = self.make_offer("Draft", self.category, is_published=False)
        told, _left = self.tell(self.rose, hidden, chosen, known, draft)
        stranger = self.make_buyer(self.env["res.partner"].create({"name": "No tier"}), "stranger")
        manager = self.make_manager()
        guest = self.env.ref("base.public_user")
        for user, offers in (
            (self.anna, self.rose | chosen | known),
            (self.boris, self.rose | known),
            (stranger, self.rose),
            (manager, self.rose | hidden | chosen | known | draft),
            (guest, self.rose.browse()),
        ):
            self.assertEqual(set(self.heard(user, told)), set(offers.ids), user.login)

    def test_what_is_told_is_what_the_rules_show(self):
        offers = self.rose
        for kind in ("public", "clients", "managers", "tiers"):
            parent = self.make_category(f"Above: {kind}", visibility=kind)
            parent.krokus_tier_ids = self.boris_tier
            offers |= self.make_offer(f"In {kind}", parent)
            offers |= self.make_offer(f"Below {kind}", self.make_category("Below", parent=parent))
        told, _left = self.tell(*offers)
        for user in (self.anna, self.boris):
            shown = offers.with_user(user).search([("id", "in", offers.ids)])
            self.assertEqual(set(self.heard(user, told)), set(shown.ids))

    def test_an_offer_of_another_company_is_not_named(self):
        other = self.env["res.company"].create({"name": "Another"})
        theirs = self.make_offer("Theirs", self.category, company_id=other.id)
        ours = self.make_offer("Ours", self.category, company_id=self.env.company.id)
        told, _left = self.tell(theirs, ours)
        self.assertEqual(set(self.heard(self.boris, told)), {ours.id})

    def test_a_client_hears_nothing_by_naming_a_channel(self):
        self.take(self.anna, 20)
        told, _left = self.tell(self.rose)
        name = f"krokus.client.tier_{self.anna_tier.id}"
        wishes = [name, *told, "krokus.client.tier", f"{LIVE_STOCK}_{self.anna_tier.id}"]
        mine = self.channels(self.boris, [LIVE_STOCK, *wishes])
        theirs = self.channels(self.anna) - self.channels(self.boris)
        self.assertTrue(theirs & {tuple(json.loads(channel)) for channel in told})
        self.assertFalse(mine & theirs)

    def test_a_page_that_does_not_ask_hears_nothing(self):
        told, _left = self.tell(self.rose)
        heard = {json.dumps(each, separators=(",", ":")) for each in self.channels(self.anna, ())}
        self.assertFalse(heard & told.keys())

    def test_who_lost_his_tier_hears_no_more_of_it(self):
        channels = self.channels(self.anna)
        self.tell(self.rose)
        bus = self.env["bus.bus"].with_user(self.anna)

        def hears():
            return FREE in {row["message"]["type"] for row in bus._poll(channels)}

        self.assertTrue(hears())
        self.anna.partner_id.parent_id.krokus_tier_id = self.boris_tier
        self.assertFalse(hears())
