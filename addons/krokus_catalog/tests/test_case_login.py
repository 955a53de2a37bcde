"""I14, I15: guesses are slowed by account, on every door, and nobody else is."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import BaseCase, HttpCase, tagged

from ..models.krokus_login_attempt import COOKIE
from .common import KrokusCase

RIGHT, WRONG = "anna_login", "a guess"
DENIED = "odoo.exceptions.AccessDenied"


class CountingContext:
    """What compares passwords, and remembers which ones were looked at."""

    def __init__(self, context, checked, hashed):
        self.context, self.checked, self.hashed = context, checked, hashed

    def __getattr__(self, name):
        return getattr(self.context, name)

    def verify_and_update(self, password, hashed):
        self.checked.append(password)
        return self.context.verify_and_update(password, hashed)

    def hash(self, password):
        self.hashed.append(password)
        return self.context.hash(password)


class LoginCase(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = cls.make_client("A shop")
        cls.anna = cls.make_buyer(client, login="anna_login")
        cls.boris = cls.make_buyer(client, login="boris_login")

    def setUp(self):
        super().setUp()
        self.checked, self.hashed = [], []
        users = self.registry["res.users"]
        context = users._crypt_context

        def counting(users):
            return CountingContext(context(users), self.checked, self.hashed)

        self.patch(users, "_crypt_context", counting)

    def from_(self, address):
        """Headers of somebody who comes through the proxy from there."""
        return {"X-Forwarded-For": address, "X-Forwarded-Host": "127.0.0.1"}

    def form(self, login, password, address="10.0.0.1"):
        """What the page says, None when it let in."""
        device = self.opener.cookies.get(COOKIE)
        self.authenticate(None, None)
        if device:
            self.opener.cookies[COOKIE] = device
        page = self.url_open(
            "/web/login",
            data={"login": login, "password": password, "csrf_token": Request.csrf_token(self)},
            headers=self.from_(address),
            allow_redirects=False,
            timeout=60,
        )
        if page.status_code == 303:
            return None
        return page.text.split("alert-danger", 1)[1].split(">", 1)[1].split("<", 1)[0].strip()

    def page_session(self, login, password, address="10.0.0.1"):
        params = {"db": self.env.cr.dbname, "login": login, "password": password}
        answer = self.json("/web/session/authenticate", params, address)
        return None if "result" in answer else answer["error"]["data"]["message"]

    def rpc(self, login, password, address="10.0.0.1"):
        args = [self.env.cr.dbname, login, password, {}]
        params = {"service": "common", "method": "authenticate", "args": args}
        return None if self.json("/jsonrpc", params, address)["result"] else "refused"

    def call(self, login, password, address="10.0.0.1"):
        uid = self.env["res.users"].search([("login", "=", login)]).id
        args = [self.env.cr.dbname, uid, password, "res.partner", "search", [[]]]
        params = {"service": "object", "method": "execute_kw", "args": args}
        answer = self.json("/jsonrpc", params, address)
        return None if "result" in answer else answer["error"]["data"]["message"]

    def json(self, path, params, address):
        data = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json", **self.from_(address)}
        return self.url_open(path, data=data, headers=headers, timeout=60).json()

    def forget(self, seconds=61):
        """As if so much time had passed."""
        attempts = self.env["krokus.login.attempt"].search([])
        for attempt in attempts.sudo():
            attempt.tried_at -= timedelta(seconds=seconds)
        self.env.flush_all()

    def strange(self):
        """As from another browser."""
        self.opener.cookies.clear()


@tagged("post_install", "-at_install", "cases")
class TestGuesses(LoginCase):
    def test_what_failed_at_one_door_counts_at_every_door(self):
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.assertEqual(self.checked, [WRONG] * 15)
        for door in (self.form, self.page_session, self.rpc, self.call):
            self.assertTrue(door("anna_login", RIGHT), door.__name__)
        self.assertEqual(self.checked, [WRONG] * 15)

    def test_who_keeps_on_guessing_makes_the_right_person_wait_for_a_minute_at_most(self):
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.strange()
        self.assertTrue(self.form("anna_login", RIGHT, address="10.9.0.1"))
        self.forget()
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.2.0.{number}")
        self.assertIsNone(self.form("anna_login", RIGHT, address="10.9.0.1"))

    def test_a_place_that_has_waited_is_looked_at_once_a_minute(self):
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.form("anna_login", WRONG, address="10.9.0.1")
        self.forget()
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.2.0.{number}")
        checked = len(self.checked)
        for _turn in range(3):
            self.form("anna_login", WRONG, address="10.9.0.1")
        self.assertEqual(len(self.checked), checked + 1)

    def test_to_call_oneself_another_program_is_no_other_place_to_wait(self):
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.form("anna_login", WRONG, address="10.9.0.1")
        self.forget()
        for number in range(15):
            self.form("anna_login", WRONG, address=f"10.2.0.{number}")
        checked = len(self.checked)
        for number in range(10):
            self.opener.headers["User-Agent"] = f"program {number}"
            self.form("anna_login", WRONG, address="10.9.0.1")
        self.assertEqual(len(self.checked), checked + 1)

    def test_a_password_that_nobody_has_is_wrong_at_every_door(self):
        for password in ("x" * 5000, {"a": 1}, ["x"]):
            for login in ("anna_login", "nobody_login", {"a": 1}):
                with self.subTest(password=str(password)[:9], login=login):
                    params = {"db": self.env.cr.dbname, "login": login, "password": password}
                    answer = self.json("/web/session/authenticate", params, "10.1.0.1")
                    self.assertEqual(answer["error"]["data"]["name"], DENIED)
        self.assertTrue(self.form("anna_login", "x" * 5000))
        self.assertTrue(self.rpc("anna_login", "x" * 5000))
        self.assertTrue(self.call("anna_login", "x" * 5000))

    def test_rpc_looks_at_few_guesses(self):
        for guess in range(40):
            self.assertTrue(self.rpc("anna_login", f"{WRONG} {guess}"))
        self.assertEqual(len(self.checked), 5)

    def test_many_addresses_do_not_help_a_guesser(self):
        for number in range(30):
            self.strange()
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.assertEqual(len(self.checked), 15)

    def test_who_knows_the_password_waits_a_minute_at_most(self):
        for _guess in range(9):
            self.rpc("anna_login", WRONG)
        self.forget()
        self.assertIsNone(self.form("anna_login", RIGHT))

    def test_a_guesser_elsewhere_delays_nobody(self):
        for _guess in range(9):
            self.rpc("anna_login", WRONG, address="10.6.6.6")
        self.assertIsNone(self.form("anna_login", RIGHT, address="10.0.0.7"))

    def test_a_known_browser_is_let_in_whatever_others_guess(self):
        self.assertIsNone(self.form("anna_login", RIGHT))
        device = self.opener.cookies[COOKIE]
        for number in range(30):
            self.strange()
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.opener.cookies[COOKIE] = device
        self.assertIsNone(self.form("anna_login", RIGHT, address="10.9.9.9"))

    def test_a_known_address_is_let_in_without_its_browser(self):
        self.assertIsNone(self.form("anna_login", RIGHT, address="10.0.0.7"))
        for number in range(30):
            self.strange()
            self.form("anna_login", WRONG, address=f"10.1.0.{number}")
        self.strange()
        self.assertIsNone(self.form("anna_login", RIGHT, address="10.0.0.7"))

    def test_colleagues_behind_one_address_are_not_locked_out(self):
        for _guess in range(20):
            self.form("anna_login", WRONG)
        self.assertIsNone(self.form("boris_login", "boris_login"))

    def test_a_name_written_otherwise_is_the_same_account(self):
        for login in ("anna_login", " anna_login", "anna_login ", "anna\u200b_login") * 3:
            self.form(login, WRONG)
        self.assertEqual(len(self.checked), 5)

    def test_a_hijacked_session_cannot_guess_the_password(self):
        self.authenticate("anna_login", "anna_login")
        self.checked.clear()
        for guess in range(9):
            self.url_open(
                "/my/security",
                data={
                    "op": "password",
                    "old": f"{WRONG} {guess}",
                    "new1": "another one",
                    "new2": "another one",
                    "csrf_token": Request.csrf_token(self),
                },
            )
        self.assertEqual(len(self.checked), 5)

    def test_a_thousand_accounts_are_not_tried_from_one_address(self):
        with patch("odoo.addons.krokus_catalog.login_pace.FROM_ONE_ADDRESS", 3):
            answers = [self.form(f"somebody {number}", WRONG) for number in range(4)]
            self.assertEqual(len(set(answers[:3])), 1)
            self.assertEqual(
                self.page_session("anna_login", RIGHT), self.page_session("nobody", WRONG)
            )


@tagged("post_install", "-at_install", "cases")
class TestUnknownLogins(LoginCase):
    def test_an_unknown_login_is_answered_as_a_known_one(self):
        for door in (self.form, self.page_session, self.rpc):
            for _time in range(7):
                with self.subTest(door=door.__name__):
                    self.assertEqual(door("anna_login", WRONG), door("nobody", WRONG))

    def test_an_unknown_login_costs_as_much_work(self):
        self.env.cr.execute("UPDATE res_users SET password = NULL WHERE id = %s", [self.boris.id])
        for login, work in (("anna_login", 0), ("nobody", 1), ("boris_login", 1)):
            self.hashed.clear()
            self.form(login, WRONG)
            self.assertEqual(len(self.hashed), work, login)

    def test_a_new_password_is_promised_to_anybody(self):
        answers = {self.reset(login) for login in ("anna_login", "nobody", "anna_login\u200b")}
        self.assertEqual(len(answers), 1)
        self.assertIn("alert-success", answers.pop())

    def test_the_letter_goes_to_whoever_has_that_login_or_address(self):
        self.boris.email = "boris_login@krokus.example"
        sent = []
        users = self.registry["res.users"]
        self.patch(users, "action_reset_password", lambda users: sent.extend(users.mapped("login")))
        for login in ("anna_login", "nobody", "boris_login@krokus.example"):
            self.reset(login)
        self.assertFalse(sent)
        self.env.ref("krokus_catalog.password_request_cron").method_direct_trigger()
        self.assertEqual(sent, ["anna_login", "boris_login"])
        self.assertFalse(self.env["krokus.password.request"].search([]))

    def reset(self, login):
        self.authenticate(None, None)
        data = {"login": login, "csrf_token": Request.csrf_token(self)}
        page = self.url_open("/web/reset_password", data=data).text
        return page.split("<form", 1)[1].split("csrf_token")[0] + "".join(
            kind for kind in ("alert-success", "alert-danger") if kind in page
        )

    def test_an_address_is_not_told_to_have_a_login(self):
        self.anna.email = "anna@krokus.example"
        self.env["res.users.log"].with_user(self.anna).sudo().create({})
        for path in ("/web/reset_password", "/web/signup"):
            known, unknown = (
                self.url_open(f"{path}?signup_email={address}", allow_redirects=False)
                for address in ("anna@krokus.example", "nobody@krokus.example")
            )
            self.assertEqual(known.status_code, unknown.status_code)


@tagged("post_install", "-at_install", "cases")
class TestPace(BaseCase):
    def test_a_known_place_is_not_stopped_by_strangers(self):
        from ..login_pace import Failures, may_try

        self.assertTrue(may_try(Failures(0, 99, 0), known=True))
        self.assertFalse(may_try(Failures(0, 99, 0), known=False))
        self.assertFalse(may_try(Failures(5, 5, 5), known=True))
        self.assertTrue(may_try(Failures(4, 4, 4), known=False))
