"""The browser of the tests: the machine's own, or Debian's package extracted below HOME."""

import shlex
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from . import apt
from .console import Stop
from .once import LARGEST
from .paths import HOME

PATIENCE = 60  # seconds
_PROBE = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"]
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


@cache
def path():
    return shutil.which("chromium") or str(_extracted())


def check():
    """Stop unless it really starts: Odoo would skip every browser test without a word."""
    with tempfile.TemporaryDirectory() as profile:
        words = [path(), *_PROBE, f"--user-data-dir={profile}"]
        told = {"capture_output": True, "text": True, "errors": "replace", "check": False}
        try:
            done = subprocess.run(words, timeout=PATIENCE, **told)
        except subprocess.TimeoutExpired:
            raise Stop(f"Chromium ({path()}) does not start within {PATIENCE} s.") from None
    if done.returncode or "<html>" not in done.stdout:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Stop(f"Chromium ({path()}) does not start: {last[:300]}")


def environment(variables):
    """`variables` with Chromium on the PATH, where Odoo's tests look for it."""
    folder = Path(path()).parent
    return {**variables, "PATH": f"{folder}:{variables.get('PATH', '')}"}


def _extracted():
    wanted = ["chromium", "fonts-dejavu-core"]
    text = "Chromium (for the browser tests)"
    root = apt.extract("chromium", wanted, text, closure=True, needed=LARGEST)
    fonts = root / "fonts.conf"
    _write(fonts, _FONTS.format(root=escape(str(root))))
    wrapper = HOME / "bin" / "chromium"
    _write(wrapper, _wrapper(root, fonts))
    wrapper.chmod(0o755)
    return wrapper


def _wrapper(root, fonts):
    """The script that starts it, wherever the checkout lies: its folder's name may have blanks."""
    words = {
        "libraries": apt.environment(root)["LD_LIBRARY_PATH"],
        "fonts": fonts,
        "program": root / "usr/lib/chromium/chromium",
    }
    return _WRAPPER.format(**{name: shlex.quote(str(word)) for name, word in words.items()})


def _write(file, text):
    """Not while another command may be reading it, if it says so already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
