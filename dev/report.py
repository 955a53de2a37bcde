"""What the test runs found, told in one way: failures, the ten slowest, and a last line to read."""

from .console import say


class Report:
    def __init__(self):
        self.seconds = {}
        self.failed = {}
        self.skipped = {}

    def ran(self, test, seconds):
        self.seconds[test] = seconds

    def failure(self, test, text):
        self.failed.setdefault(test, text)

    def skip(self, test, reason):
        self.skipped[test] = reason

    def close(self):
        """Print it all; 0 only if something ran and nothing failed."""
        for test, text in self.failed.items():
            say(f"\nFAILED {test}\n{text.rstrip()}")
        for test, reason in self.skipped.items():
            say(f"\nSKIPPED {test}: {reason}")
        say("\nThe ten slowest:")
        for test in sorted(self.seconds, key=self.seconds.get, reverse=True)[:10]:
            say(f"{self.seconds[test]:8.2f} s  {test}")
        passed = len(self.seconds.keys() - self.failed.keys() - self.skipped.keys())
        tail = f", {len(self.skipped)} skipped" if self.skipped else ""
        say(f"\n{passed} passed, {len(self.failed)} failed{tail}")
        return 0 if passed and not self.failed else 1
