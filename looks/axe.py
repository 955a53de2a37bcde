"""axe-core, the checker of accessibility, as npm's registry has it."""

import shutil
import subprocess
import tarfile

from dev.console import Stop, step
from dev.paths import HOME

VERSION = "4.14.1"
FOLDER = HOME / f"axe-core-{VERSION}"


def source():
    """The text of the script that a page runs."""
    script = FOLDER / "package" / "axe.min.js"
    if not script.exists():
        with step("axe-core"):
            _fetch()
    return script.read_text()


def _fetch():
    npm = shutil.which("npm")
    if not npm:
        raise Stop("make screenshots needs npm, to fetch axe-core: install nodejs and npm.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    words = [npm, "pack", f"axe-core@{VERSION}", "--silent", f"--pack-destination={FOLDER}"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=FOLDER)
    packed = FOLDER / f"axe-core-{VERSION}.tgz"
    if done.returncode or not packed.exists():
        raise Stop(f"npm did not fetch axe-core {VERSION}: {done.stderr.strip()[-300:]}")
    with tarfile.open(packed) as archive:
        archive.extract("package/axe.min.js", FOLDER, filter="data")
