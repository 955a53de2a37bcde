"""Tests with a crew of real processes on real connections, and a keeper who tends the floor."""

import unittest

from dev import database
from faults.crew import crew_of


class CrewCase(unittest.TestCase):
    """`purpose` names the database, which is made for the class; `hands` work for `clients`."""

    purpose, hands, clients = "", 0, 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name = name = cls.enterClassContext(database.scratch(cls.purpose))
        database.copy(database.TEMPLATE, name)
        cls.crew = cls.enterClassContext(crew_of(name))
        cls.workers = cls.crew.hire(cls.hands)
        cls.keeper = cls.crew.hire(1)[0]
        cls.addClassCleanup(lambda: [worker.close() for worker in [*cls.workers, cls.keeper]])
        cls.people = cls.keeper.do("people", count=cls.clients)["logins"]
