"""make lint: style, Odoo's own rules, JavaScript, and whether every term is translated."""

import subprocess

from .. import javascript, translations, venv
from ..console import say, step
from ..paths import ADDONS, OURS, ROOT


def main(arguments):
    failed = [
        name
        for name, command in {
            "ruff": [venv.tool("ruff"), "check", "--quiet", "."],
            "ruff format": [venv.tool("ruff"), "format", "--check", "--quiet", "."],
            "pylint-odoo": [venv.tool("pylint"), *[ADDONS / name for name in OURS]],
            "eslint": javascript.linter(),
        }.items()
        if not _passes(name, command)
    ]
    with step("translations"):
        gaps = translations.gaps()
    for gap in gaps:
        say(f"    {gap}")
    return 1 if failed or gaps else 0


def _passes(name, command):
    with step(name):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stdout + done.stderr)
    return not done.returncode
