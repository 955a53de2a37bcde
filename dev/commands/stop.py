"""make stop: end what this checkout runs, the database server included."""

from .. import postgres, processes
from ..console import say


def main(arguments):
    if processes.end_all():
        say("Ended what was running.")
    postgres.stop()
