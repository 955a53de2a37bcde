from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BridgeCase


class LetterCase(BridgeCase):
    """Fifty roses in the warehouse, a client, and a manager who presses the buttons."""

    def setUp(self):
        super().setUp()
        self.fetch_all()
        self.client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        self.manager = self.make_manager()

    def confirmed(self, quantity=25, unit=None):
        order = self.make_order(self.client, self.offer(), quantity, unit)
        self.committed()
        return order

    def committed(self):
        """What waits for the commit is done: orders give back what they hold too much."""
        self.env.flush_all()
        self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def kept(self):
        """[(quantity, price, amount)] of the lines that 1C has."""
        return [tuple(line[2:5]) for order in self.standin.orders() for line in order["lines"]]

    def sold(self):
        holds = self.env["krokus.hold"].search([("state", "=", "sold")])
        return sum(holds.filtered(lambda hold: hold.product_id == self.offer()).mapped("quantity"))

    def held(self):
        return self.env["krokus.stock"].search([("product_id", "=", self.offer().id)]).held


@tagged("post_install", "-at_install", "cases")
class TestUnitsOfALetter(LetterCase):
    """K7: a quantity is said in the unit in which 1C counts."""

    def setUp(self):
        super().setUp()
        self.pack = self.env["uom.uom"].create(
            {
                "name": "пач 25",
                "relative_factor": 25,
                "relative_uom_id": self.offer().uom_id.id,
            }
        )

    def test_two_packs_leave_as_fifty_stems_at_the_price_of_a_stem(self):
        order = self.confirmed(2, self.pack)
        order_total = order.amount_total
        self.deliver()
        [(quantity, price, amount)] = self.kept()
        self.assertEqual(float(quantity), 50)
        self.assertEqual(float(amount), order_total)
        self.assertEqual(round(float(price) * 50, 2), order_total)

    def test_what_settles_is_what_was_held(self):
        self.confirmed(2, self.pack)
        self.assertEqual((self.sold(), self.held()), (50, 50))
        self.deliver()
        self.fetch("figures")
        stock = self.env["krokus.stock"].search([("product_id", "=", self.offer().id)])
        self.assertEqual((stock.on_hand, stock.held, self.sold()), (0, 0, 0))

    def test_a_price_of_odd_kopecks_keeps_the_sum(self):
        order = self.confirmed(2, self.pack)
        order.order_line.price_unit = 1000.01
        self.deliver()
        [(quantity, price, amount)] = self.kept()
        self.assertEqual((float(quantity), float(amount)), (50, 2000.02))
        self.assertEqual(round(float(price) * 50, 2), 2000.02)

    def test_lines_add_up_to_the_order_when_its_taxes_are_rounded_as_a_whole(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        self.tax.price_include_override = "tax_excluded"
        order = self.confirmed(7)
        order.write({"order_line": [Command.create({"product_id": self.offer().id})]})
        order.order_line.price_unit = 33.33
        self.deliver()
        [kept] = self.standin.orders()
        self.assertEqual(
            round(sum(float(line[4]) for line in kept["lines"]), 2), order.amount_total
        )

    def test_the_unit_has_the_code_that_1c_gave_it(self):
        self.assertEqual(self.offer().krokus_onec_unit, "796")
        self.offer().product_tmpl_id.krokus_onec_unit = "778"
        order = self.confirmed(1, self.pack)
        [line] = order._krokus_onec_snapshot()["lines"]
        self.assertEqual((line["unit"], line["quantity"]), ("778", "25"))


@tagged("post_install", "-at_install", "cases")
class TestLetterThatWaits(LetterCase):
    """K6, before: what has not left says what the order says when it leaves."""

    def test_a_cancelled_order_takes_its_letter_back(self):
        order = self.confirmed()
        order.with_user(self.manager).action_cancel()
        self.committed()
        self.deliver()
        self.assertEqual(self.letter(order).state, "withdrawn")
        self.assertFalse(self.standin.orders())
        self.assertEqual((self.sold(), self.held()), (0, 0))

    def test_the_letter_of_a_cancelled_order_cannot_be_tried_again(self):
        order = self.confirmed()
        order.action_cancel()
        with self.assertRaises(UserError):
            self.letter(order).with_user(self.manager).action_retry()
        self.assertEqual(self.letter(order).state, "withdrawn")

    def test_a_lowered_quantity_arrives_lowered(self):
        order = self.confirmed(50)
        order.with_user(self.manager).order_line.product_uom_qty = 25
        self.committed()
        self.deliver()
        self.assertEqual([float(line[0]) for line in self.kept()], [25])
        self.assertEqual((self.sold(), self.held()), (25, 25))

    def test_a_comment_that_was_corrected_arrives_corrected(self):
        order = self.confirmed()
        order.krokus_comment = "После десяти"
        self.deliver()
        self.assertEqual([kept["comment"] for kept in self.standin.orders()], ["После десяти"])

    def test_cancelled_drafted_and_confirmed_again_it_is_held_and_sent_once(self):
        order = self.confirmed(50)
        for move in ("action_cancel", "action_draft", "action_confirm"):
            getattr(order.with_user(self.manager), move)()
            self.committed()
        self.assertEqual((self.sold(), self.held()), (50, 50))
        self.deliver()
        self.assertEqual(len(self.letter(order)), 1)
        self.assertEqual([kept["times_received"] for kept in self.standin.orders()], [1])
        self.fetch("figures")
        self.assertEqual((self.sold(), self.held()), (0, 0))

    def test_an_order_that_lost_its_last_line_stops_and_says_so(self):
        order = self.confirmed()
        order.order_line.product_uom_qty = 0
        self.deliver()
        self.assertEqual(
            (self.letter(order).state, self.letter(order).problem), ("stopped", "empty_order")
        )
        self.assertFalse(self.standin.orders())

    def test_what_1c_refused_may_still_change(self):
        order = self.confirmed(50)
        self.standin.control("trouble", mode="fault", operation="LoadOrders")
        self.deliver()
        order.order_line.product_uom_qty = 25
        self.retry_now()
        self.deliver()
        self.assertEqual([float(line[0]) for line in self.kept()], [25])

    def test_what_could_not_leave_for_a_dead_line_may_still_change(self):
        order = self.confirmed(50)
        self.standin.stop()
        self.deliver()
        order.order_line.product_uom_qty = 25
        order.action_cancel()
        self.assertEqual(self.letter(order).state, "withdrawn")


@tagged("post_install", "-at_install", "cases")
class TestLetterThatHasLeft(LetterCase):
    """K6, after: what 1C may have does not change here without a word."""

    def setUp(self):
        super().setUp()
        self.order = self.confirmed()

    def changes(self):
        line = self.order.order_line
        other = self.make_offer("Другая роза")
        return {
            "cancelled": lambda: self.order._action_cancel(),
            "set to draft": lambda: self.order.write({"state": "draft"}),
            "raised": lambda: line.write({"product_uom_qty": 50}),
            "lowered": lambda: line.write({"product_uom_qty": 5}),
            "turned into a return": lambda: line.write({"product_uom_qty": -5}),
            "another offer": lambda: line.write({"product_id": other.id}),
            "another price": lambda: line.write({"price_unit": 1}),
            "a discount": lambda: line.write({"discount": 10}),
            "a line more": lambda: self.order.write(
                {"order_line": [Command.create({"product_id": self.offer().id})]}
            ),
            "a negative line": lambda: self.order.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.offer().id, "product_uom_qty": -5})
                    ]
                }
            ),
            "a line less": lambda: line.unlink(),
            "another client": lambda: self.order.write({"partner_id": self.env.user.partner_id.id}),
            "another comment": lambda: self.order.write({"krokus_comment": "Завтра"}),
            "another name": lambda: self.order.write({"name": "S-RENAMED"}),
            "another day": lambda: self.order.write({"date_order": "2020-01-01"}),
        }

    def as_it_was(self):
        order = self.order
        return (
            order.state,
            order.partner_id,
            order.krokus_comment,
            [(line.product_id, line.product_uom_qty, line.price_unit) for line in order.order_line],
            self.sold(),
            self.held(),
        )

    def assert_refused(self, words):
        before = self.as_it_was()
        self.order = self.order.with_user(self.manager)
        for name, change in self.changes().items():
            with self.subTest(name):
                with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
                    change()
                self.assertIn(words, str(caught.exception))
            self.committed()
            self.assertEqual(self.as_it_was(), before)

    def test_a_change_is_refused_with_1cs_number(self):
        self.deliver()
        self.assert_refused("КРБ-000001")
        self.assertEqual(len(self.kept()), 1)

    def test_a_change_is_refused_while_the_letter_is_leaving(self):
        self.letter(self.order)._leaving(self.order._krokus_onec_snapshot())
        self.assert_refused("at this moment")

    def test_a_change_is_refused_while_nobody_knows_whether_it_arrived(self):
        self.standin.control("trouble", mode="lost", operation="LoadOrders")
        self.deliver()
        self.assert_refused("answer was lost")

    def test_a_refusal_of_a_later_try_does_not_say_that_it_never_arrived(self):
        self.standin.control("trouble", mode="lost", times=1, operation="LoadOrders")
        self.deliver()
        for mode in ("fault", "unauthorised"):
            self.standin.control("trouble", mode=mode, times=1, operation="LoadOrders")
            self.retry_now()
            self.deliver()
            self.assert_refused("1C")

    def test_an_order_that_was_renamed_before_it_left_finds_its_number(self):
        self.order.name = "S-RENAMED"
        self.deliver()
        self.assertEqual(self.letter(self.order).state, "done")
        self.assertEqual(self.letter(self.order).number, "S-RENAMED")

    def test_a_settled_order_sells_nothing_more(self):
        self.deliver()
        self.fetch("figures")
        self.assertEqual((self.sold(), self.held()), (0, 0))
        self.assert_refused("КРБ-000001")

    def test_what_was_left_behind_in_sending_leaves_once_more_as_it_was(self):
        letter = self.letter(self.order)
        letter._leaving(self.order._krokus_onec_snapshot())
        self.deliver()
        self.assertEqual(letter.state, "done")
        self.assertEqual([kept["times_received"] for kept in self.standin.orders()], [1])

    def test_what_does_not_stand_in_the_letter_may_change(self):
        self.deliver()
        self.order.with_user(self.manager).write({"note": "Позвонить", "client_order_ref": "7"})
        self.order.with_user(self.manager).order_line.sequence = 5
        self.assertEqual(self.order.client_order_ref, "7")

    def test_what_1c_has_cancelled_may_be_cancelled_here(self):
        self.deliver()
        self.standin.control("cancel", number=self.order.name)
        self.fetch("figures")
        self.assertEqual(self.letter(self.order).document_state, "cancelled")
        self.order.with_user(self.manager)._action_cancel()
        self.committed()
        self.assertEqual(self.order.state, "cancel")
        self.assertEqual((self.sold(), self.held()), (0, 0))
        with self.assertRaises(UserError):
            self.order.action_draft()


OUTBOX = "odoo.addons.krokus_1c_bridge.models.krokus_onec_outbox"


@tagged("post_install", "-at_install", "cases")
class TestOneLetterStopsNoOther(LetterCase):
    """K18: what stands in one letter is nobody else's trouble."""

    def test_what_xml_cannot_hold_is_left_out(self):
        self.client.write({"street": "ул.\x0b Радио", "name": "Лепе\x01сток"})
        order = self.confirmed()
        order.krokus_comment = "После\x02 десяти\ufffe\nво двор"
        self.deliver()
        [kept] = self.standin.orders()
        self.assertEqual(kept["comment"], "После десяти\nво двор")
        self.assertEqual(kept["client_name"], "Лепесток")
        self.assertEqual(self.letter(order).state, "done")

    @mute_logger(OUTBOX)
    def test_a_letter_that_cannot_be_written_stops_alone(self):
        for error in (
            ValueError("все"),
            TypeError("пропало"),
            KeyError("совсем"),
            UserError("нет"),
        ):
            with self.subTest(error):
                bad, good = self.confirmed(1), self.confirmed(1)
                self.break_snapshot(bad, error)
                self.deliver()
                letter = self.letter(bad)
                self.assertEqual((letter.state, letter.problem), ("stopped", "unwritable"))
                self.assertIn(str(error), letter.error)
                self.assertFalse(letter.left_at)
                self.assertEqual(self.letter(good).state, "done")
                self.assertEqual(self.connection.state, "working")

    def break_snapshot(self, bad, error):
        orders = type(bad)
        write = orders._krokus_onec_snapshot

        def snapshot(order):
            if order.id == bad.id:
                order.env.cr.execute("SELECT 1")
                raise error
            return write(order)

        self.patch(orders, "_krokus_onec_snapshot", snapshot)

    @mute_logger(OUTBOX)
    def test_what_does_not_fit_the_description_stops_alone(self):
        bad, good = self.confirmed(1), self.confirmed(1)
        snapshot = bad._krokus_onec_snapshot()
        lines = [{**line, "amount": "дорого"} for line in snapshot["lines"]]
        orders, write = type(bad), type(bad)._krokus_onec_snapshot
        self.patch(
            orders,
            "_krokus_onec_snapshot",
            lambda order: {**write(order), **({"lines": lines} if order.id == bad.id else {})},
        )
        self.deliver()
        self.assertEqual(self.letter(bad).state, "stopped")
        self.assertEqual(self.letter(good).state, "done")

    @mute_logger(OUTBOX)
    def test_a_document_that_cannot_be_applied_leaves_the_others_alone(self):
        bad, good = self.confirmed(1), self.confirmed(1)
        orders = type(bad)
        apply = orders._krokus_onec_document

        def document(order, message):
            if order.id == bad.id:
                raise ValueError("нет")
            return apply(order, message)

        self.patch(orders, "_krokus_onec_document", document)
        self.deliver()
        self.assertEqual((self.letter(bad).state, self.letter(good).state), ("sent", "done"))
        message = self.fetch("figures")
        self.assertEqual(message.state, "partial")
        self.assertIn(bad.name, message.rejection_ids.mapped("ref"))
        self.assertTrue(good.krokus_document_number)

    def test_a_connection_that_cannot_even_be_spelled_stops_no_other(self):
        bad = self.make_connection(name="1С филиала", site_address="http://[1c/ws/site?wsdl")
        lost = self.confirmed(1)
        self.letter(lost).connection_id = bad
        order = self.confirmed(1)
        self.deliver()
        self.assertEqual(self.letter(order).state, "done")
        self.assertEqual(self.letter(lost).state, "pending")
        self.assertEqual(bad._stream("order").state, "denied")

    def test_letters_without_a_connection_are_left_alone(self):
        self.connection.active = False
        order = self.confirmed(1)
        self.env.flush_all()
        before = self.letter(order).write_date
        self.deliver()
        self.assertEqual(self.letter(order).write_date, before)
        self.assertFalse(self.letter(order).connection_id)


@tagged("post_install", "-at_install", "cases")
class TestHandsOnALetter(LetterCase):
    """A manager retries, sets aside and withdraws by named buttons, and it is written down."""

    def setUp(self):
        super().setUp()
        self.order = self.confirmed(1)
        self.message = self.letter(self.order).with_user(self.manager)

    def assert_logged(self):
        self.assertIn(self.manager.name, self.message.history)
        self.assertIn(self.manager.name, " ".join(self.order.message_ids.mapped("body")))

    def test_a_waiting_letter_can_be_tried_again_now(self):
        self.message.sudo().write({"state": "failed", "next_try_at": "2100-01-01", "tries": 11})
        self.message.action_retry()
        self.assert_logged()
        self.deliver()
        self.assertEqual(self.message.state, "done")

    def test_a_letter_that_is_just_waiting_can_be_tried_again(self):
        self.message.action_retry()
        self.assertEqual(self.message.state, "pending")

    def test_a_letter_that_is_set_aside_lets_the_others_pass(self):
        other = self.confirmed(1)
        self.message.action_skip()
        self.assert_logged()
        self.deliver()
        self.assertEqual((self.message.state, self.letter(other).state), ("stopped", "done"))
        self.message.action_retry()
        self.deliver()
        self.assertEqual(self.message.state, "done")

    def test_a_withdrawn_letter_never_leaves(self):
        self.message.action_withdraw()
        self.assert_logged()
        self.deliver()
        self.assertEqual(self.message.state, "withdrawn")
        self.assertFalse(self.standin.orders())
        self.order.action_cancel()
        self.assertEqual(self.order.state, "cancel")

    def test_a_withdrawn_letter_can_be_sent_after_all(self):
        self.message.action_withdraw()
        self.message.action_retry()
        self.deliver()
        self.assertEqual(self.message.state, "done")

    def test_what_may_be_in_1c_is_not_withdrawn(self):
        self.standin.control("trouble", mode="lost", operation="LoadOrders")
        self.deliver()
        with self.assertRaises(UserError):
            self.message.action_withdraw()
        self.assertEqual(self.message.state, "failed")

    def test_a_delivered_letter_is_left_alone(self):
        self.deliver()
        for button in ("action_retry", "action_withdraw", "action_skip"):
            with self.subTest(button), self.assertRaises(UserError):
                getattr(self.message, button)()
        self.assertEqual(self.message.state, "done")

    def test_a_request_to_1c_can_be_withdrawn(self):
        request = self.env["krokus.onec.message"]._request(self.connection, ["figures"])
        request.with_user(self.manager).action_withdraw()
        self.run_cron("inbox", "_fetch_due")
        self.assertEqual(request.state, "withdrawn")

    def test_clients_press_nothing(self):
        user = self.make_buyer(self.client, login="letter_buyer")
        for button in ("action_retry", "action_withdraw", "action_skip"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(self.letter(self.order).with_user(user), button)()
        self.assertEqual(self.message.state, "pending")

    def test_a_manager_asks_for_figures_and_for_everything(self):
        connection = self.connection.with_user(self.manager)
        connection.action_fetch_figures()
        connection.action_fetch_catalogue()
        kinds = self.env["krokus.onec.message"].search(
            [("connection_id", "=", connection.id), ("state", "=", "pending")]
        )
        self.assertIn("clients", kinds.mapped("kind"))
