"""Runs tests/ and the stand-in's own tests with the environment's interpreter."""

import json
import subprocess

from . import chromium, demo, postgres, venv
from .paths import HOME, ROOT

FOLDERS = ["tests", "onec_standin/tests"]


def run(report):
    demo.template()
    result = HOME / "cross_tests.json"
    result.unlink(missing_ok=True)
    environment = chromium.environment(postgres.start())
    words = [str(venv.python()), "-m", "dev.unittests", str(result), *FOLDERS]
    done = subprocess.run(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if not result.exists():
        report.failure("tests", f"the runner ended with {done.returncode}")
        return
    found = json.loads(result.read_text())
    for test, seconds in found["seconds"].items():
        report.ran(test, seconds)
    for test, text in found["failed"].items():
        report.failure(test, text)
    for test in found["skipped"]:
        report.skip(test)
