"""The virtual environment with the pinned packages, and Odoo's tree on its path."""

import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from . import apt
from .console import call
from .odoo_tree import packages_folder
from .once import build
from .paths import LOGS, ROOT, digest

REQUIREMENTS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
# docopt, which num2words needs, is published as source only.
WHEELS = ["--only-binary", ":all:", "--no-binary", "docopt"]


@cache
def python():
    """The path of the environment's interpreter."""
    odoo = packages_folder()
    inputs = digest(*REQUIREMENTS, sys.version, str(odoo))
    return _make(odoo, inputs) / "bin" / "python"


def _make(odoo, inputs):
    def make(folder):
        pip = _create(folder)
        listed = [word for path in REQUIREMENTS for word in ("-r", path)]
        words = [*pip, "install", "-q", "--disable-pip-version-check", *WHEELS, *listed]
        call(words, log=LOGS / "setup.log", why="the Python packages did not come")
        site = next(folder.glob("lib/python3*/site-packages"))
        (site / "odoo.pth").write_text(f"{odoo}\n")

    LOGS.mkdir(parents=True, exist_ok=True)
    return build("venv", inputs, make, "Python packages")


def _create(folder):
    """An empty environment; the words that call pip in it. Debian packs pip's wheel apart."""
    interpreter = folder / "bin" / "python"
    if find_spec("ensurepip") and _has_wheels():
        call([sys.executable, "-m", "venv", folder])
        return [interpreter, "-m", "pip"]
    call([sys.executable, "-m", "venv", "--without-pip", folder])
    root = apt.extract("pip", ["python3-pip-whl"], "pip")
    wheel = next(root.glob("usr/share/python-wheels/pip-*.whl"))
    return [interpreter, wheel / "pip"]


def _has_wheels():
    probe = [sys.executable, "-c", "import ensurepip; ensurepip.version()"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def tool(name):
    """The path of a program that the environment brings."""
    return Path(python()).parent / name
