"""What prices are made of, by hand: a case a line, with its arithmetic.

The tree is flowers > roses > red > the rose. `tulip` stands beside the roses and is counted in
stems, as the rose; `pot` is counted in pots; `bulb` is sold by preorder. The client is of a tier.
Without other words a rose costs 100 (wholesale 80) in the common list, from 100 stems on.
"""

from decimal import Decimal
from typing import NamedTuple

from ..price import CLIENT, EVERYBODY, RETAIL, TIER, WHOLESALE

CATEGORIES = ("flowers", "roses", "red")


class Agreed(NamedTuple):
    """A condition: its days are counted from now, and it ends before the last."""

    scope: str
    percent: str = "0"
    on: str | None = None
    fixed: str | None = None
    books: bool = False
    starts: int = -10
    ends: int | None = None


class Case(NamedTuple):
    text: str
    arithmetic: str
    amount: str
    kind: str = RETAIL
    missing: str = "0"
    common: tuple | None = ("100", "80")
    own: tuple | None = None
    agreed: tuple = ()
    label: str | None = None
    label_stops: bool = True
    quantity: str = "1"
    beside: dict = {}
    wholesale_from: dict = {}
    counted: str = "cart"
    apart: bool = True
    tax: str = "0"
    with_tax: bool = True


def everybody(percent="0", on=None, **more):
    return Agreed(EVERYBODY, percent, on, **more)


def tier(percent="0", on=None, **more):
    return Agreed(TIER, percent, on, **more)


def client(percent="0", on=None, **more):
    return Agreed(CLIENT, percent, on, **more)


NOT_YET = {"missing": "99"}
# fmt: off
BASE = [
    Case("one stem of the common list", "100", "100.00", **NOT_YET),
    Case("the tier's list comes first", "90, not 100", "90.00", own=("90", "70"), **NOT_YET),
    Case("also where it is dearer", "120, not 100", "120.00", own=("120", "110"), **NOT_YET),
    Case("the tier's list alone", "90", "90.00", common=None, own=("90", None)),
    Case("its retail price is no wholesale price", "90, whatever the common list says", "90.00",
         own=("90", None), quantity="500"),
    Case("no wholesale price", "100 at any quantity", "100.00",
         common=("100", None), quantity="500"),
    Case("wholesale of the tier", "70", "70.00", WHOLESALE, own=("90", "70"), quantity="100"),
    Case("wholesale may be dearer: it is a base", "105", "105.00", WHOLESALE,
         common=("100", "105"), quantity="100"),
    Case("kopecks", "33.33", "33.33", common=("33.33", None)),
]
THRESHOLD = [
    Case("one less than enough", "99 < 100: 100", "100.00", missing="1", quantity="99"),
    Case("just enough", "100 = 100: 80", "80.00", WHOLESALE, quantity="100"),
    Case("more than enough", "101 > 100: 80", "80.00", WHOLESALE, quantity="101"),
    Case("a part of a stem less", "99.5 < 100: 100", "100.00", missing="0.5", quantity="99.5"),
    Case("the whole cart counts", "60 + 40 = 100: 80", "80.00", WHOLESALE,
         quantity="60", beside={"tulip": "40"}),
    Case("the whole cart, one less", "60 + 39 = 99: 100", "100.00", missing="1",
         quantity="60", beside={"tulip": "39"}),
    Case("pots are not stems", "60 stems + 40 pots: 100", "100.00", missing="40",
         quantity="60", beside={"pot": "40"}),
    Case("preorder is apart", "60 now + 40 later: 100", "100.00", missing="40",
         quantity="60", beside={"bulb": "40"}),
    Case("preorder together, where so set", "60 + 40 = 100: 80", "80.00", WHOLESALE,
         quantity="60", beside={"bulb": "40"}, apart=False),
    Case("counted by category", "60 roses + 40 tulips: 100", "100.00", missing="40",
         quantity="60", beside={"tulip": "40"}, counted="category"),
    Case("counted by category, a sister", "60 + 40 of one category: 80", "80.00", WHOLESALE,
         quantity="60", beside={"sister": "40"}, counted="category"),
    Case("counted by line", "60 of this, 40 of its sister: 100", "100.00", missing="40",
         quantity="60", beside={"sister": "40"}, counted="line"),
    Case("counted by line, enough", "100 of this: 80", "80.00", WHOLESALE,
         quantity="100", counted="line"),
    Case("a threshold of the category", "40 >= 40 of the roses: 80", "80.00", WHOLESALE,
         quantity="40", wholesale_from={"roses": 40}),
    Case("the nearest category's", "40 < 50 of the red: 100", "100.00", missing="10",
         quantity="40", wholesale_from={"roses": 40, "red": 50}),
    Case("the offer's own", "25 >= 25 of the rose: 80", "80.00", WHOLESALE,
         quantity="25", wholesale_from={"flowers": 300, "red": 50, "rose": 25}),
    Case("another offer's threshold is another's", "30 < 100: 100", "100.00", missing="70",
         quantity="10", beside={"tulip": "20"}, wholesale_from={"tulip": 20}),
    Case("dozens are counted in stems", "88 + 1 x 12 = 100: 80", "80.00", WHOLESALE,
         quantity="88", beside={"dozen": "1"}),
]
CATEGORY = [
    Case("off a category", "100 x 0.90 = 90", "90.00",
         agreed=(everybody("-10", "red"),), **NOT_YET),
    Case("onto a category", "100 x 1.12 = 112", "112.00",
         agreed=(everybody("12", "red"),), **NOT_YET),
    Case("off wholesale too", "80 x 0.90 = 72", "72.00", WHOLESALE, quantity="100",
         agreed=(everybody("-10", "red"),)),
    Case("off the tier's own price", "90 x 0.90 = 81", "81.00", own=("90", None),
         agreed=(everybody("-10", "red"),)),
    Case("two ancestors: the nearer", "100 x 0.95 = 95, and no 0.80", "95.00",
         agreed=(everybody("-20", "flowers"), everybody("-5", "roses")), **NOT_YET),
    Case("three nodes: the nearest", "100 x 1.03 = 103", "103.00", agreed=(
         everybody("-20", "flowers"), everybody("-5", "roses"), everybody("3", "red")), **NOT_YET),
    Case("the offer before its category", "100 x 0.98 = 98", "98.00",
         agreed=(everybody("-2", "rose"), everybody("-30", "red")), **NOT_YET),
    Case("of all goods, the farthest", "100 x 0.99 = 99", "99.00",
         agreed=(everybody("-1"),), **NOT_YET),
    Case("of all goods, after a category", "100 x 0.95 = 95", "95.00",
         agreed=(everybody("-50"), everybody("-5", "flowers")), **NOT_YET),
    Case("a fixed price of the category", "64.50", "64.50",
         agreed=(everybody(fixed="64.50", on="red"),), **NOT_YET),
    Case("another category's is no concern", "100", "100.00",
         agreed=(everybody("-10", "tulips"),), **NOT_YET),
    Case("by hand before the books", "100 x 0.97 = 97", "97.00",
         agreed=(everybody("-3", "red"), everybody("-9", "red", books=True)), **NOT_YET),
    Case("nothing off, and nearer, is nothing off", "100 x 1 = 100", "100.00",
         agreed=(everybody("0", "rose"), everybody("-10", "red")), **NOT_YET),
]
CONDITION = [
    Case("a client's", "100 x 0.95 = 95", "95.00", agreed=(client("-5"),), **NOT_YET),
    Case("a tier's", "100 x 0.93 = 93", "93.00", agreed=(tier("-7"),), **NOT_YET),
    Case("the client before the tier", "100 x 0.97 = 97", "97.00",
         agreed=(client("-3"), tier("-10")), **NOT_YET),
    Case("also where the tier's is nearer", "100 x 0.97 = 97", "97.00",
         agreed=(client("-3"), tier("-10", "rose")), **NOT_YET),
    Case("within the client's, the nearest", "100 x 0.96 = 96", "96.00",
         agreed=(client("-3"), client("-4", "red"), client("-9", "roses")), **NOT_YET),
    Case("by hand before the books", "100 x 0.98 = 98", "98.00",
         agreed=(client("-2"), client("-8", books=True)), **NOT_YET),
    Case("nearest before by hand", "100 x 0.92 = 92", "92.00",
         agreed=(client("-2"), client("-8", "red", books=True)), **NOT_YET),
    Case("the latest start", "100 x 0.94 = 94", "94.00",
         agreed=(client("-6", starts=-2), client("-1", starts=-3)), **NOT_YET),
    Case("steps 2 and 3 multiply", "100 x 0.90 x 0.95 = 85.50", "85.50",
         agreed=(everybody("-10", "red"), client("-5")), **NOT_YET),
    Case("a markup and a discount multiply", "100 x 1.10 x 0.95 = 104.50", "104.50",
         agreed=(everybody("10", "red"), client("-5")), **NOT_YET),
    Case("wholesale, category, client", "80 x 0.90 x 0.95 = 68.40", "68.40", WHOLESALE,
         quantity="100", agreed=(everybody("-10", "red"), client("-5"))),
    Case("a fixed price replaces", "55.55, and no 0.90", "55.55",
         agreed=(everybody("-10", "red"), client(fixed="55.55")), **NOT_YET),
    Case("a fixed price of the category, and a client", "60 x 0.95 = 57", "57.00",
         agreed=(everybody(fixed="60", on="red"), client("-5")), **NOT_YET),
    Case("fixed does not ask for wholesale", "55", "55.00", WHOLESALE, quantity="100",
         agreed=(client(fixed="55", on="rose"),)),
    Case("a client's markup", "100 x 1.25 = 125", "125.00", agreed=(client("25"),), **NOT_YET),
    Case("an exception: the client gets nothing off", "100 x 1 = 100", "100.00",
         agreed=(client("0", "red"), client("-5"), tier("-7")), **NOT_YET),
    Case("everything off", "100 x 0 = 0", "0.00", agreed=(client("-100"),), **NOT_YET),
    Case("everything off twice", "100 x 0 x 0 = 0", "0.00",
         agreed=(everybody("-100", "red"), client("-100")), **NOT_YET),
]
DATES = [
    Case("not begun", "100", "100.00", agreed=(client("-5", starts=1),), **NOT_YET),
    Case("ended", "100", "100.00", agreed=(client("-5", starts=-3, ends=-1),), **NOT_YET),
    Case("ending tomorrow", "100 x 0.95 = 95", "95.00", agreed=(client("-5", ends=1),), **NOT_YET),
    Case("the ended one leaves the tier's", "100 x 0.93 = 93", "93.00",
         agreed=(client("-5", ends=-1), tier("-7")), **NOT_YET),
    Case("the ended one leaves the farther", "100 x 0.80 = 80", "80.00", RETAIL,
         agreed=(everybody("-5", "red", ends=-1), everybody("-20", "flowers")), **NOT_YET),
]
LABEL = [
    Case("-15 % with the label, a client with -5 %", "100 x 0.85 = 85, and no 0.95", "85.00",
         label="roses", agreed=(everybody("-15", "roses"), client("-5")), **NOT_YET),
    Case("the same at wholesale: a base, no discount", "80 x 0.85 = 68", "68.00", WHOLESALE,
         label="roses", quantity="100", agreed=(everybody("-15", "roses"), client("-5"))),
    Case("a label that stops nothing", "100 x 0.85 x 0.95 = 80.75", "80.75",
         label="roses", label_stops=False,
         agreed=(everybody("-15", "roses"), client("-5")), **NOT_YET),
    Case("a label without a discount", "100", "100.00", label="roses",
         agreed=(client("-5"),), **NOT_YET),
    Case("a discount beside another node", "100", "100.00", label="rose",
         agreed=(everybody("-15", "roses"),), **NOT_YET),
    Case("label and discount on the offer", "100 x 0.70 = 70", "70.00", label="rose",
         agreed=(everybody("-30", "rose"), everybody("-15", "roses"), tier("-7")), **NOT_YET),
    Case("the label's discount behind a nearer one", "100 x 0.85 = 85, for 0.90 is stopped",
         "85.00", label="roses",
         agreed=(everybody("-10", "rose"), everybody("-15", "roses")), **NOT_YET),
    Case("the label's discount behind a nearer markup", "100 x 1.10 = 110", "110.00",
         label="roses", agreed=(everybody("10", "rose"), everybody("-15", "roses")), **NOT_YET),
    Case("a markup stays", "100 x 0.85 x 1.20 = 102", "102.00", label="roses",
         agreed=(everybody("-15", "roses"), client("20")), **NOT_YET),
    Case("the category's markup stays", "100 x 1.15 = 115", "115.00", label="roses",
         agreed=(everybody("15", "flowers"), client("-5")), **NOT_YET),
    Case("a client's condition beside the label is stopped too", "100 x 0.85 = 85", "85.00",
         label="roses", agreed=(everybody("-15", "roses"), client("-5", "roses")), **NOT_YET),
    Case("fixed below is a discount", "100 x 0.85 = 85, not 60", "85.00", label="roses",
         agreed=(everybody("-15", "roses"), client(fixed="60")), **NOT_YET),
    Case("fixed above is a markup", "90, for 90 > 100 x 0.85 = 85", "90.00", label="roses",
         agreed=(everybody("-15", "roses"), client(fixed="90")), **NOT_YET),
    Case("the label's own fixed price", "70", "70.00", label="rose",
         agreed=(everybody(fixed="70", on="rose"), client("-5")), **NOT_YET),
    Case("nothing off, nearer than the label's", "100 x 1 = 100", "100.00", label="roses",
         agreed=(everybody("0", "rose"), everybody("-15", "roses")), **NOT_YET),
    Case("a far fixed price below is stopped", "100", "100.00", label="rose",
         agreed=(everybody(fixed="70", on="flowers"),), **NOT_YET),
    Case("a stopped client does not wake the tier", "100, and no 1.05", "100.00", label="roses",
         agreed=(client("-5"), tier("5")), **NOT_YET),
    Case("everything off beside the label", "100 x 0 = 0", "0.00", label="red",
         agreed=(everybody("-100", "red"), client("-20")), **NOT_YET),
    Case("everything off, stopped", "100", "100.00", label="red",
         agreed=(client("-100"),), **NOT_YET),
]
ROUNDING = [
    Case("half a kopeck goes up", "33.50 x 0.95 = 31.825", "31.83", common=("33.50", None),
         agreed=(client("-5"),)),
    Case("less than half goes down", "33.33 x 0.95 = 31.6635", "31.66", common=("33.33", None),
         agreed=(client("-5"),)),
    Case("rounded once, at the end",
         "10.05 x 0.95 = 9.5475, x 0.90 = 8.59275; not 9.55 x 0.90 = 8.595", "8.59",
         common=("10.05", None), agreed=(everybody("-5", "red"), client("-10"))),
    Case("a third of a percent", "99.99 x 0.9967 = 99.660033", "99.66", common=("99.99", None),
         agreed=(client("-0.33"),)),
    Case("a kopeck with a discount", "0.01 x 0.50 = 0.005", "0.01", common=("0.01", None),
         agreed=(client("-50"),)),
]
TAX = [
    Case("a list with VAT, an offer with VAT", "120", "120.00", common=("120", None), tax="20"),
    Case("a list without VAT", "100 x 1.20 = 120", "120.00", common=("100", None), tax="20",
         with_tax=False),
    Case("without VAT, 10 %", "33.33 x 1.10 = 36.663", "36.66", common=("33.33", None), tax="10",
         with_tax=False),
    Case("VAT before the discount, rounded once", "10.01 x 1.20 = 12.012, x 0.95 = 11.4114",
         "11.41", common=("10.01", None), tax="20", with_tax=False, agreed=(client("-5"),)),
    Case("wholesale without VAT", "80 x 1.20 = 96", "96.00", WHOLESALE, tax="20", with_tax=False,
         quantity="100"),
    Case("no tax, nothing to add", "100", "100.00", common=("100", None), with_tax=False),
]
# fmt: on
CASES = [*BASE, *THRESHOLD, *CATEGORY, *CONDITION, *DATES, *LABEL, *ROUNDING, *TAX]


def number(text):
    return None if text is None else Decimal(text)
