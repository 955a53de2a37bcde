"""Three promises, each tried at length: sums are exact, the last moment is one, nothing leaks."""

import random
import threading
from typing import NamedTuple

WANTED = (0, 0, 1, 2, 3, 25, 50, 60, 75, 110, 0.3, 1.7)
HOUR = 3600


class Tried(NamedTuple):
    """What a trial found; `wrong` has a sentence for each thing that must not be."""

    name: str
    rounds: int
    wrong: list

    def __str__(self):
        return f"{self.name}: {self.rounds} rounds, {len(self.wrong)} wrong {self.wrong[:5] or ''}"

    @property
    def clean(self):
        return not self.wrong


def units(crew, people, operations=10_000):
    """Packs, singles and tenths, stock that is no round number, three buyers at once."""
    keeper, wrong = crew.hire(1)[0], []
    products = [
        keeper.do("furnish", stock=stock, step=step)["products"][0]
        for stock, step in ((1037.5, 25), (60.25, 1), (10.7, 0.1))
    ]
    start = _balances(keeper, products)
    buyers = list(zip(crew.hire(3), people[:3], strict=True))

    def buy(worker, login):
        dice = random.Random(login)  # noqa: S311 - to be repeated, not to keep a secret
        for _turn in range(operations // len(buyers)):
            lines = [[dice.choice(products), dice.choice(WANTED)]]
            answer = worker.do("take", login=login, lines=lines)
            if "granted" not in answer:
                wrong.append(f"{lines}: {answer}")

    _at_once(buy, buyers)
    for product, (on_hand, held) in _balances(keeper, products).items():
        if held > on_hand:
            wrong.append(f"offer {product}: {held} of {on_hand}")
    wrong += _broken(keeper)
    for worker, login in buyers:
        worker.do("take", login=login, lines=[[product, 0] for product in products])
    wrong += _moved(start, _balances(keeper, products))
    _dismiss(keeper, *(worker for worker, _login in buyers))
    return Tried("exact sums", operations, wrong)


def last_moment(crew, people, rounds=200):
    """A basket is confirmed within a fifth of a second of its end, and somebody waits for it."""
    keeper, (one, other) = crew.hire(1)[0], crew.hire(2)
    dice, wrong, sold = random.Random(1), [], 0  # noqa: S311
    products = keeper.do("furnish", offers=rounds, stock=10)["products"]
    for product in products:
        keeper.do("take", login=people[0], lines=[[product, 10]])
        end = keeper.do("end", login=people[0], seconds=0.4)["moment"]
        one.tell("confirm", login=people[0], at=end + dice.uniform(-0.2, 0.2))
        other.tell("take", login=people[1], lines=[[product, 10]], at=end + dice.uniform(-0.2, 0.2))
        answer, taken = one.hear(), other.hear()
        on_hand, held, live, gone, ordered = keeper.do("ledger")["balances"][str(product)]
        whole = "number" in answer
        sold += whole
        if (gone, ordered) != ((10, 10) if whole else (0, 0)) or held > on_hand:
            wrong.append(f"offer {product}: {answer}, {taken}, {live} held and {gone} sold")
        keeper.do("take", login=people[1], lines=[[product, 0]])
    keeper.do("sweep")
    wrong += _broken(keeper)
    _dismiss(keeper, one, other)
    return Tried(f"the last moment ({sold} confirmed)", rounds, wrong)


def leaks(crew, people, rounds=1000, seed=17):
    """Adds, raises, cuts, removes, pages, failures and ends in an order that chance gives."""
    worker = crew.hire(1)[0]
    dice, wrong = random.Random(seed), []  # noqa: S311
    products = worker.do("furnish", offers=5, stock=60)["products"]
    worker.do("sweep")
    start = _balances(worker, products)
    for turn in range(rounds):
        deed, words = _any_deed(dice, people[:4], products)
        answer = worker.do(deed, **words)
        worker.do("sweep")  # what was given back stands on the lines until somebody looks or sweeps
        wrong += [f"{turn} {deed} {words}: {found}" for found in _broken(worker)]
        if "broken" in answer:
            wrong.append(f"{turn} {deed} {words}: {answer}")
    worker.do("age", seconds=HOUR)
    worker.do("sweep")
    wrong += _moved(start, _balances(worker, products))
    _dismiss(worker)
    return Tried("nothing leaks", rounds, wrong)


def _any_deed(dice, people, products):
    who, product = {"login": dice.choice(people)}, dice.choice(products)
    some = [[key, dice.choice([0, 1, 3, 10])] for key in dice.sample(products, 3)]
    deeds = [
        ("take", {**who, "lines": some}),
        ("take", {**who, "lines": [[key, 0] for key in products]}),
        ("door", {**who, "product": product, "quantity": dice.choice([0, 1, 5, 20])}),
        ("door", {**who, "product": product, "quantity": 4, "fails": "savepoint"}),
        ("door", {**who, "product": product, "quantity": 4, "fails": "whole"}),
        ("look", who),
        ("sweep", {}),
        ("age", {"seconds": HOUR / 3}),
    ]
    return dice.choices(deeds, [8, 1, 5, 1, 1, 3, 1, 1])[0]


def _at_once(work, shares):
    threads = [threading.Thread(target=work, args=share) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _balances(worker, products):
    """{product id: (on hand, held)}"""
    found = worker.do("ledger")["balances"]
    return {product: tuple(found[str(product)][:2]) for product in products}


def _broken(worker):
    return [f"{rule}: {rows[:3]}" for rule, rows in worker.do("ledger")["broken"].items()]


def _moved(start, end):
    return [
        f"offer {key}: {start[key]} became {end[key]}" for key in start if end[key] != start[key]
    ]


def _dismiss(*workers):
    for worker in workers:
        worker.close()
