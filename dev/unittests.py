"""`python -m dev.unittests RESULT FOLDER...`: unittest over folders, the times as JSON."""

import json
import sys
import time
import unittest
from pathlib import Path

from .paths import ROOT


class _Result(unittest.TextTestResult):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seconds = {}

    def startTest(self, test):
        self._begun = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.seconds[test.id()] = time.monotonic() - self._begun


def main(result, folders):
    suite = unittest.TestSuite(
        unittest.TestLoader().discover(str(ROOT / folder), top_level_dir=str(ROOT))
        for folder in folders
    )
    ran = unittest.TextTestRunner(sys.stdout, verbosity=2, resultclass=_Result).run(suite)
    bad = [
        *ran.failures,
        *ran.errors,
        *((test, "passed, but was expected to fail") for test in ran.unexpectedSuccesses),
    ]
    found = {
        "seconds": ran.seconds,
        "failed": {getattr(test, "test_case", test).id(): text for test, text in bad},
        "skipped": {test.id(): reason for test, reason in ran.skipped},
    }
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
