"""make faults: buyers by the hundred while workers and connections are killed; B=trials only one.

B="walk 5ab1f0" takes the steps of a walk again, by the seed that it printed. Every operation is a
line of .krokus/log/faults-*.jsonl; the last line printed are the sums.
"""

import subprocess

from .. import database, postgres, venv
from ..paths import ROOT


def main(arguments):
    database.template()
    words = [str(venv.python()), "-m", "faults", *arguments]
    return subprocess.call(words, cwd=ROOT, env=postgres.start(), stdin=subprocess.DEVNULL)
