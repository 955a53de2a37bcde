"""What the linter of our JavaScript finds: that which once hid a failure."""

import subprocess
import unittest

from dev import javascript
from dev.paths import ROOT

PLACE = "addons/krokus_portal/static/src/tried.js"


class TestPagesLint(unittest.TestCase):
    def complaints(self, text):
        words = javascript.linter("--stdin", "--stdin-filename", PLACE)
        told = {"capture_output": True, "text": True, "check": False, "cwd": ROOT}
        done = subprocess.run([str(word) for word in words], input=text, **told)
        return done.stdout

    def test_two_members_of_one_name(self):
        text = (
            "export class A {\n    get key() { return 1; }\n    key(event) { return event; }\n}\n"
        )
        self.assertIn("no-dupe-class-members", self.complaints(text))

    def test_catch_that_does_not_look_at_what_it_caught(self):
        for caught in ("catch {\n    f();\n}", "catch (error) {\n    // never mind\n}"):
            text = f"const f = () => 1;\ntry {{\n    f();\n}} {caught}\n"
            self.assertIn("A catch looks at", self.complaints(text), caught)

    def test_what_browsers_of_2021_do_not_know(self):
        for text in ("document.body.checkVisibility();", "document.querySelector('a:has(b)');"):
            self.assertIn("Browsers of 2021", self.complaints(f"{text}\n"), text)

    def test_ours_has_none_of_it(self):
        done = subprocess.run(
            [str(word) for word in javascript.linter()],
            **{"capture_output": True, "text": True, "check": False, "cwd": ROOT},
        )
        self.assertEqual((done.returncode, done.stdout), (0, ""))
