"""How Odoo is started here: the deployment's `odoo.conf`, and what differs on this machine."""

import subprocess

from . import postgres, venv
from .console import Stop
from .odoo_tree import packages_folder
from .paths import ADDONS, DATA, HOME, LOGS, ROOT, SOCKETS

# `python -m odoo` cannot start its own gevent child: it runs sys.argv[0] again, as a file.
_STARTER = "import odoo.cli\n\nodoo.cli.main()\n"


def starter():
    path = HOME / "odoo.py.start"
    HOME.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(_STARTER)
    return path


def command(*words):
    """The words that start Odoo on our cluster with our add-ons."""
    DATA.mkdir(parents=True, exist_ok=True)
    here = [
        f"--config={ROOT / 'odoo.conf'}",
        f"--addons-path={packages_folder() / 'odoo' / 'addons'},{ADDONS}",
        f"--data-dir={DATA}",
        f"--db_host={SOCKETS}",
        "--db_user=odoo",
    ]
    return [str(venv.python()), str(starter()), *here, *[str(word) for word in words]]


def script(database, text, log="script.log"):
    """Run Python in Odoo's shell, with `env`; it commits by itself. What it printed."""
    words = ["-d", database, "--no-http", "--workers=0", "--max-cron-threads=0"]
    done = subprocess.run(
        subcommand("shell", *words),
        input=text,
        env=postgres.start(),
        capture_output=True,
        text=True,
        check=False,
    )
    LOGS.mkdir(parents=True, exist_ok=True)
    (LOGS / log).write_text(done.stdout + done.stderr)
    if done.returncode or "Traceback" in done.stderr + done.stdout:
        raise Stop(f"a script on the database {database} failed, see {LOGS / log}")
    return done.stdout


def subcommand(name, *words):
    """The words for one of Odoo's subcommands that reads the server's options."""
    base = command()
    return [*base[:2], name, *base[2:], *[str(word) for word in words]]
