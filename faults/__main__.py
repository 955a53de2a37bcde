"""`python -m faults [storm|http|trials|walk [SEED]]`: the whole; the last line are the sums."""

import secrets
import sys

from dev import database
from dev.console import say

from . import shop, trials, walk
from .crew import crew_of
from .storm import Storm

SECONDS, CROWD = 60, 100
CROWDED = ("storm", "http", "trials")
ALL = (*CROWDED, "walk")


def main(wanted):
    found, tried = [], []
    if set(wanted) & set(CROWDED):
        _crowd(wanted, found, tried)
    if "walk" in wanted:
        seeds = [word for word in wanted if word not in ALL] or [secrets.token_hex(3)]
        for seed in seeds:
            found.append(walk.of(seed))
            say(f"a walk from seed {seed}: {found[-1]}")
    return _sum(found) | any(not each.clean for each in tried)


def _crowd(wanted, found, tried):
    with database.scratch("faults") as name:
        database.copy(database.TEMPLATE, name)
        with crew_of(name) as crew:
            keeper = crew.hire(1)[0]
            people = keeper.do("people", count=CROWD)["logins"]
            for workers in (2, 8):
                if "storm" in wanted:
                    found.append(Storm(name, crew, people).run(workers, SECONDS))
                    say(f"{workers} processes: {found[-1]}")
            if "http" in wanted:
                for workers in (2, 8):
                    found.append(shop.bell(name, keeper, people, workers))
                    say(f"the shop with {workers} workers: {found[-1]}")
            for trial in (trials.units, trials.last_moment, trials.leaks):
                if "trials" in wanted:
                    tried.append(trial(crew, people))
                    say(str(tried[-1]))
            keeper.close()


def _sum(found):
    oversold = sum(each.oversold for each in found)
    lost = sum(each.lost for each in found)
    failed = sum(each.journal.counts["failed"] for each in found)
    broken = sum(len(each.broken) for each in found)
    for each in found:
        for failure in each.journal.failures[:5]:
            say(f"    {failure}")
        for rule, rows in each.broken.items():
            say(f"    {rule}: {rows[:5]}")
    say(
        f"{oversold:g} oversold, {lost} lost confirmations, {failed} 5xx, {broken} broken"
        " invariants, killed requests apart"
    )
    return 0 if all(each.clean for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ALL))
