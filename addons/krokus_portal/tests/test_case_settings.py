from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import PortalCase

# Setting: what cannot be meant, and what is the most that can.
BOUNDS = {
    "krokus_hold_minutes": ((0, -5, 2_000_000_000), 10_080),
    "krokus_warning_minutes": ((-1, 60, 2_000_000_000), 59),
    "krokus_pause_minutes": ((-1, 2_000_000_000), 1440),
    "krokus_client_share": ((-1, 101), 100),
    "krokus_tell_close_minutes": ((-1, 2_000_000_000), 1440),
    "krokus_exchange_ships_within": ((-1, 0, 100_000), 730),
    "krokus_preorder_ships_within": ((-1, 0, 100_000), 730),
    "krokus_wholesale_from": ((-1, 1e12), 1_000_000),
    "krokus_new_days": ((-1, 2_000_000_000), 3650),
}


@tagged("post_install", "-at_install", "cases")
class TestCaseSettings(PortalCase):
    """S06's brothers: a number that nobody can mean is refused wherever staff types one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "krokus_catalog.group_admin,base.group_system"
        cls.settings = cls.env["res.config.settings"].with_user(
            new_test_user(cls.env, "settings_admin", groups=groups)
        )

    @contextmanager
    def refused(self, error):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error),
            self.env.cr.savepoint(),
        ):
            yield

    def test_a_setting_that_cannot_be_meant_is_refused_and_the_old_one_stays(self):
        for name, (wrong, _most) in BOUNDS.items():
            before = self.settings.create({})[name]
            for value in wrong:
                with self.subTest(name, value=value), self.refused(ValidationError):
                    self.settings.create({name: value}).execute()
                self.assertEqual(self.settings.create({})[name], before)

    def test_the_most_that_can_be_meant_is_taken(self):
        for name, (_wrong, most) in BOUNDS.items():
            before = self.settings.create({})[name]
            with self.subTest(name):
                self.settings.create({name: most}).execute()
                self.assertEqual(self.settings.create({})[name], most)
            self.settings.create({name: before}).execute()

    def test_an_exception_for_a_client_ends_within_a_year(self):
        client = self.make_client("Excepted").with_user(self.make_manager("bounds_manager"))
        for day in (fields.Datetime.now() + timedelta(days=400), "2206-01-01", "9999-12-31"):
            with self.subTest(day), self.refused(ValidationError):
                client.krokus_outside_until = day
        self.env.invalidate_all()
        self.assertFalse(client.krokus_outside_until)
        client.krokus_outside_until = fields.Datetime.now() + timedelta(days=30)

    def test_a_markup_is_at_most_tenfold(self):
        conditions = self.env["krokus.price.condition"].with_user(self.make_manager("bounds_two"))
        for percent in (-101, 1001, 99_999):
            with self.subTest(percent), self.refused(CheckViolation):
                conditions.create({"percent": percent})
        self.assertTrue(conditions.create({"percent": 1000}))
