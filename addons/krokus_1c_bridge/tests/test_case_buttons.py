from contextlib import contextmanager, suppress

from odoo.addons.website_sale.tests.common import MockRequest
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from . import staff_walk
from .common import BridgeCase
from .staff_things import things

ROLES = ("salesman", "accountant", "manager", "admin")
# Pressed by nobody here, and why.
NOT_PRESSED = {
    (
        "krokus_exchange.krokus_floor_switch_view_form",
        "action_switch",
        "Trade by the schedule, chosen tiers outside it too",
    ): "The mode is in force here, so it is hidden; test_case_floor_mode presses it.",
}


@tagged("post_install", "-at_install", "cases")
class TestCaseButtons(BridgeCase):
    """K19: whoever sees a button can press it; the walk finds the buttons in the views itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"walker_{role}", groups=f"krokus_catalog.group_{role}")
            for role in ROLES
        }

    def setUp(self):
        super().setUp()
        self.http_request_allow_all = True  # for the side's cursor within the request of `asked_by`
        self.things = things(self, self.users["salesman"])
        self.env.flush_all()

    def test_every_button_answers_each_role_that_sees_it(self):
        views, buttons = staff_walk.our_views(self.env), staff_walk.all_buttons(self.env)
        self.assertGreater(len(buttons), 10)
        pressed = set()
        for role, user in self.users.items():
            env = self.env(user=user)
            for name, ours in buttons.items():
                for button, conditions in staff_walk.seen_buttons(env, name, views[name]):
                    if button in ours:
                        pressed |= self.press(role, user, button, conditions)
        missed = {b for ours in buttons.values() for b in ours} - pressed
        self.assertEqual({(b.view, b.name, b.label) for b in missed}, set(NOT_PRESSED))

    def press(self, role, user, button, conditions):
        """{the button} if it was pressed; each record that shows it is tried."""
        done = set()
        for record in self.records(button.model, user):
            with self.subTest(role=role, button=f"{button.view} {button.name}", of=str(record)):
                if any(staff_walk.hidden(condition, record) for condition in conditions):
                    continue
                done.add(button)
                self.try_out(user, lambda one=record: staff_walk.press(button, one))
        return done

    def try_out(self, user, deed):
        """Only success, or a sentence for a person, is an answer."""
        try:
            with suppress(_UndoneError), self.env.cr.savepoint(), self.asked_by(user):
                deed()
                self.env.flush_all()
                raise _UndoneError
        except UserError as error:
            self.assertTrue(staff_walk.is_answer(error), f"{type(error).__name__}: {error}")
        self.env.invalidate_all()

    @contextmanager
    def asked_by(self, user):
        """Within a request of the user's: some buttons ask for the session."""
        website = self.env["website"].get_current_website()
        with MockRequest(self.env(user=user), website=website) as request:
            request.session.uid = user.id
            yield

    def records(self, model, user):
        """Those of the user's that there are, or, of a wizard, one for each of its choices."""
        if self.env[model].is_transient():
            return self.wizards(model, user)
        records = self.things.get(model)
        self.assertIsNotNone(records, f"staff_things.py makes no {model}")
        return records.with_user(user)._filtered_access("read")

    def wizards(self, model, user):
        offers = self.things["product.template"]
        wizards = self.env[model].with_user(user).with_context(active_ids=offers.ids)
        plain = wizards.default_get(list(wizards._fields))
        choices = [
            {name: option}
            for name, field in wizards._fields.items()
            if field.type == "selection" and field.store
            for option in field.get_values(wizards.env)
        ]
        return wizards.create([{**plain, **choice} for choice in choices or [{}]])

    def test_every_entry_of_the_cog_menu_answers_each_role_that_sees_it(self):
        tried = set()
        for role, user in self.users.items():
            bindings = self.env["ir.actions.actions"].with_user(user)
            for name, action in self.bound_actions().items():
                model = action.binding_model_id.model
                seen = [one["id"] for one in bindings.get_bindings(model).get("action", [])]
                if action.id not in seen:
                    continue
                tried.add(name)
                records = self.things[model].with_user(user)
                with self.subTest(role=role, action=name):
                    self.try_out(
                        user, lambda one=action, many=records[:1]: staff_walk.run(one, many)
                    )
        self.assertEqual(tried, set(self.bound_actions()))

    def bound_actions(self):
        found = {}
        for kind in ("ir.actions.act_window", "ir.actions.server"):
            for name, action in staff_walk.our_records(self.env, kind).items():
                if action.binding_model_id and getattr(action, "usage", "") != "ir_cron":
                    found[name] = action
        return found

    def test_every_menu_opens_for_each_role_that_sees_it(self):
        menus = staff_walk.our_records(self.env, "ir.ui.menu")
        opened = set()
        for role, user in self.users.items():
            env = self.env(user=user)
            seen = env["ir.ui.menu"]._visible_menu_ids()
            for name, menu in menus.items():
                if menu.id in seen and menu.action:
                    opened.add(name)
                    with self.subTest(role=role, menu=name):
                        self.try_out(
                            user, lambda e=env, m=menu: staff_walk.open_action(m.action.id, e, {})
                        )
        self.assertEqual(opened, {name for name, menu in menus.items() if menu.action})

    def test_every_form_is_filled_in_by_each_role_that_may_create(self):
        """A new record's form opens, with its defaults and what follows from them."""
        for role, user in self.users.items():
            for name, view in staff_walk.our_views(self.env).items():
                model = self.env[view.model].with_user(user)
                is_own = view.type == "form" and view.mode == "primary"
                if is_own and model.has_access("create"):
                    with self.subTest(role=role, view=name):
                        self.try_out(user, lambda one=model, key=name: Form(one, view=key))


class _UndoneError(Exception):
    """What a button did is taken back."""
