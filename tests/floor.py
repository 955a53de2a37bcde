"""A whole trading floor for a test: the demo, the stand-in for 1C, two workers behind the proxy."""

import shutil
import subprocess
import unittest
from contextlib import ExitStack, contextmanager

import psycopg2

from dev import database, demo, postgres, standin
from dev.odoo import subcommand
from dev.paths import HOME, LOGS, SOCKETS
from dev.ports import free
from dev.server import serving

PURPOSE = "floor"


class Floor:
    """Where it all is. `books` is the stand-in for 1C: `stop()`, `stop(kill=True)`, `start()`."""

    def __init__(self, name, port, books):
        self.database = name
        self.address = f"http://127.0.0.1:{port}"
        self.books = books
        self.log = LOGS / f"{name}.odoo.log"
        self.people = demo.people(name)  # [who, login, password]

    @contextmanager
    def cursor(self):
        """A cursor on a connection of its own; each statement commits at once."""
        connection = psycopg2.connect(dbname=self.database, host=str(SOCKETS), user=postgres.USER)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def query(self, sql, parameters=()):
        """The rows of one statement; none for one that gives none."""
        with self.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def shell(self, script):
        """What a script prints that runs in Odoo's shell, with `env`; it commits by itself."""
        words = subcommand("shell", "-d", self.database, "--no-http", "--log-level=warn")
        done = subprocess.run(
            words,
            input=script,
            env=postgres.start(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or "Traceback" in done.stderr:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def complaints(self):
        """The lines of the server's log that are worse than a warning."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]


@contextmanager
def floor(workers=2, words=()):
    """A floor on free ports with a database, files and books of its own; gone with the block."""
    port = free(4)
    with ExitStack() as stack:
        name = stack.enter_context(database.scratch(PURPOSE))
        stack.callback(demo.drop, name)
        store = HOME / name
        stack.callback(shutil.rmtree, store, ignore_errors=True)
        books = stack.enter_context(standin.serving(port + 3, store))
        demo.copy(name)
        demo.point_at(name, books.address)
        made = Floor(name, port, books)
        stack.enter_context(serving(name, port, workers, words, log=made.log.name))
        yield made


class FloorCase(unittest.TestCase):
    """Tests that share one floor, `self.floor`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floor = cls.enterClassContext(floor())
