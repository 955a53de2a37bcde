"""Databases with their file stores: templates that are built once, and copies of them."""

import ast
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from . import postgres, venv
from .console import call, step
from .locks import alone
from .odoo import command
from .once import check_space
from .paths import ADDONS, DATA, LOGS, OURS, digest

CORE = "krokus_core"
TEMPLATE = "krokus_template"
SPACE = 400  # MB
# Read by the registry or the asset bundles when they start, so no reason to install again.
READ_AT_START = {".py", ".js", ".css", ".scss", ".md", ".png"}


def exists(name):
    return bool(postgres.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def drop(name):
    """It is gone, with whoever was in it; also a CREATE that a killed command left under way."""
    postgres.query(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        f" WHERE datname = '{name}' OR query ~* '^CREATE DATABASE \"?{name}\\M'"
    )
    postgres.run("dropdb", "--if-exists", name)
    shutil.rmtree(DATA / "filestore" / name, ignore_errors=True)
    _updated(name).unlink(missing_ok=True)


def copy(source, name):
    """`name` is a copy of `source`, whatever it was before."""
    drop(name)
    with alone("setup", f"A copy of {source}"):
        postgres.run("createdb", "-T", source, name)
        files = DATA / "filestore" / source
        if files.exists():
            shutil.copytree(files, DATA / "filestore" / name)


@contextmanager
def scratch(purpose):
    """A name that no other process uses; its database is gone when the block ends."""
    for left in postgres.query(
        f"SELECT datname FROM pg_database WHERE datname ~ '^krokus_{purpose}_[0-9]+$'"
    ):
        if not Path("/proc", left.rpartition("_")[2]).exists():
            drop(left)
    name = f"krokus_{purpose}_{os.getpid()}"
    try:
        yield name
    finally:
        drop(name)


def core():
    """A database with what the six add-ons stand on, in Russian."""
    depends = sorted(_depends())
    return build(CORE, digest("3", *depends), "Odoo with the shop, in Russian", None, _install_core)


def template():
    """A database with the six add-ons, for tests; built again when their data or views change."""
    return build(TEMPLATE, inputs(), "the six add-ons", core, _install_ours)


def inputs():
    """What the add-ons' data, views, models and translations are, in a word."""
    files = [path for path in _files() if path.suffix not in READ_AT_START or _shapes(path)]
    return digest("3", *sorted(_depends()), *files)


def build(name, wanted, text, base, make):
    """`name`, a copy of what `base()` names that `make(name)` completes, if not built of `wanted`.

    The stamp comes last: a killed build starts anew.
    """
    stamp = DATA / f"{name}.complete"
    venv.python()
    postgres.start()
    with alone("setup", f"Database: {text}"):
        if not (stamp.exists() and stamp.read_text() == wanted and exists(name)):
            stamp.unlink(missing_ok=True)
            source = base() if base else None
            check_space(SPACE)
            with step(f"Database: {text}"):
                _begin(source, name)
                make(name)
            stamp.write_text(wanted)
    return name


def update(name):
    """Bring a kept database in step with the code that is here now; its data stay."""
    stamp = _updated(name)
    if not stamp.exists() or stamp.read_text() != inputs():
        with step("The database, updated to the code that is here now"):
            ours = ",".join(OURS)
            _run(name, ["-i", ours, "-u", ours, "--i18n-overwrite"])
        mark_updated(name)


def mark_updated(name):
    """It stands where the code stands."""
    _updated(name).write_text(inputs())


def _begin(source, name):
    if source:
        copy(source, name)
    else:
        drop(name)


def _updated(name):
    return DATA / f"{name}.updated"


def _install_core(name):
    _run(name, ["-i", ",".join(sorted(_depends())), "--load-language=ru_RU"])


def _install_ours(name):
    _run(name, ["-i", ",".join(OURS), "--load-language=ru_RU"])


def install(name, *addons):
    """Add-ons more in a database that nobody uses."""
    _run(name, ["-i", ",".join(addons)])


def _run(name, words):
    log = LOGS / f"{name}.log"
    log.unlink(missing_ok=True)
    quiet = ["--stop-after-init", "--no-http", "--max-cron-threads=0", "--workers=0"]
    call(
        command("-d", name, *words, *quiet, f"--logfile={log}"),
        env=postgres.start(),
        why=f"Odoo could not make the database {name}, see {log}",
    )


def _files():
    return sorted(
        path
        for path in ADDONS.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "tests" not in path.parts
    )


def _shapes(path):
    """Python that decides what the installation makes of it."""
    return (path.suffix == ".py" and path.parent.name in ("models", "wizards")) or (
        path.name in ("__manifest__.py", "hooks.py")
    )


def _depends():
    wanted = set()
    for name in OURS:
        manifest = ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())
        wanted |= {module for module in manifest["depends"] if module not in OURS}
    return wanted
