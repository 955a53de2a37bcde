"""Real processes on real connections want the same flowers at once."""

import unittest

from dev import database
from faults.crew import crew_of, together

NAME = "krokus_races"
ROUNDS = 20


class TestRaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        database.copy(database.TEMPLATE, NAME)
        cls.addClassCleanup(database.drop, NAME)
        cls.crew = cls.enterClassContext(crew_of(NAME))

    def test_two_race_for_the_last_pack_and_one_gets_it_the_other_a_sentence(self):
        pair = self.crew.hire(2)
        floor = pair[0].do("furnish", clients=2, offers=ROUNDS, stock=10, step=10)
        for product in floor["products"]:
            answers = together(
                pair,
                [("take", {"login": who, "lines": [[product, 10]]}) for who in floor["logins"]],
            )
            self.assertFalse([a for a in answers if "granted" not in a], answers)
            granted = sorted(answer["granted"][str(product)] for answer in answers)
            self.assertEqual(granted, [0, 10])
            loser = min(answers, key=lambda answer: answer["granted"][str(product)])
            self.assertIn("sold out", loser["sentences"][0])
