"""A random walk: everybody does anything, by every door, and the rules are asked as they go.

The steps follow from a seed that is printed; several hands do them at once, so a second walk
takes the same steps, but not in the very same order. Every ROUND steps all hands rest, the sweep
goes round, and each rule is asked: what is broken is told with the steps since the last time.
"""

import json
import random
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from dev import database, postgres, standin
from dev.console import say
from dev.ports import free
from dev.server import serving

from .crew import crew_of
from .journal import Journal
from .roles import Client
from .shop import kill_one
from .staff import Manager, Salesman
from .storm import KILL_ONE, Found

STEPS, ROUND, HANDS = 1000, 20, 4
TURNS = 60, 30, 9, 4  # how often it is a client's, one of the staff's, 1C's, or somebody dies
JOBS = {"deliver": 4, "figures": 3, "more": 1, "trouble": 1, "sweep": 2, "age": 1}
GOES_BY = 120  # seconds from one round to the next
STOCK = 60
MANY = 10  # that come in at once
PAGE_FAILED = {"broken": "500"}
TOO_MANY = ("Слишком много желающих", "Too many hands")
LONGEST = 300  # characters of a deed that are told

BOOKS = {
    "groups": ("код;родитель;наименование", "Р;;Розы", "Т;;Тюльпаны", "П;;Предзаказ"),
    "price_types": (
        "код;наименование;процент от розничной",
        "РОЗН;Розничная;100",
        "ОПТ;Оптовая;80",
    ),
    "goods": (
        "группа;артикул;наименование;вид;цвет;производитель;страна;упаковка;вид размера;ндс;"
        "характеристики",
        *(
            f"{group};{group}-{step};{group} {step};Роза;красный;;;{step};Длина;0;"
            f"50=100/{STOCK} 60=120/{STOCK}"
            for group in "РТП"
            for step in (1, 5, 10)
        ),
    ),
    "clients": (
        "код;вид цены;наименование;полное наименование;ИНН;КПП;индекс;город;адрес;телефон;почта;"
        "долг;просрочено",
    ),
    "people": ("клиент;имя;должность;телефон;почта",),
}


class Scene(NamedTuple):
    """A floor with books of its own, made for one walk."""

    database: str
    crew: object
    keeper: object
    stage: dict
    books: str  # the address of the stand-in for 1C
    port: int
    server: object


@contextmanager
def scene():
    """A Scene on free ports; gone with the block."""
    port = free(4)
    with ExitStack() as stack:
        name = stack.enter_context(database.scratch("walk"))
        database.copy(database.TEMPLATE, name)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for file, rows in BOOKS.items():
            (folder / f"{file}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        books = stack.enter_context(standin.serving(port + 3, folder / "store", folder))
        crew = stack.enter_context(crew_of(name))
        keeper = crew.hire(1)[0]
        stack.callback(keeper.close)
        stage = keeper.do("set_stage", address=books.address)
        server = serving(name, port, words=["--max-cron-threads=0"], log="faults-walk.log")
        server = stack.enter_context(server)
        yield Scene(name, crew, keeper, stage, books.address, port, server)


def of(seed, steps=STEPS):
    """Found, after a walk on a floor of its own."""
    with scene() as made:
        return Walk(made, seed).run(steps)


class Walk:
    """`run` gives a storm's Found; `told` says of each rule where it was first broken."""

    def __init__(self, scene, seed, hands=HANDS):
        self.scene, self.seed = scene, seed
        self.keeper = scene.keeper
        self.hands = scene.crew.hire(hands)
        self.clients = self._people(Client, scene.stage["clients"])
        self.staff = [
            *self._people(Manager, scene.stage["staff"][:1]),
            *self._people(Salesman, scene.stage["staff"][1:]),
        ]
        ahead = set(scene.stage["ahead"])
        exchange = [key for key in scene.stage["offers"] if int(key) not in ahead]
        self.came = dict.fromkeys(exchange, float(STOCK))
        self.broken, self.told, self.oversold = {}, [], 0
        self.cut_at = 0  # when a connection was killed last
        self.vain = 0  # how many heard that too many wanted the same at once
        self._lock = threading.Lock()

    def _people(self, role, logins):
        sessions = self.keeper.do("sessions", logins=logins)["sessions"]
        found = zip(logins, sessions, strict=True)
        return [role(self.scene.port, session, login, self.scene.stage) for login, session in found]

    def run(self, steps=STEPS, rest=ROUND):
        say(f"    a walk of {steps} steps from seed {self.seed}")
        self.journal = Journal(f"walk-{self.seed}")
        for start in range(0, steps, rest):
            self._round(start, min(start + rest, steps))
        kept = self.keeper.do("known", numbers=sorted(self.journal.confirmed))["known"]
        lost = self.journal.confirmed - set(kept)
        for worker in self.hands:
            worker.close()
        self.journal.close()
        say(f"    {self.vain} heard that too many wanted the same at once")
        return Found(self.journal, self.broken, self.oversold, len(lost))

    def _round(self, start, end):
        self.deeds, left = [], iter(range(start, end))
        hands = range(len(self.hands))
        with ThreadPoolExecutor(len(hands)) as pool:
            list(pool.map(lambda hand: self._walk(hand, left), hands))  # raises what they raise
        self._rest(end)

    def _walk(self, hand, left):
        while True:
            with self._lock:
                number = next(left, None)
            if number is None:
                return
            self._step(hand, random.Random(f"{self.seed}-{number}"), number)  # noqa: S311

    def _step(self, hand, dice, number):
        who = dice.choices(("client", "staff", "books", "death"), TURNS)[0]
        begun = time.monotonic()
        if who == "death":
            self._kill(dice)
            return
        if who == "books":
            name, (deed, asked, answer) = "1C", self._work(hand, dice)
        else:
            person = dice.choice(self.clients if who == "client" else self.staff)
            name, (deed, asked, answer) = person.login, person.act(dice)
        if answer == PAGE_FAILED and self.cut_at > begun:
            answer = None  # a page cannot say why: its connection was killed under it
        kind = self.journal.note([number, name, deed, asked], answer)
        shown = answer if kind in ("refused", "failed") else ""
        with self._lock:
            self.vain += any(words in str(shown) for words in TOO_MANY)
            self.deeds.append(f"{number} {name} {deed} {asked}: {kind} {shown}"[:LONGEST])

    # ------------------------------------------------------------ 1C and the clock

    def _work(self, hand, dice):
        """What jobs and 1C do, by a process of their own."""
        deed = dice.choices(list(JOBS), list(JOBS.values()))[0]
        if deed in ("more", "trouble"):
            return deed, *getattr(self, f"_{deed}")(dice)
        words = {"seconds": 600} if deed == "age" else {}
        worker = self.hands[hand]
        try:
            answer = worker.do(deed, **words)
        except BrokenPipeError:
            answer = None
        if answer is None:
            worker.close()
            self.hands[hand] = self.scene.crew.hire(1)[0]
        return deed, words, answer

    def _more(self, dice):
        """More has come in; the next figures say so."""
        key = dice.choice(sorted(self.came))
        with self._lock:
            self.came[key] += MANY
            self._tell_books("stock", ref=self.scene.stage["refs"][key], quantity=self.came[key])
        return key, {"came": MANY}

    def _trouble(self, dice):
        words = {"mode": dice.choice(("lost", "fault", "error", "cut")), "times": 1}
        self._tell_books("trouble", **words)
        return words, {}

    def _tell_books(self, action, **words):
        data = json.dumps(words).encode()
        address = f"{self.scene.books}control/{action}"
        urllib.request.urlopen(address, data, timeout=30).close()  # noqa: S310 - our own stand-in

    def _kill(self, dice):
        """Now a worker of the shop, now a job, now a connection."""
        what = dice.choice(("worker", "job", "connection"))
        if what == "worker":
            kill_one(self.scene.server)
        elif what == "job":
            dice.choice(self.hands).kill()
        else:
            self.cut_at = time.monotonic()
            postgres.query(KILL_ONE.format(self.scene.database))
            self.cut_at = time.monotonic()
        with self._lock:
            self.deeds.append(f"a {what} is killed")

    # -------------------------------------------------------------------- the rest

    def _rest(self, number):
        """Nobody works: what a crash left is tidied, every rule is asked, and time goes by."""
        stage = self.scene.stage
        self._tell_books("trouble")
        self.keeper.do("be_patient_no_more")
        self._sink(number)
        for deed in ("deliver", "figures", "settle_down"):
            self.journal.note([number, deed], self.keeper.do(deed))
        self._look(number)
        self.keeper.do("later", seconds=GOES_BY)
        self.keeper.do("reopen", sessions=stage["sessions"], categories=stage["categories"])

    def _sink(self, number):
        """1C counts less than baskets hold, but never less than is sold."""
        dice = random.Random(f"{self.seed}-rest-{number}")  # noqa: S311
        key = dice.choice(sorted(self.came))
        sold = self.keeper.do("ordered")["without_returns"].get(key, 0)
        self.came[key] = max(sold, self.came[key] - dice.choice((0, 0, MANY)))
        self._tell_books("stock", ref=self.scene.stage["refs"][key], quantity=self.came[key])

    def _look(self, number):
        seen = self.keeper.do("check")
        self.oversold = max(self.oversold, self._over(seen["ordered"]))
        fresh = {rule: rows for rule, rows in seen["broken"].items() if rule not in self.broken}
        self.broken |= fresh
        for rule, rows in fresh.items():
            self.told.append(f"{rule}: step {number} of seed {self.seed}: {rows[:3]}")
            say("\n    ".join(["", self.told[-1], *self.deeds]))

    def _over(self, ordered):
        """How much more is ordered of all offers together than ever came in."""
        return sum(max(ordered.get(key, 0) - came, 0) for key, came in self.came.items())
