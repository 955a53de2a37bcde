"""Who walks the floor, and what each can do there: every deed is a request of the shop's own.

A deed takes the dice and gives (what was asked, the answer as the journal knows it).
"""

import re

from lxml import html

from .shop import Buyer

AMOUNTS = (0, 1, 2, 5, 7, 10, 25, 50)
_TOKEN = re.compile(r"csrf_token(?:\" value=|: )\"([^\"]+)\"")
_NUMBER = re.compile(r"/my/checkout/([^\"/?<]+)")
NOTHING = {"refused": "there is nothing to do it with"}


class Walker(Buyer):
    """Somebody who is logged in. `stage` has the ids of what there is."""

    def __init__(self, port, session, login, stage):
        super().__init__(port, session)
        self.login, self.stage = login, stage
        self.offers = {int(key): value for key, value in stage["offers"].items()}

    def act(self, dice):
        """(deed, what was asked, its answer)"""
        deed = dice.choices(list(self.DEEDS), list(self.DEEDS.values()))[0]
        return (deed, *getattr(self, deed)(dice))

    def _offer(self, dice):
        return dice.choice(sorted(self.offers))

    def _page(self, answer):
        """The journal's word for a page: its problem, or that it is there."""
        if answer is None or answer[0] in (502, 503):
            return None
        status, text = answer
        if status >= 500:
            return {"broken": f"{status}"}
        return {"refused": f"{status}"} if status >= 400 else {"page": len(text)}


class Client(Walker):
    DEEDS = {
        "take": 30,
        "add": 12,
        "update": 8,
        "empty": 1,
        "confirm": 14,
        "confirm_an_old_page": 3,
        "reorder": 3,
        "again": 3,
        "look": 4,
    }
    form = None

    def take(self, dice):
        lines = [
            [key, dice.choice(AMOUNTS)]
            for key in dice.sample(sorted(self.offers), dice.randint(1, 4))
        ]
        if dice.random() < 0.2:
            lines[0].append(dice.choice(self.stage["sessions"]))
        return lines, self.call("/krokus/take", lines=lines)

    def add(self, dice):
        key = self._offer(dice)
        words = {"product_id": key, "product_template_id": self.offers[key]}
        words["quantity"] = dice.choice((1, 1, 2, 5, 10))
        if dice.random() < 0.2:
            words["uom_id"] = dice.choice(self.stage["units"])
        return words, self.call("/shop/cart/add", **words)

    def update(self, dice):
        words = {"line_id": 0, "product_id": self._offer(dice), "quantity": dice.choice(AMOUNTS)}
        return words, self.call("/shop/cart/update", **words)

    def empty(self, dice):
        return {}, self.call("/shop/cart/clear")

    def look(self, dice):
        return {}, self._page(self._look())

    def again(self, dice):
        page = self._look()
        token = page and _TOKEN.search(page[1])
        if not token:
            return {}, self._page(page) or NOTHING
        form = {"csrf_token": token[1], "again": dice.choice(("1", ""))}
        return form, self._page(self.submit("/shop/krokus/again", form))

    def reorder(self, dice):
        found = self.call(
            "/web/dataset/call_kw",
            model="sale.order",
            method="search",
            args=[[["state", "=", "sale"]]],
            kwargs={"limit": 5},
        )
        if not (found and found.get("result")):
            return {}, NOTHING if found and "result" in found else found
        words = {"order_id": dice.choice(found["result"])}
        return words, self.call("/my/orders/reorder", **words)

    def confirm(self, dice):
        page = self._look()
        self.form = _form(page[1], dice) if page and page[0] == 200 else None
        if not self.form:
            answer = self._page(page)
            return {}, NOTHING if answer and "page" in answer else answer
        return self.confirm_an_old_page(dice)

    def confirm_an_old_page(self, dice):
        """What was shown then, perhaps long ago, perhaps confirmed already."""
        if not self.form:
            return {}, NOTHING
        form = dict(self.form)
        answer = self.submit("/shop/krokus/confirm", form)
        if answer and answer[0] == 303:
            return form["seen"], {"number": _NUMBER.search(answer[1])[1]}
        word = self._page(answer)
        return form["seen"], {"refused": "the page again"} if word and "page" in word else word

    def _look(self):
        return self.open("/shop/cart")


def _form(text, dice):
    """What the page's button would send, with a way of delivery chosen; None if it has none."""
    forms = html.fromstring(text).xpath("//form[@action='/shop/krokus/confirm']")
    if not forms:
        return None
    found = {name: value for name, value in forms[0].fields.items() if name}
    for name in [name for name, value in found.items() if value is None]:
        options = [value for value in getattr(forms[0].inputs[name], "value_options", ()) if value]
        found[name] = dice.choice(options) if options else ""
    return found
