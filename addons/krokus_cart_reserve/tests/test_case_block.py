"""K15: a block reaches everybody and everything of a client at the next request."""

import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessDenied, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import ReserveCase


@tagged("post_install", "-at_install", "cases")
class TestBlock(HttpCase, ReserveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.anna.partner_id.commercial_partner_id
        cls.branch = cls.env["res.partner"].create(
            {"name": "A branch", "parent_id": cls.company.id, "type": "other"}
        )
        cls.below = cls.make_buyer(cls.branch, login="below_reserve")

    def setUp(self):
        super().setUp()
        self.stock(100)
        self.manager = self.make_manager("block_manager")

    def archive(self, partner, active=False):
        partner.with_user(self.manager).write({"active": active})
        self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def logs_in(self, user):
        credential = {"login": user.login, "password": user.login, "type": "password"}
        try:
            self.env["res.users"].authenticate(credential, {"interactive": True})
        except AccessDenied:
            return False
        return True

    def test_a_deleted_company_lets_none_of_its_people_in(self):
        people = self.anna | self.below
        self.archive(self.company)
        for person in people:
            self.assertFalse(self.logs_in(person), person.login)
        self.assertTrue(self.logs_in(self.boris))
        self.archive(self.company, active=True)
        for person in people:
            self.assertTrue(self.logs_in(person), person.login)

    def test_a_company_that_logs_in_itself_is_archived_with_its_login(self):
        owner = self.make_buyer(self.company, login="owner_reserve")
        owner.partner_id = self.company
        self.take(owner, 10)
        self.archive(self.company)
        self.assertFalse(self.logs_in(owner))
        self.assertEqual(self.free(), 100)
        self.archive(self.company, active=True)
        self.assertTrue(self.logs_in(owner))

    def test_open_sessions_end_with_the_next_request(self):
        self.authenticate("below_reserve", "below_reserve")
        self.assertEqual(self.opened("/my"), "/my")
        self.archive(self.company)
        self.assertEqual(self.opened("/my"), "/web/login")

    def opened(self, path):
        return self.url_open(path, timeout=60).url.split("?")[0].removeprefix(self.base_url())

    def test_a_password_and_a_key_call_nothing_any_more(self):
        until = datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(self.anna).sudo()
        key = keys._generate(None, "key", until)
        for word in (key, "anna_reserve"):
            self.assertTrue(self.calls(word))
        self.archive(self.company)
        for word in (key, "anna_reserve"):
            self.assertFalse(self.calls(word))
        bearer = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        answer = self.url_open("/json/2/res.users/context_get", data="{}", headers=bearer)
        self.assertEqual(answer.status_code, 401)

    def calls(self, word):
        args = [self.env.cr.dbname, self.anna.id, word, "res.partner", "search", [[]]]
        params = {"service": "object", "method": "execute_kw", "args": args}
        data = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        return "result" in self.url_open("/jsonrpc", data=data, headers=headers).json()

    def test_what_they_hold_is_given_back(self):
        for person in self.anna | self.below | self.boris:
            self.take(person, 10)
        self.archive(self.company)
        self.assertEqual(self.free(), 90)
        self.assertEqual(
            self.env["krokus.hold"].search([]).basket_id.partner_id, self.boris.partner_id
        )

    def test_a_person_alone_takes_nobody_along(self):
        self.take(self.anna, 10)
        self.take(self.below, 10)
        self.archive(self.anna.partner_id)
        self.assertFalse(self.anna.active)
        self.assertEqual(self.free(), 90)
        self.assertTrue(self.logs_in(self.below))
        self.archive(self.anna.partner_id, active=True)
        self.assertTrue(self.logs_in(self.anna))

    def test_a_login_that_was_archived_by_itself_stays_so(self):
        self.anna.active = False
        self.archive(self.anna.partner_id)
        self.archive(self.anna.partner_id, active=True)
        self.assertFalse(self.anna.active)

    def test_an_archived_login_gives_back_too(self):
        self.take(self.anna, 10)
        self.anna.active = False
        self.env.cr.postcommit.run()
        self.assertEqual(self.free(), 100)

    def test_who_is_moved_below_a_blocked_company_is_blocked(self):
        self.archive(self.company)
        person = self.boris.partner_id
        self.authenticate("boris_reserve", "boris_reserve")
        person.parent_id = self.branch
        self.env.flush_all()
        self.assertEqual(self.opened("/my"), "/web/login")

    def test_no_order_of_theirs_is_confirmed_by_anybody(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.below.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.rose.id, "product_uom_qty": 10})],
            }
        )
        self.archive(self.company)
        with self.assertRaisesRegex(UserError, "is blocked"), self.env.cr.savepoint():
            order.with_user(self.manager).action_confirm()
        self.assertEqual(order.state, "draft")
        self.archive(self.company, active=True)
        order.with_user(self.manager).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_no_letter_for_a_new_password_comes(self):
        self.archive(self.company)
        sent = []
        self.patch(self.registry["res.users"], "action_reset_password", sent.append)
        self.authenticate(None, None)
        for login in ("below_reserve", "below_reserve@krokus.example"):
            data = {"login": login, "csrf_token": Request.csrf_token(self)}
            self.url_open("/web/reset_password", data=data)
        self.env.ref("krokus_catalog.password_request_cron").method_direct_trigger()
        self.assertFalse(sent)

    def test_nobody_of_the_staff_is_locked_out_with_a_client(self):
        staff = self.make_manager("staff_of_a_client")
        staff.partner_id.parent_id = self.company
        self.archive(self.company)
        self.assertTrue(self.logs_in(staff))
