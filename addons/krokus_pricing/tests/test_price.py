from datetime import datetime, timedelta
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..price import (
    ALL_GOODS,
    CONDITION,
    FARTHER,
    HAND_FIRST,
    OLDER,
    STOPPED,
    TIER_YIELDS,
    WHOLESALE,
    Entry,
    Label,
    Offer,
    Rule,
)
from ..quote import Quote, Quoted, exact
from ..tax import factor, mapped
from . import baskets
from .cases import CASES, CATEGORIES, client, everybody, number, tier
from .cases import Case as CaseOf

NOW = datetime(2026, 3, 6, 6, 0)
SEED, BASKETS = 20260306, 10_000
# Offers beside the rose: (unit, mode, category, base units in one).
BESIDE = {
    "tulip": ("stem", "exchange", "tulips", 1),
    "sister": ("stem", "exchange", "red", 1),
    "dozen": ("stem", "exchange", "tulips", 12),
    "pot": ("pot", "exchange", "pots", 1),
    "bulb": ("stem", "preorder", "bulbs", 1),
}


def quote_of(case):
    """The facts of a case, as the database would tell them."""
    offers = {"rose": quoted(case, "rose", ("stem", "exchange", "red", 1), CATEGORIES)}
    for name in case.beside:
        offers[name] = quoted(case, name, BESIDE[name], ("flowers", BESIDE[name][2]))
    rules = {}
    for number_, agreed in enumerate(case.agreed):
        if in_force(agreed):
            rule = rule_of(number_, agreed)
            rules.setdefault(rule.node, []).append(rule)
    return Quote(offers, rules)


def quoted(case, name, about, categories):
    unit, mode, category, base_units = about
    path = (ALL_GOODS, *(("category", one) for one in categories), ("product", name))
    group = (unit, mode if case.apart else None)
    group += {"cart": (), "category": (category,), "line": (name,)}[case.counted]
    known = [case.wholesale_from[key] for _what, key in path if key in case.wholesale_from]
    entries = [entry_of(case, prices) for prices in (case.own, case.common)]
    label = case.label and case.label_stops and Label(1, node(case.label))
    offer = Offer(*entries, Decimal(known[-1] if known else 100), path, label or None)
    return Quoted(offer, group, Decimal(base_units))


def entry_of(case, prices):
    if prices is None:
        return None
    times = factor(case.with_tax, Decimal(case.tax), Decimal(0))
    return Entry(1, *(price and number(price) * times for price in prices))


def node(name):
    if name is None:
        return ALL_GOODS
    return ("product" if name == "rose" else "category", name)


def in_force(agreed):
    return agreed.starts <= 0 and (agreed.ends is None or agreed.ends > 0)


def rule_of(number_, agreed):
    return Rule(
        number_,
        agreed.scope,
        node(agreed.on),
        number(agreed.percent),
        number(agreed.fixed),
        not agreed.books,
        NOW + timedelta(days=agreed.starts),
    )


def ask(*agreed, **more):
    case = CaseOf("", "", "", agreed=agreed, **more)
    quantities = {"rose": case.quantity, **case.beside}
    return quote_of(case).prices(quantities)["rose"]


@tagged("post_install", "-at_install")
class TestPrice(BaseCase):
    def test_every_case_of_the_table(self):
        self.assertGreaterEqual(len(CASES), 60)
        for case in CASES:
            with self.subTest(case.text, arithmetic=case.arithmetic):
                found = quote_of(case).prices({"rose": case.quantity, **case.beside})["rose"]
                self.assertEqual(str(found.amount), case.amount)
                self.assertEqual(found.kind, case.kind)
                self.assertEqual(found.missing, Decimal(case.missing))

    def test_no_list_no_price(self):
        case = CaseOf("", "", "", common=None)
        self.assertEqual(quote_of(case).prices({"rose": 1}), {})

    def test_an_offer_that_was_not_asked_about_is_left_out(self):
        self.assertEqual(quote_of(CASES[0]).prices({"lily": 1}), {})

    def test_every_step_has_its_amount_and_its_rule(self):
        found = ask(everybody("-10", "red"), client("-5"), quantity="100")
        amounts = [(step.kind, step.amount) for step in found.steps]
        self.assertEqual(
            amounts,
            [(WHOLESALE, 80), ("category", 72), (CONDITION, Decimal("68.4"))],
        )
        self.assertEqual([step.rule.id for step in found.steps[1:]], [0, 1])

    def test_what_does_not_hold_says_why(self):
        for winner, loser, reason in (
            (client("-3"), tier("-10"), TIER_YIELDS),
            (client("-3", "red"), client("-9", "roses"), FARTHER),
            (client("-3"), client("-9", books=True), HAND_FIRST),
            (client("-3", starts=-1), client("-9"), OLDER),
        ):
            with self.subTest(reason):
                (left_out,) = ask(loser, winner).left_out
                self.assertEqual((left_out.rule.id, left_out.reason), (0, reason))
                self.assertEqual(left_out.instead.id, 1)

    def test_what_the_label_stops_says_so(self):
        (left_out,) = ask(everybody("-15", "red"), client("-5"), label="red").left_out
        self.assertEqual((left_out.rule.id, left_out.reason), (1, STOPPED))

    def test_the_steps_are_exact_and_only_the_amount_is_rounded(self):
        found = ask(client("-5"), common=("33.33", None))
        self.assertEqual(found.steps[-1].amount, Decimal("31.6635"))
        self.assertEqual(str(found.amount), "31.66")

    def test_more_than_everything_off_is_nothing(self):
        self.assertEqual(ask(client("-120")).amount, 0)

    def test_a_number_is_taken_as_it_is_written(self):
        self.assertEqual(exact(0.1) * 3, Decimal("0.3"))

    def test_a_price_without_vat_is_what_the_list_with_vat_says_without_it(self):
        self.assertEqual(Decimal(120) * factor(True, Decimal(0), Decimal(20)), 100)

    def test_other_taxes_of_the_client_are_in_both_prices_rounded_once(self):
        """120.05 and 96 with 20 % in them are, with 10 % in them, 110.05 and 88."""
        ten = tuple(map(Decimal, (10, 0)))
        twenty = tuple(map(Decimal, (20, 0)))
        offer = Offer(None, Entry(1, Decimal("120.05"), Decimal(96)), Decimal(100))
        quote = Quote({1: Quoted(offer, ("stem",))}, {}).after({1: mapped(twenty, ten)})
        self.assertEqual([price.amount for price in quote.both(1)], [Decimal("110.05"), 88])
        self.assertEqual(quote.prices({1: 100})[1].amount, 88)

    def test_random_baskets_agree_with_a_second_computation(self):
        for basket in baskets.random_baskets(SEED, BASKETS):
            found = Quote(basket.offers, basket.rules).prices(basket.quantities)
            expected = baskets.second_computation(basket)
            self.assertEqual({key: price.amount for key, price in found.items()}, expected)
