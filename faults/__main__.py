"""`python -m faults [storm|http|trials]`: the whole of it; the last line are the sums."""

import sys

from dev import database
from dev.console import say

from . import shop, trials
from .crew import crew_of
from .storm import Storm

SECONDS, CROWD = 60, 100


def main(wanted):
    found, tried = [], []
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
    return _sum(found) | any(not each.clean for each in tried)


def _sum(found):
    oversold = sum(each.oversold for each in found)
    lost = sum(each.lost for each in found)
    failed = sum(each.journal.counts["failed"] for each in found)
    for each in found:
        for failure in each.journal.failures[:5]:
            say(f"    {failure}")
        for rule, rows in each.broken.items():
            say(f"    {rule}: {rows[:5]}")
    say(f"{oversold:g} oversold, {lost} lost confirmations, {failed} 5xx, killed requests apart")
    return 0 if all(each.clean for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["storm", "http", "trials"]))
