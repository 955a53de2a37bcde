import logging

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PASSWORD, BridgeCase


@tagged("post_install", "-at_install")
class TestConnection(BridgeCase):
    def test_password_never_comes_out(self):
        admin = self.make_user("krokus_catalog.group_admin")
        connection = self.connection.with_user(admin)
        self.assertFalse(connection.password)
        with self.assertRaises(AccessError):
            connection.read(["secret"])
        self.assertNotIn(PASSWORD, str(connection.read()))
        self.assertNotIn("secret", connection.fields_get())

    def test_manager_sees_neither_login_nor_password(self):
        connection = self.connection.with_user(self.make_manager())
        for name in ("login", "password", "secret"):
            with self.subTest(name), self.assertRaises(AccessError):
                connection.read([name])
        self.assertTrue(connection.name)

    def test_portal_user_sees_nothing_of_the_exchange(self):
        user = self.make_user("base.group_portal")
        for model in ("connection", "message", "rejection", "price.type"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"krokus.onec.{model}"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.connection.with_user(user).action_check()

    def test_password_is_not_logged(self):
        self.env.flush_all()  # how this test sets the password is no part of the exchange
        with self.assertLogs(level=logging.DEBUG) as logs:
            self.fetch("catalogue")
            self.connection.password = "wrong"
            self.connection.action_check()
        text = "\n".join(logs.output)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn("Authorization", text)

    def test_check_says_in_words_what_came_of_it(self):
        answer = self.connection.action_check()
        self.assertEqual(answer["params"]["type"], "success")
        self.standin.stop()
        answer = self.connection.action_check()
        self.assertEqual(answer["params"]["type"], "danger")

    def make_user(self, group):
        return self.env["res.users"].create(
            {
                "name": group,
                "login": group,
                "group_ids": [(6, 0, self.env.ref(group).ids)],
            }
        )
