"""All that is known about the prices of some offers for one client at one moment.

Fetched once, it prices any basket of these offers without asking the database again.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .price import NOTHING, WHOLESALE, Offer, price, rounded

# A quantity that no cart reaches: the retail price, whatever the threshold.
NEVER = Decimal("Infinity")


class Quoted(NamedTuple):
    """An offer and how it is sold: `group` are those counted together, in base units.

    `is_offer`: without a price it cannot be bought; of all else the price is not ours. `added` is
    the rate of the VAT that comes on top of the price, and `times` what the client's fiscal
    position multiplies it by.
    """

    offer: Offer
    group: tuple
    factor: Decimal = Decimal(1)
    pack: Decimal = Decimal(1)
    is_offer: bool = True
    added: Decimal = NOTHING
    times: Fraction = Fraction(1)

    def paid(self, found):
        """The Price with what is paid of it, once it was worked out."""
        if found is None or self.times == 1:
            return found
        amount = found.amount * self.times.numerator / self.times.denominator
        return found._replace(amount=rounded(amount))


class Quote:
    """`offers`: {product id: Quoted}; `rules`: {node: [Rule]}, all in force for the client.

    `positioned`: a fiscal position may be meant for him, that gives some offers other taxes.
    """

    def __init__(self, offers, rules, positioned=False):
        self.offers = offers
        self.rules = rules
        self.positioned = positioned

    def after(self, terms):
        """The same with {product id: tax.Terms} of a fiscal position."""
        offers = {
            key: quoted._replace(**terms[key]._asdict()) if key in terms else quoted
            for key, quoted in self.offers.items()
        }
        return Quote(offers, self.rules)

    def prices(self, quantities):
        """{product id: Price} of a whole basket {product id: quantity in the offer's unit}.

        Every group is counted over the whole basket. An offer without a price is left out.
        """
        totals = self._totals(quantities)
        found = {}
        for product_id in quantities:
            quoted = self.offers.get(product_id)
            result = quoted and price(
                quoted.offer, self._reaching(quoted.offer), totals[quoted.group]
            )
            if result:
                found[product_id] = quoted.paid(result)
        return found

    def alone(self, product_id, quantity):
        """The Price of an offer that is bought alone; nobody buys less than a pack of it."""
        quoted = self.offers.get(product_id)
        least = max(exact(quantity), quoted.pack) if quoted else quantity
        return self.prices({product_id: least}).get(product_id)

    def both(self, product_id):
        """(retail Price, wholesale Price or None) of an offer, or None without a price."""
        quoted = self.offers.get(product_id)
        if not quoted or not (quoted.offer.own or quoted.offer.common):
            return None
        reaching = self._reaching(quoted.offer)
        retail = price(quoted.offer._replace(wholesale_from=NEVER), reaching, NOTHING)
        wholesale = price(quoted.offer, reaching, quoted.offer.wholesale_from)
        return quoted.paid(retail), quoted.paid(wholesale) if wholesale.kind == WHOLESALE else None

    def counted(self, quantities):
        """{name of a group: how much of it a basket holds}."""
        return {name_of(group): total for group, total in self._totals(quantities).items()}

    def has_say(self, product_id):
        """Whether the price of this product is ours to tell, also where there is none."""
        quoted = self.offers.get(product_id)
        return bool(quoted and (quoted.is_offer or quoted.offer.own or quoted.offer.common))

    def _totals(self, quantities):
        totals = {}
        for product_id, quantity in quantities.items():
            quoted = self.offers.get(product_id)
            if quoted:
                counted = exact(quantity) * quoted.factor
                totals[quoted.group] = totals.get(quoted.group, 0) + counted
        return totals

    def _reaching(self, offer):
        return [rule for node in offer.path for rule in self.rules.get(node, ())]


def name_of(group):
    """What a page calls the group of a Quoted."""
    return "-".join(map(str, group))


def exact(number):
    """A Decimal of the number as it is written: 0.1 is a tenth."""
    return number if isinstance(number, Decimal) else Decimal(str(number))
