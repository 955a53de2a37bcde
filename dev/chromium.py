"""The browser of the tests: the machine's own, or Debian's package extracted below HOME."""

import shutil
from pathlib import Path

from . import apt
from .paths import HOME

_WRAPPER = """#!/bin/sh
# Chromium with the libraries and fonts that were extracted beside it.
export LD_LIBRARY_PATH={libraries}
export FONTCONFIG_FILE={fonts}
exec {program} --no-sandbox --disable-dev-shm-usage "$@"
"""

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir></fontconfig>
"""


def path():
    """The path of a Chromium that starts."""
    return shutil.which("chromium") or str(_extracted())


def environment(variables):
    """`variables` with Chromium on the PATH, where Odoo's tests look for it."""
    folder = Path(path()).parent
    return {**variables, "PATH": f"{folder}:{variables.get('PATH', '')}"}


def _extracted():
    wanted = ["chromium", "fonts-dejavu-core"]
    root = apt.extract("chromium", wanted, "Chromium (for the browser tests)", closure=True)
    wrapper = HOME / "bin" / "chromium"
    if not wrapper.exists():
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        fonts = root / "fonts.conf"
        fonts.write_text(_FONTS.format(root=root))
        libraries = apt.environment(root)["LD_LIBRARY_PATH"]
        program = root / "usr/lib/chromium/chromium"
        wrapper.write_text(_WRAPPER.format(libraries=libraries, fonts=fonts, program=program))
        wrapper.chmod(0o755)
    return wrapper
