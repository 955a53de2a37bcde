"""How Odoo is started here: the deployment's `odoo.conf`, and what differs on this machine."""

from . import venv
from .odoo_tree import packages_folder
from .paths import ADDONS, DATA, HOME, ROOT, SOCKETS

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


def subcommand(name, *words):
    """The words for one of Odoo's subcommands that reads the server's options."""
    base = command()
    return [*base[:2], name, *base[2:], *[str(word) for word in words]]
