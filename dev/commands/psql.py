"""make psql: PostgreSQL's shell on the database of make run."""

import os

from .. import postgres
from .run import DATABASE


def main(arguments):
    program = str(postgres.path_of("psql"))
    os.execve(program, [program, "-d", DATABASE, *arguments], postgres.start())
