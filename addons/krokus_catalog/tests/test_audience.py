from odoo.tests import BaseCase

from ..audience import (
    CLIENTS,
    EVERYBODY,
    INHERIT,
    MANAGERS,
    PUBLIC,
    TIERS,
    Audience,
    is_wider,
    narrowed,
)


class TestAudience(BaseCase):
    def test_who_says_nothing_is_seen_as_what_stands_above(self):
        above = Audience(TIERS, frozenset({1, 2}))
        self.assertEqual(narrowed(Audience(INHERIT), above), above)
        self.assertFalse(is_wider(Audience(INHERIT), above))

    def test_the_narrower_of_two_kinds_is_left(self):
        for own, above, left in (
            (PUBLIC, CLIENTS, CLIENTS),
            (MANAGERS, PUBLIC, MANAGERS),
            (CLIENTS, MANAGERS, MANAGERS),
        ):
            self.assertEqual(narrowed(Audience(own), Audience(above)), Audience(left))

    def test_two_choices_of_tiers_leave_what_is_in_both(self):
        own, above = Audience(TIERS, frozenset({1, 2})), Audience(TIERS, frozenset({2, 3}))
        self.assertEqual(narrowed(own, above), Audience(TIERS, frozenset({2})))
        self.assertTrue(is_wider(own, above))
        self.assertFalse(is_wider(Audience(TIERS, frozenset({2})), above))

    def test_everybody_below_chosen_tiers_is_wider(self):
        self.assertTrue(is_wider(EVERYBODY, Audience(TIERS, frozenset({1}))))
        self.assertFalse(is_wider(Audience(TIERS, frozenset({1})), EVERYBODY))
