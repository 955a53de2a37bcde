"""K13, in a browser: a form of staff that is left, by whatever way, has not traded."""

import json

from tests.browser import Browser
from tests.floor import FloorCase

CHANGED = 77
UNSAVED = ".o_form_status_indicator_buttons:not(.invisible)"
GRACE = "div[name=grace_minutes] input"


class TestStaffForms(FloorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.enterClassContext(Browser(cls.floor.address))
        cls.page.login("admin")

    def sessions(self):
        return self.floor.query("SELECT id, grace_minutes, closes_at FROM krokus_trading_session")

    def modes(self):
        return self.floor.query("SELECT id, mode FROM krokus_floor_mode ORDER BY id DESC")

    def change_a_session(self):
        """A number that nobody has saved stands in the form of a session."""
        key = self.sessions()[0][0]
        self.page.open(f"/odoo/krokus-sessions/{key}")
        self.page.type(GRACE, str(CHANGED))
        self.page.press("Tab")
        self.page.wait(UNSAVED)

    def test_the_breadcrumb_asks_and_what_is_given_up_is_not_saved(self):
        before = self.sessions()
        self.change_a_session()
        self.page.click(".o_breadcrumb .breadcrumb-item a, .o_back_button")
        self.page.wait(".modal-footer .btn-primary")
        self.assertEqual(self.sessions(), before)
        self.click_last(".modal-footer button")
        self.page.wait(".o_list_view")
        self.assertEqual(self.sessions(), before)

    def test_a_hidden_or_closed_tab_saves_nothing(self):
        before = self.sessions()
        self.change_a_session()
        self.page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'));"
            "const leaving = new Event('beforeunload', {cancelable: true});"
            "window.dispatchEvent(leaving); window.krokusAsked = leaving.defaultPrevented; 1"
        )
        self.assertTrue(self.page.evaluate("window.krokusAsked"), "the browser does not ask")
        self.ask_something()
        self.assertEqual(self.sessions(), before)
        self.page.click(".o_form_button_cancel")  # or it asks when the next test goes elsewhere
        self.page.wait_until(f"!document.querySelector('{UNSAVED}')")

    def test_the_mode_that_was_only_chosen_is_not_in_force(self):
        before = self.modes()
        self.page.open("/odoo/krokus-floor")
        self.page.click(".o_list_view .o_control_panel button.btn-primary, .o_cp_buttons button")
        self.page.wait(".modal .o_field_radio")
        self.page.click(".modal .o_radio_item:last-child input")
        self.page.wait(".modal-footer .btn-danger")
        self.page.click(".modal-header .btn-close")
        self.ask_something()
        self.assertEqual(self.modes(), before)

    def click_last(self, selector):
        self.page.evaluate(f"[...document.querySelectorAll({json.dumps(selector)})].at(-1).click()")

    def ask_something(self):
        """Whatever the page has sent before has been answered when this is."""
        self.page.evaluate(
            "fetch('/web/webclient/version_info', {method: 'POST', body: '{}',"
            " headers: {'Content-Type': 'application/json'}}).then(() => 1)"
        )
