"""make stop: end what this checkout runs, the database server included."""

from .. import postgres, processes
from ..console import say


def main(arguments):
    count = processes.end_all()
    if count:
        say(f"Ended {count} processes.")
    postgres.stop()
