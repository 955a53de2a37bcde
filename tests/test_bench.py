"""The arithmetic of the benchmarks: what is read, ranked and compared."""

import contextlib
import io
import socket
import threading
import unittest

from bench import ledger, load, measure, routes, seconds, shapes, table

LOG = """
2026-11-25 08:00:00,1 7 INFO x werkzeug: 1.2.3.4 - - [25/Nov] "GET /shop HTTP/1.0" 200 - 44 0.012 0.034
2026-11-25 08:00:00,2 7 INFO x werkzeug: 1.2.3.4 - - [25/Nov] "GET /shop HTTP/1.0" 200 - 46 0.030 0.050
2026-11-25 08:00:00,3 7 INFO x werkzeug: 1.2.3.4 - - [25/Nov] "GET /shop HTTP/1.0" 500 - 1 9.000 9.000
2026-11-25 08:00:00,4 7 INFO x werkzeug: 1.2.3.4 - - [25/Nov] "GET /web/health HTTP/1.0" 200 - - - -
"""  # noqa: E501 - lines of a log


class TestMeasures(unittest.TestCase):
    def test_a_percentile_is_one_of_the_values(self):
        values = list(range(1, 101))
        self.assertEqual(measure.percentile(values, 50), 50)
        self.assertEqual(measure.percentile(values, 95), 95)
        self.assertEqual(measure.percentile(reversed(values), 99), 99)
        self.assertEqual(measure.percentile([7], 95), 7)
        self.assertEqual(measure.percentile([1, 2], 50), 1)

    def test_sides_take_turns_and_swap_who_begins(self):
        order = []
        found = measure.in_turns(("a", "b"), lambda side: order.append(side) or len(order), 3)
        self.assertEqual(order, ["a", "b", "b", "a", "a", "b"])
        self.assertEqual(found, {"a": [1, 4, 5], "b": [2, 3, 6]})

    def test_one_bad_round_does_not_move_a_ratio(self):
        self.assertEqual(measure.median_ratio([10, 12, 90], [4, 0.1, 5]), 3)


class TestRequestLog(unittest.TestCase):
    def test_odoo_s_own_figures_are_read(self):
        lines = list(seconds.read(LOG))
        self.assertEqual([line.status for line in lines], [200, 200, 500])
        self.assertEqual(lines[0], seconds.Served("/shop", 200, 44, 0.012, 0.034))

    def test_only_pages_that_came_count(self):
        cost = seconds.cost(seconds.read(LOG))
        self.assertEqual((cost.queries, round(cost.total, 3)), (45, 0.063))


class TestScript(unittest.TestCase):
    """A recorded statement becomes one of pgbench's."""

    def test_ids_become_variables_and_nothing_else_does(self):
        said = ledger.script_line(
            "UPDATE t SET q = 50, at = '2026-11-07 50:00:01'\n WHERE p IN (501, 5010) AND b = 701",
            {501: ":p", 701: ":b"},
        )
        self.assertEqual(
            said,
            "UPDATE t SET q = 50, at = '2026-11-07 50:00:01' WHERE p IN (:p, 5010) AND b = :b;",
        )

    def test_what_went_in_one_round_trip_still_does(self):
        self.assertEqual(ledger.script_line("SET x = 1; SELECT 2", {}), "SET x = 1\\; SELECT 2;")


class TestTable(unittest.TestCase):
    def test_columns_are_as_wide_as_their_widest_cell(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            table.show("Adds", ["", "ours"], [["one", 1234.5], ["eleven", 0.126]])
        lines = said.getvalue().splitlines()
        self.assertEqual(
            lines[1:],
            ["Adds", "         ours", "------  -----", "one      1234", "eleven  0.126"],
        )


class TestBuyer(unittest.TestCase):
    def answer(self, *answers):
        """A server that gives these answers, one to each request, over one connection."""
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)

        def serve():
            connection, _address = server.accept()
            with connection:
                for text in answers:
                    connection.recv(65536)
                    connection.sendall(text)

        threading.Thread(target=serve, daemon=True).start()
        buyer = load.Buyer(server.getsockname()[1], "sid")
        self.addCleanup(buyer.close)
        return buyer

    def test_a_sentence_is_a_refusal_and_a_crash_is_an_error(self):
        told = b'{"error": {"data": {"name": "odoo.exceptions.UserError", "message": "Sold out"}}}'
        crash = b'{"error": {"data": {"name": "builtins.KeyError", "message": "7"}}}'
        start = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
        buyer = self.answer(*[start % len(body) + body for body in (told, crash)])
        refused, broken = buyer.call("/add"), buyer.call("/add")
        self.assertEqual((refused.status, refused.refusal), (200, "Sold out"))
        self.assertEqual((broken.status, broken.result), (500, None))

    def test_bodies_come_whole_in_chunks_and_a_new_session_is_kept(self):
        buyer = self.answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
            "Set-Cookie: session_id=new; Path=/\r\n\r\n4\r\nКр\r\n1\r\n!\r\n0\r\n\r\n".encode()
        )
        self.assertEqual(buyer.get("/").body.decode(), "Кр!")
        self.assertEqual(buyer.sid, "new")

    def test_a_load_counts_what_it_met(self):
        answers = iter([200, 200, 503, 404])

        def act(_buyer, _turn, _outcome):
            return load.Answer(next(answers), b"", 0.01)

        outcome = load.press([object()], act, in_flight=8, turns=4)
        self.assertEqual(len(outcome.seconds), 4)
        self.assertEqual((outcome.errors_5xx, outcome.counts["4xx"]), (1, 1))


class TestRoutes(unittest.TestCase):
    def test_a_shape_fills_what_it_is_given(self):
        for name, shape in shapes.SHAPES.items():
            for size in (routes.SMALL, routes.LARGE):
                with self.subTest(name, size=size):
                    length = len(shape.text(size).encode())
                    self.assertTrue(size - 30 < length <= size, length)

    def test_the_dearest_shape_and_the_steepest_decide(self):
        ordinary = {"page": 0.1, "fifty lines": 0.05}
        costs = {
            ("list", "a"): routes.Cost(0.02, 0.2),
            ("list", "b"): routes.Cost(0.09, 0.4),
            ("search", "a"): routes.Cost(0.0, 0.01),
        }
        with contextlib.redirect_stdout(io.StringIO()):
            figures = routes._judge(ordinary, costs)
        self.assertAlmostEqual(figures["worst_route_ratio"], 8)
        self.assertAlmostEqual(figures["worst_growth"], 10)
