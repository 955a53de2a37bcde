"""make test: the tests of the add-ons and of tests/, each on a copy of a prepared database."""

from .. import addon_tests, chromium, cross_tests, database
from ..console import Stop, say
from ..paths import OURS
from ..report import Report

DATABASE = "krokus_test"


def main(arguments):
    wanted = arguments or [*OURS, "tests"]
    unknown = sorted(set(wanted) - {*OURS, "tests"})
    if unknown:
        raise Stop(f"there is no {unknown[0]}: A is one of {', '.join([*OURS, 'tests'])}.")
    chromium.path()
    database.template()
    report = Report()
    addons = [name for name in wanted if name in OURS]
    if addons:
        say(f"\nTests of {', '.join(addons)}")
        addon_tests.run(addons, DATABASE, report)
    if "tests" in wanted:
        say("\nTests of what crosses add-ons")
        cross_tests.run(report)
    return report.close()
