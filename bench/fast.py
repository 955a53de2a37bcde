"""Our fast route: one line of ten set to so many packs, every answer read and checked."""

from itertools import count

from .cart import LINES, PACK, goods

EVERY = 20  # so seldom does a request ask for what must be refused
OVER_THE_CAP = 90_000  # more than the share of an offer that one client may hold


class Fast:
    """Sets one of the ten lines of a basket, in turn; now and then asks for what must not be."""

    def __init__(self, side):
        self.lines = {
            sid: [product for _template, product in goods(side, number)]
            for number, sid in enumerate(side.people)
        }
        self.hidden = side.product("HIDDEN")
        self.asked = count(1)

    def __call__(self, buyer, turn, outcome):
        product, asked = self.lines[buyer.sid][turn % LINES], next(self.asked)
        if not asked % EVERY:
            return self._ask_badly(buyer, asked // EVERY, product, outcome)
        quantity = PACK * (1 + (turn // LINES) % 5)
        answer = take(buyer, [[product, quantity]])
        if not answer.refusal:
            outcome.count("done" if _is_right(answer, quantity) else "wrong")
        return answer

    def _ask_badly(self, buyer, number, product, outcome):
        """A hidden offer, a part of a pack, or too much: less is granted, in words."""
        wanted = ((self.hidden, PACK), (product, PACK + 1), (product, OVER_THE_CAP))[number % 3]
        answer = take(buyer, [[*wanted]])
        line = _line(answer)
        refused = line and line["granted"] < wanted[1] and line["message"]
        told = line and wanted[0] == self.hidden and (line["price"] or line["free"])
        outcome.count("bad_refused" if refused and not told else "bad_let_through")
        return answer


class Projected(Fast):
    """Ten adds, and then core asks for the cart: the lines of the draft order stand, and say what
    was granted."""

    def __init__(self, side):
        super().__init__(side)
        self.granted = {sid: {} for sid in side.people}

    def __call__(self, buyer, turn, outcome):
        granted = self.granted[buyer.sid]
        if turn % (LINES + 1) < LINES:
            answer = super().__call__(buyer, turn - turn // (LINES + 1), outcome)
            line = _line(answer)
            if line and line["product_id"] != self.hidden:
                granted[line["product_id"]] = line["granted"]
            return answer
        answer = buyer.call("/shop/cart/quantity")
        if len(granted) == LINES and answer.result != sum(granted.values()):
            outcome.count("wrong")
        return answer


class Hot(Fast):
    """All want the same offer, which is a line of every basket."""

    def __init__(self, side):
        super().__init__(side)
        hot = side.product("HOT")
        self.lines = dict.fromkeys(self.lines, [hot] * LINES)


class Spread(Fast):
    """Each wants his own nine offers, a thousand in all; the hot one lies in the basket too."""

    def __init__(self, side):
        super().__init__(side)
        self.lines = {sid: [*own[:-1], own[0]] for sid, own in self.lines.items()}


def take(buyer, lines):
    return buyer.call("/krokus/take", lines=lines)


def lay_out(side, buyers, hot):
    """Baskets of ten lines: ten of their own, or nine and the hot one."""
    offer, fast = side.product("HOT"), Fast(side)
    for buyer in buyers:
        own = fast.lines[buyer.sid]
        lines = [[product, PACK] for product in own[: LINES - 1]]
        answer = take(buyer, [*lines, [own[-1], 0 if hot else PACK], [offer, PACK if hot else 0]])
        buyer.close()
        if not answer.result or answer.result["basket"]["lines"] != LINES:
            raise AssertionError(f"a basket has not ten lines: {answer.body[:500]}")


def _line(answer):
    return answer.result["lines"][0] if answer.result else None


def _is_right(answer, quantity):
    """Held as asked, at a price of the client's, in a basket that still has ten lines."""
    line = _line(answer)
    return bool(
        line
        and line["granted"] == quantity
        and line["price"] > 0
        and answer.result["basket"]["lines"] == LINES
        and answer.result["basket"]["seconds_left"] > 0
    )
