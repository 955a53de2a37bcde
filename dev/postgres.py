"""A PostgreSQL cluster of our own on a Unix socket, started when it is needed.

PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`, and its data lie where
that user can reach them.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from . import apt
from .console import Stop, call, is_root, step
from .paths import HOME, SHORT_NAME, SOCKETS

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": SOCKETS,
    "unix_socket_permissions": "0777",
    "max_connections": "300",
    "shared_buffers": "512MB",
}
USER = "odoo"


def start():
    """The cluster answers; its environment variables for libpq's programs."""
    if not _answers():
        with step("PostgreSQL"):
            _initialise()
            _start()
    return environment()


def stop():
    """End the cluster if it runs."""
    if (_data() / "postmaster.pid").exists():
        call(_as_owner([_program("pg_ctl"), "-D", _data(), "-m", "fast", "-w", "stop"]))


def environment():
    return {**_libraries(), "PGHOST": str(SOCKETS), "PGUSER": USER}


def query(sql, database="postgres"):
    """The rows of one statement, as lines of text."""
    command = [_program("psql"), "-AXtqd", database, "-v", "ON_ERROR_STOP=1", "-c", sql]
    return call(command, env=start()).splitlines()


def run(program, *arguments, why=None):
    call([_program(program), *arguments], env=start(), why=why)


def path_of(program):
    return _program(program)


def remove():
    stop()
    shutil.rmtree(_data(), ignore_errors=True)
    shutil.rmtree(SOCKETS, ignore_errors=True)


def _answers():
    if not SOCKETS.exists():
        return False
    command = [_program("pg_isready"), "-q"]
    return subprocess.run(command, env=environment(), check=False).returncode == 0


def _initialise():
    data = _data()
    stamp = data / "PG_VERSION"
    if stamp.exists() and (data / "krokus.complete").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    _give(data)
    # With C as its locale PostgreSQL finds no Cyrillic word: C.UTF-8 it must be.
    words = ["-D", data, "-U", USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    call(_as_owner([_program("initdb"), *words]), env=_libraries(), cwd="/")
    (data / "krokus.complete").touch()


def _start():
    SOCKETS.mkdir(mode=0o711, exist_ok=True)
    if SOCKETS.stat().st_uid not in (os.geteuid(), _owner().pw_uid):
        raise Stop(f"{SOCKETS} belongs to somebody else: remove it, or set TMPDIR.")
    _give(SOCKETS)
    log = _data() / "server.log"
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    words = ["-D", _data(), "-o", options, "-l", log, "-w", "start"]
    call(
        _as_owner([_program("pg_ctl"), *words]),
        env=_libraries(),
        cwd="/",
        why=f"PostgreSQL does not start, see {log}",
    )


def _owner():
    """The user that the cluster runs as."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Stop("there is neither a user `postgres` nor `nobody`: run this as an ordinary user.")


def _as_owner(command):
    return ["runuser", "-u", _owner().pw_name, "--", *command] if is_root() else command


def _give(folder):
    if is_root():
        shutil.chown(folder, _owner().pw_name)


def _data():
    """Below HOME, or, where the cluster's user cannot get there (root's home), below /var/tmp."""
    if is_root() and not _reachable():
        return Path("/var/tmp") / SHORT_NAME  # noqa: S108 - owned by the cluster's user, mode 0700
    return HOME / "postgres"


def _reachable():
    HOME.mkdir(parents=True, exist_ok=True)
    probe = ["runuser", "-u", _owner().pw_name, "--", "test", "-x", str(HOME)]
    return subprocess.run(probe, check=False).returncode == 0


def _installed():
    """The programs of the newest installed PostgreSQL, if there is one."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders = [path for path in folders if int(path.parent.name) >= 13]
    return max(folders, key=lambda path: int(path.parent.name), default=None)


def _program(name):
    return (_installed() or _extracted()) / name


def _extracted():
    root = apt.extract("postgresql", ["postgresql"], "PostgreSQL", closure=True)
    return next(root.glob("usr/lib/postgresql/*/bin"))


def _libraries():
    return dict(os.environ) if _installed() else apt.environment(HOME / "postgresql")
