"""A PostgreSQL cluster of our own on a Unix socket, started when it is needed.

PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`, and its data lie where
that user can reach them.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from . import apt, locks, processes
from .console import Stop, call, is_root, step
from .paths import HOME, SHORT_NAME, SOCKETS

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",  # of the socket's name
    "unix_socket_directories": SOCKETS,
    "unix_socket_permissions": "0777",
    "max_connections": "300",
    "shared_buffers": "512MB",
    "jit": "off",  # Odoo's statements are short, and LLVM is larger than all the rest
}
USER = "odoo"
LASTING = Path("/var/lib")
SWEPT = Path("/var/tmp")  # noqa: S108 - where it was; Debian 13 clears it of what is 30 days old
PATIENCE = 30  # seconds that a server has to end


def start():
    """The cluster answers; its environment variables for libpq's programs."""
    locks.share("postgres")
    if not _answers():
        with locks.alone("setup", "PostgreSQL"):
            if not _answers():
                _bring_up()
    return environment()


def leave():
    """End the cluster if nobody else needs it any more: no command, and no client."""
    if locks.last_to_leave("postgres") and _answers() and not _clients():
        stop()


def stop():
    """End the cluster if it runs."""
    if (_data() / "postmaster.pid").exists() and _runs():
        call(_as_owner([_program("pg_ctl"), "-D", _data(), "-m", "fast", "-w", "stop"]), cwd="/")


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
    if _place() != HOME:
        shutil.rmtree(_place(), ignore_errors=True)
    shutil.rmtree(SOCKETS, ignore_errors=True)


def _bring_up():
    _program("pg_ctl")  # fetched first, if it must be: that is a step of its own
    with step("PostgreSQL"):
        stop()  # one that runs and does not answer has lost its socket
        _initialise()
        _start()


def _runs():
    command = _as_owner([_program("pg_ctl"), "-D", _data(), "status"])
    return not subprocess.run(command, cwd="/", capture_output=True, check=False).returncode


def _clients():
    """How many are connected; the last ones may need a moment to be gone."""
    sql = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
    for _attempt in range(20):
        count = int(query(sql)[0])
        if not count:
            break
        time.sleep(0.1)
    return count


def _answers():
    if not SOCKETS.exists():
        return False
    command = [_program("pg_isready"), "-q"]
    return subprocess.run(command, env=environment(), check=False).returncode == 0


def _initialise():
    data = _data()
    if _is_complete(data):
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    _give(data)
    # With C as its locale PostgreSQL finds no Cyrillic word: C.UTF-8 it must be.
    words = ["-D", data, "-U", USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    call(_as_owner([_program("initdb"), *words]), env=_libraries(), cwd="/", why="no cluster")
    (data / "krokus.complete").touch()


def _is_complete(data):
    """Whether it was made to its end; a newer PostgreSQL cannot read it, and says so."""
    if not (data / "krokus.complete").exists():
        return False
    made, here = (data / "PG_VERSION").read_text().strip(), _program("initdb").parent.parent.name
    if made != here:
        raise Stop(
            f"{data} was made by PostgreSQL {made}, here is {here}: install {made} again,"
            " or start anew with `make clean` (the demo's data are lost)."
        )
    return True


def _start():
    SOCKETS.mkdir(mode=0o700, exist_ok=True)  # who gets in is PostgreSQL's superuser
    if SOCKETS.stat().st_uid not in (os.geteuid(), _owner().pw_uid):
        raise Stop(f"{SOCKETS} belongs to somebody else: remove it, or set TMPDIR.")
    _give(SOCKETS)
    log = _data() / "server.log"
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    words = ["-D", _data(), "-o", options, "-l", log, "-w", "start"]
    call(
        _as_owner([_program("pg_ctl"), *words]),
        env=processes.unmarked(_libraries()),  # the server may outlive this command
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
    return _place() / "postgres"


@cache
def _place():
    """HOME, or, where the cluster's user cannot get there (root's home), a folder in /var/lib."""
    HOME.mkdir(parents=True, exist_ok=True)
    probe = ["test", "-x", str(HOME)]
    if subprocess.run(_as_owner(probe), cwd="/", check=False).returncode == 0:
        return HOME
    return _outside(LASTING / SHORT_NAME, SWEPT / SHORT_NAME)


def _outside(place, before):
    """The folder `place`; what an earlier version of this program kept in `before` moves there."""
    if not place.exists() and _is_ours(before):
        _move(before, place)
    place.mkdir(exist_ok=True)
    if not _is_ours(place):
        raise Stop(f"{place} belongs to somebody else: remove it.")
    place.chmod(0o755)  # the cluster's user goes through it, whatever the umask was
    return place


def _is_ours(folder):
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.geteuid()


def _move(before, place):
    """With its owners, and whole or not at all: the two may lie on different disks."""
    with step(f"The database, from {before} to {place}"):
        _end_server(before)
        partial = place.with_name(f"{place.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        call(["cp", "-a", before, partial], why=f"{before} could not be copied to {place}")
        partial.rename(place)
        shutil.rmtree(before)


def _end_server(place):
    """End the cluster that runs in a place which is about to move."""
    file = place / "postgres" / "postmaster.pid"
    if not file.exists():
        return
    with suppress(ProcessLookupError):
        os.kill(int(file.read_text().split()[0]), signal.SIGINT)  # its fast shutdown
    deadline = time.monotonic() + PATIENCE
    while file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    if file.exists() and _lives(file):
        raise Stop(f"the database in {place} does not end: end it, then start again.")


def _lives(file):
    return Path("/proc", file.read_text().split()[0], "cwd").exists()


def _installed():
    """The programs of the newest installed PostgreSQL, if there is one."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders = [path for path in folders if int(path.parent.name) >= 14]
    return max(folders, key=lambda path: int(path.parent.name), default=None)


def _program(name):
    return (_installed() or _extracted()) / name


def _extracted():
    root = apt.extract(str(_place() / "postgresql"), ["postgresql"], "PostgreSQL", closure=True)
    return next(root.glob("usr/lib/postgresql/*/bin"))


def _libraries():
    return dict(os.environ) if _installed() else apt.environment(_place() / "postgresql")
