"""make screenshots: what clients look at, at three widths, and what axe-core finds there."""

import subprocess

from .. import demo, postgres, venv
from ..paths import ROOT


def main(arguments):
    demo.template()
    words = [str(venv.python()), "-m", "looks", *arguments]
    return subprocess.call(words, cwd=ROOT, env=postgres.start(), stdin=subprocess.DEVNULL)
