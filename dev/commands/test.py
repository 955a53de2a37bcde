"""make test: all tests; A=krokus_pricing only one add-on's, A=tests what crosses add-ons.

Each run has copies of prepared databases of its own.
"""

from .. import addon_tests, chromium, cross_tests
from ..console import Stop
from ..paths import OURS
from ..report import Report


def main(arguments):
    wanted = arguments or [*OURS, "tests"]
    unknown = sorted(set(wanted) - {*OURS, "tests"})
    if unknown:
        raise Stop(f"there is no {unknown[0]}: A is one of {', '.join([*OURS, 'tests'])}.")
    chromium.check()
    report = Report()
    addons = [name for name in wanted if name in OURS]
    if addons:
        addon_tests.run(addons, report)
    if "tests" in wanted:
        cross_tests.run(report)
    return report.close()
