from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..window import ALL, OUTSIDE, SHUT
from .common import ExchangeCase


@tagged("post_install", "-at_install", "cases")
class TestCaseFloorMode(ExchangeCase):
    """K13: the floor is switched by a button that says so, never by leaving a form."""

    def setUp(self):
        super().setUp()
        self.modes = self.env["krokus.floor.mode"]
        self.admin = self.env.ref("base.user_admin")
        self.manager = self.make_manager()

    def wizard(self, user=None, **values):
        wizards = self.env["krokus.floor.switch"].with_user(user or self.admin)
        return wizards.create({"mode": SHUT, **values})

    def test_a_wizard_that_is_left_switches_nothing(self):
        before = self.modes.search_count([])
        form = Form(self.env["krokus.floor.switch"].with_user(self.admin))
        form.mode = SHUT
        form.save()
        self.assertEqual(
            (self.modes.search_count([]), self.modes._current().mode), (before, OUTSIDE)
        )

    def test_the_button_switches_and_says_who_and_why(self):
        answer = self.wizard(reason="Counting").action_switch()
        current = self.modes._current()
        self.assertEqual(
            (current.mode, current.mode_before, current.reason, current.create_uid),
            (SHUT, OUTSIDE, "Counting", self.admin),
        )
        self.assertEqual(answer["type"], "ir.actions.client")

    def test_pressing_twice_switches_once(self):
        wizard = self.wizard()
        wizard.action_switch()
        with self.assertRaisesRegex(UserError, "already"):
            wizard.action_switch()

    def test_no_list_and_no_form_makes_a_row_for_anybody(self):
        before = self.modes.search_count([])
        for user in (self.admin, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.modes.with_user(user).create({"mode": SHUT})
        for kind in ("list", "form"):
            arch = self.modes.with_user(self.admin).get_view(view_type=kind)["arch"]
            self.assertRegex(arch, r'create="(0|false|False)"')
        self.assertEqual(self.modes.search_count([]), before)

    def test_whoever_lacks_the_right_has_no_wizard(self):
        with self.assertRaises(AccessError):
            self.wizard(self.manager)
        self.assertFalse(hasattr(self.modes, "switch"))
        self.assertEqual(self.modes._current().mode, OUTSIDE)

    def test_each_mode_has_a_button_of_its_own_and_closing_is_red(self):
        arch = self.env["krokus.floor.switch"].get_view(view_type="form")["arch"]
        self.assertIn("btn-danger", arch)
        for mode, _name in self.modes._fields["mode"].selection:
            self.assertIn(f"mode != '{mode}'", arch)
        for mode in (ALL, OUTSIDE):
            self.wizard(mode=mode).action_switch()
            self.assertEqual(self.modes._current().mode, mode)
