"""make psql: PostgreSQL's shell on the database of make run."""

from .. import postgres
from ..console import hand_over
from .run import DATABASE


def main(arguments):
    return hand_over([postgres.path_of("psql"), "-d", DATABASE, *arguments], postgres.start())
