from datetime import timedelta
from itertools import permutations

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import NotNullViolation

from .common import ExchangeCase


@tagged("post_install", "-at_install", "cases")
class TestCaseSessionForm(ExchangeCase):
    """K13: a session is typed field by field, and each state between is a form, not an error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        cls.typed = {
            "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(hours=1),
            "ships_on": now.date() + timedelta(days=2),
            "ships_until": now + timedelta(days=1),
        }
        cls.sessions = cls.env["krokus.trading.session"].with_user(cls.make_manager())

    def form(self):
        form = Form(self.sessions)
        form.name = "Typed"
        form.category_ids.add(self.category)
        return form

    def test_its_times_are_typed_in_any_order(self):
        for order in permutations(self.typed):
            with self.subTest(order):
                form = self.form()
                for name in order:
                    form[name] = self.typed[name]
                self.assertEqual(form.state, "open")
        self.assertEqual(form.save().hours, form.hours)

    def test_a_time_that_is_rubbed_out_leaves_the_form(self):
        session = self.make_session().with_user(self.sessions.env.user)
        for name in ("opens_at", "closes_at", "ships_on", "ships_until"):
            with self.subTest(name):
                form = Form(session)
                form[name] = False
                self.assertTrue(form.name)

    @mute_logger("odoo.sql_db")
    def test_a_time_that_is_missing_is_refused_in_words(self):
        session = self.make_session()
        for name in ("opens_at", "closes_at"):
            before = session[name]
            with self.subTest(name), self.assertRaises(NotNullViolation), self.env.cr.savepoint():
                session.with_user(self.sessions.env.user).write({name: False})
            self.env.invalidate_all()
            self.assertEqual(session[name], before)
