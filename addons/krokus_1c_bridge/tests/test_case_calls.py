import os
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..budget import Limits
from ..transport import Access
from ..trouble import ElsewhereError
from ..wire import Wire
from .common import BridgeCase
from .liar import Liar, description, dribble, say


class CallCase(BridgeCase):
    def liar(self, **answers):
        liar = Liar(**answers)
        self.addCleanup(liar.stop)
        self.connection.site_address = f"{liar.url}ws/site?wsdl"
        return liar

    def fetched(self):
        """What became of a request for the catalogue."""
        message = self.fetch("catalogue")
        self.assertFalse(self.offer(), "nothing was taken")
        return message


@tagged("post_install", "-at_install", "cases")
class TestOneCallAsAWhole(CallCase):
    """X06: no wait is long, but the call is."""

    def setUp(self):
        super().setUp()
        self.connection.call_seconds = 1

    def assert_hung_up(self, liar):
        """The call ended before 1C had: a limit of the whole, not of each wait."""
        message = self.fetched()
        self.assertFalse(liar.was_heard_out)
        self.assertEqual(message.problem, "over_limit")

    def test_an_answer_that_dribbles_ends_with_the_call(self):
        def post(handler):
            handler.send_response(200)
            handler.end_headers()
            dribble(handler, b" ")

        self.assert_hung_up(self.liar(post=post))
        self.assertEqual(self.connection._stream("catalogue").state, "unavailable")

    def test_a_head_that_dribbles_ends_with_the_call(self):
        self.assert_hung_up(self.liar(post=lambda handler: dribble(handler, b"H")))

    def test_a_description_that_dribbles_ends_with_the_call(self):
        def get(handler):
            handler.send_response(200)
            handler.end_headers()
            dribble(handler, b"<!-- -->")

        self.assert_hung_up(self.liar(get=get))

    def test_interim_answers_without_end_end_with_the_call(self):
        interim = b"HTTP/1.1 100 Continue\r\n\r\n"
        self.assert_hung_up(self.liar(post=lambda handler: dribble(handler, interim)))

    def test_a_letter_whose_answer_dribbles_may_be_in_1c(self):
        self.fetch_all()
        client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        order = self.make_order(client, self.offer(), 25)
        liar = self.liar(post=lambda handler: dribble(handler, b"H"))
        self.deliver()
        self.assertFalse(liar.was_heard_out)
        letter = self.letter(order)
        self.assertEqual((letter.state, letter.problem), ("failed", "over_limit"))
        self.assertTrue(letter.left_at)

    def test_an_answer_without_end_is_not_kept_in_memory(self):
        def post(handler):
            handler.send_response(200)
            handler.end_headers()
            dribble(handler, b" " * 2**16, times=512, pause=0)

        self.connection.write({"call_seconds": 60, "call_megabytes": 1})
        self.assert_hung_up(self.liar(post=post))

    def test_a_length_that_is_only_claimed_reserves_nothing(self):
        self.liar(post=lambda handler: say(handler, b"<a/>", **{"Content-Length": str(10**13)}))
        self.assertEqual(self.fetched().problem, "unavailable")

    def test_a_part_of_an_answer_is_no_answer(self):
        whole = b"<Envelope><Body><r><return/></r></Body></Envelope>"
        self.liar(post=lambda handler: say(handler, whole, **{"Content-Length": "100"}))
        self.assertEqual(self.fetched().problem, "unavailable")


@tagged("post_install", "-at_install", "cases")
class TestWhereThePasswordGoes(CallCase):
    """X20: to the connection's own scheme, host and port, whatever 1C's description says."""

    def setUp(self):
        super().setUp()
        self.thief = Liar()
        self.addCleanup(self.thief.stop)

    def assert_refused(self):
        message = self.fetched()
        self.assertEqual(self.thief.visits, 0, "nobody came")
        self.assertEqual(message.problem, "elsewhere")
        self.assertEqual(self.connection._stream("catalogue").state, "denied")
        posted = self.connection.message_ids.mapped("body")
        self.assertIn("nothing was sent there", " ".join(posted))

    def described(self, old, new):
        def get(handler):
            say(handler, description(handler.server.url).replace(old, new, 1).encode())

        return self.liar(get=get)

    def test_an_import_from_another_host_is_not_loaded(self):
        self.described(
            "<xs:schema ",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:import"
            f" namespace='urn:x' schemaLocation='{self.thief.url}x.xsd'/></xs:schema><xs:schema ",
        )
        self.assert_refused()

    def test_a_file_of_this_machine_is_not_loaded(self):
        self.described(
            "<xs:schema ",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:import"
            " namespace='urn:x' schemaLocation='file:///etc/hostname'/></xs:schema><xs:schema ",
        )
        self.assert_refused()

    def test_a_service_at_another_address_is_not_called(self):
        def get(handler):
            say(handler, description(self.thief.url).encode())

        self.liar(get=get)
        self.assert_refused()

    def test_a_description_that_has_moved_is_not_followed(self):
        self.liar(get=lambda handler: say(handler, b"", 302, Location=self.thief.url))
        self.assert_refused()

    def test_a_service_that_has_moved_is_not_followed(self):
        self.liar(post=lambda handler: say(handler, b"", 307, Location=self.thief.url))
        self.assert_refused()

    def test_no_order_goes_to_another_address(self):
        self.fetch_all()
        client = self.env["res.partner"].search([("name", "=", "Лепесток")])
        order = self.make_order(client, self.offer(), 25)
        self.liar(get=lambda handler: say(handler, description(self.thief.url).encode()))
        self.deliver()
        self.assertEqual(self.thief.visits, 0)
        self.assertEqual(self.letter(order).state, "pending")
        self.assertFalse(self.letter(order).left_at)

    def test_a_proxy_of_the_environment_does_not_hear_the_password(self):
        liar = self.liar()
        with patch.dict(os.environ, {"http_proxy": self.thief.url, "no_proxy": ""}):
            self.fetched()
        self.assertEqual(self.thief.visits, 0)
        self.assertTrue(all(who and who.startswith("Basic ") for _m, _p, who in liar.heard))

    def test_checking_says_where_it_was_sent(self):
        self.liar(get=lambda handler: say(handler, description(self.thief.url).encode()))
        answer = self.connection.with_user(self.make_manager()).action_check()
        self.assertEqual(self.thief.visits, 0)
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(self.thief.url, answer["params"]["message"])


@tagged("post_install", "-at_install", "cases")
class TestOrigin(BaseCase):
    def test_an_origin_is_scheme_host_and_port(self):
        wire = Wire("https://1c.example/base/ws/site?wsdl", Access("a", "b"), Limits())
        wire.check("https://1C.example:443/elsewhere")
        for address in (
            "http://1c.example/base/ws/site",
            "https://1c.example:8443/base/ws/site",
            "https://1c.example.evil/",
            "https://1c.example@evil/",
            "https://1c.example\\@evil/",
            "https://[::1]/",
            "//1c.example/",
            "file:///etc/passwd",
            "/etc/passwd",
            "https://1c.example:port/",
            "",
        ):
            with self.subTest(address), self.assertRaises(ElsewhereError):
                wire.check(address)
        with self.assertRaises(ElsewhereError):
            Wire("file:///etc/passwd", Access("a", "b"), Limits())
