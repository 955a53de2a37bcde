"""Some steps of the random walk, and the rules asked as it goes; the whole is in `make faults`."""

import unittest

from faults import walk

SEED, STEPS = 3, 80


class TestWalk(unittest.TestCase):
    def test_whatever_they_do_no_rule_is_broken(self):
        with walk.scene() as made:
            walked = walk.Walk(made, SEED)
            found = walked.run(STEPS)
        self.assertTrue(found.clean, "\n".join([str(found), *walked.told]))
        self.assertTrue(found.journal.counts["done"] and found.journal.confirmed)


if __name__ == "__main__":
    unittest.main()
