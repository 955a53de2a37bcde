"""Where the time goes: Odoo's own figures in its request log, and the processes' CPU."""

import os
import re
from pathlib import Path
from statistics import median
from typing import NamedTuple

# Odoo ends a request's line with: status, size, queries, seconds in the database, other seconds.
_SERVED = re.compile(r'"(?:GET|POST) (\S+) HTTP/1\.[01]" (\d+) \S+ (\d+) (\d+\.\d+) (\d+\.\d+)')
_TICK = os.sysconf("SC_CLK_TCK")


class Served(NamedTuple):
    path: str
    status: int
    queries: int
    database: float
    app: float


class Cost(NamedTuple):
    """The medians of a path's requests: queries, and seconds in the database and in Odoo."""

    queries: float
    database: float
    app: float

    @property
    def total(self):
        return self.database + self.app


class RequestLog:
    """The requests that a server wrote into its log since this was made."""

    def __init__(self, path):
        self.path = Path(path)
        self.start = self.path.stat().st_size

    def served(self):
        with self.path.open("rb") as file:
            file.seek(self.start)
            return list(read(file.read().decode(errors="replace")))

    def cost(self, prefix=""):
        """What the successful requests whose path begins with `prefix` cost."""
        return cost(line for line in self.served() if line.path.startswith(prefix))


def read(text):
    for match in _SERVED.finditer(text):
        path, status, queries, database, app = match.groups()
        yield Served(path, int(status), int(queries), float(database), float(app))


def cost(served):
    good = [line for line in served if line.status == 200]
    return Cost(
        median(line.queries for line in good),
        median(line.database for line in good),
        median(line.app for line in good),
    )


def cpu(odoo, database):
    """(Odoo's, PostgreSQL's) CPU seconds so far, of a server and of a database's connections."""
    app = postgres = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace")
            stat = (folder / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        ticks = int(stat[11]) + int(stat[12])
        if int(folder.name) == odoo or int(stat[1]) == odoo:
            app += ticks
        elif words.startswith("postgres: ") and f" {database} " in words:
            postgres += ticks
    return app / _TICK, postgres / _TICK
