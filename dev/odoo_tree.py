"""Odoo 19: the one that ODOO_HOME names, or Debian's package with the files it links to."""

import os
from functools import cache
from pathlib import Path

from . import apt
from .console import Stop

PACKAGE = "odoo-19/sid"
# The package links into these. Newer ones of sid lack files that it names, so the machine's own
# suite is asked first; only Montserrat must be sid's.
LINKED = [
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-montserrat/sid",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]


@cache
def packages_folder():
    """The folder that has Odoo's package `odoo` in it."""
    named = os.environ.get("ODOO_HOME")
    if named:
        return _named(Path(named))
    root = apt.extract("odoo", [PACKAGE, *LINKED], "Odoo 19 from Debian's archive (130 MB)")
    _check_links(root)
    return root / "usr/lib/python3/dist-packages"


def _named(folder):
    if not (folder / "odoo" / "release.py").exists():
        raise Stop(f"ODOO_HOME={folder} holds no Odoo: name the folder with `odoo/release.py`.")
    return folder.resolve()


def _check_links(root):
    """A dangling link to a font or to jQuery answers 500 in the shop: better found here."""
    for folder, _folders, files in os.walk(root / "usr/lib/python3/dist-packages/odoo/addons/web"):
        for name in files:
            path = Path(folder, name)
            if path.is_symlink() and not path.exists():
                raise Stop(f"{path} points at nothing: remove .krokus/odoo and start again.")
