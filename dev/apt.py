"""Packages of the machine's own Debian archive, extracted below HOME; nothing is installed.

The mirror is read from the machine's apt sources. The suite `sid` is added for what only it has.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

from .console import Stop, call, say
from .once import STEP, build
from .paths import HOME, LOGS, digest

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Needed by name only: PostgreSQL's compiler of expressions is off, the locales are built in.
NOT_NEEDED = ("libllvm", "libz3", "locales", "libc-l10n")
HALF_DONE = (
    "Unmet dependencies",
    "unmet dependencies",
    "dpkg was interrupted",
    "Could not get lock",
)
PATIENCE, PAUSE = 300, 5  # seconds that somebody else's dpkg is waited for, and between two looks
DAY = 24 * 3600  # sid's files are gone from the archive a day or two after newer ones came
# 820 of the package's 1,200 MB are translations that nobody here reads.
LEFT_OUT = ["*/dist-packages/addons", "*/i18n/[!r]*.po", "*/i18n/r[!u]*.po", "*/i18n/ru_*.po"]

_CONFIG = """
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "{base}/sources";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::lists "{base}/lists";
Dir::State::status "{base}/status";
Dir::Cache "{base}/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Default-Release "{suite}";
APT::Sandbox::User "root";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
"""


def suite():
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    raise Stop("this is no Debian release that Krokus knows: name an Odoo 19 in ODOO_HOME.")


def extract(name, packages, text, closure=False, needed=STEP):
    """The folder HOME/name with the packages' files; a name may carry a suite (`odoo-19/sid`).

    With `closure`, what they need and this machine lacks comes along.
    """

    def make(folder):
        config = _configuration()
        wanted = _missing(config, packages) if closure else packages
        for archive in _download(config, wanted):
            _unpack(archive, folder)

    return build(name, digest("1", suite(), *packages), make, text, needed)


def environment(root):
    """The variables with which a program extracted below `root` finds its libraries."""
    found = [*root.glob("usr/lib/*-linux-gnu"), *root.glob("lib/*-linux-gnu")]
    found += root.glob("usr/lib/*-linux-gnu/pulseaudio")  # a run path that relocation breaks
    paths = [str(path) for path in found] + [os.environ.get("LD_LIBRARY_PATH", "")]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(path for path in paths if path)}


def _configuration():
    base = HOME / "apt"
    config = base / "apt.conf"
    stamp = base / "complete"
    if not stamp.exists() or time.time() - stamp.stat().st_mtime > DAY:
        shutil.rmtree(base, ignore_errors=True)
        for part in ("lists/partial", "cache/archives/partial", "sources", "nothing"):
            (base / part).mkdir(parents=True)
        (base / "status").touch()
        (base / "sources" / "krokus.sources").write_text(_sources(base))
        config.write_text(_CONFIG.format(base=base, suite=suite()))
        update = ["apt-get", "-c", config, "--error-on=any", "update"]
        call(update, log=_log(), why="Debian's archive cannot be reached")
        stamp.touch()
    return config


def _sources(base):
    if not KEYRING.exists():
        raise Stop("the package debian-archive-keyring is missing: apt-get install it.")
    stanza = "Types: deb\nURIs: {}\nSuites: {}\nComponents: main\nSigned-By: {}\n"
    mirror = _mirror(base)
    return "\n".join(stanza.format(mirror, name, KEYRING) for name in (suite(), "sid"))


def _mirror(base):
    if not shutil.which("apt-get"):
        raise Stop("apt-get is missing: use Debian or Ubuntu, or name an Odoo 19 in ODOO_HOME.")
    targets = call(
        [
            *("apt-get", "indextargets", "--no-release-info"),
            *("-o", f"Dir::State::lists={base}/nothing"),
            *("--format", "$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)"),
        ]
    )
    for line in targets.splitlines():
        # A disc's address has blanks in it, a flat source names no component.
        uri, release, component = [*line.split("\t"), "", ""][:3]
        if (release, component) == (suite(), "main") and not uri.startswith("cdrom:"):
            return uri
    raise Stop(f"apt's sources name no mirror for {suite()} main: add one, then start again.")


def _missing(config, packages):
    """The packages and those of their dependencies that the machine has not installed."""
    plan = _planned(
        [
            *("apt-get", "-c", config, "-o", "Dir::State::status=/var/lib/dpkg/status"),
            *("-s", "--no-install-recommends", "install", *packages),
        ],
        why=f"Debian's archive has no {' or '.join(packages)}",
    )
    names = {line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")}
    return sorted(name for name in names | {*packages} if not name.startswith(NOT_NEEDED))


def _planned(command, why):
    """What apt-get would install. While somebody else's dpkg is at work, packages stand half done,
    and it can only say that something is missing: then it is waited for."""
    for attempt in range(PATIENCE // PAUSE + 1):
        try:
            return call(command, why=why)
        except Stop as stop:
            if not any(sign in str(stop) for sign in HALF_DONE):
                raise
            if not attempt:
                say(
                    "  This machine's packages are half installed, is another apt at work? Waiting."
                )
        time.sleep(PAUSE)
    raise Stop(
        f"{why}: this machine's own packages stay half installed. Let the other apt or dpkg end, or"
        " run `apt-get --fix-broken install`, then start again."
    )


def _download(config, packages):
    folder = HOME / "apt" / "debs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    call(
        ["apt-get", "-c", config, "download", *packages],
        cwd=folder,
        log=_log(),
        why=f"Debian's archive did not give {packages[0]}",
    )
    return sorted(folder.glob("*.deb"))


def _unpack(archive, folder):
    unpacked = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE)
    excludes = [f"--exclude={pattern}" for pattern in LEFT_OUT]
    tar = ["tar", "-x", "-C", folder, "--no-same-owner", "--wildcards", *excludes]
    done = subprocess.run(tar, stdin=unpacked.stdout, capture_output=True, text=True, check=False)
    if done.returncode or unpacked.wait():
        raise Stop(f"{archive.name} could not be extracted: {done.stderr.strip()[-200:]}")
    archive.unlink()


def _log():
    LOGS.mkdir(parents=True, exist_ok=True)
    return LOGS / "setup.log"
