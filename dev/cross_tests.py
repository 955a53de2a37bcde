"""Runs tests/ and the stand-in's own tests with the environment's interpreter."""

import json
import subprocess
import tempfile
from pathlib import Path

from . import chromium, demo, postgres, venv
from .console import say
from .paths import ROOT

FOLDERS = ["tests", "onec_standin/tests"]


def run(report, folders=FOLDERS):
    demo.template()
    say("\nTests of what crosses add-ons")
    environment = chromium.environment(postgres.start())
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "result.json")
        words = [str(venv.python()), "-m", "dev.unittests", str(result), *folders]
        ended = subprocess.call(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        if not result.exists():
            report.failure("tests", f"the runner ended with {ended}")
            return
        found = json.loads(result.read_text())
    for test, seconds in found["seconds"].items():
        report.ran(test, seconds)
    for test, text in found["failed"].items():
        report.failure(test, text)
    for test, reason in found["skipped"].items():
        report.skip(test, reason)
