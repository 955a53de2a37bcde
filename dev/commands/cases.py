"""make cases: failures that were seen on a running shop, each as a test that was red once.

In an add-on they are the classes tagged `cases`, beside them the folder tests/cases; all of them
are part of `make test`.
"""

from .. import addon_tests, chromium, cross_tests
from ..paths import OURS
from ..report import Report


def main(arguments):
    chromium.check()
    report = Report()
    addon_tests.run(OURS, report, tags=["cases"])
    cross_tests.run(report, folders=["tests/cases"])
    return report.close()
