"""make clean: remove all that was fetched or built, and the databases with their data."""

import shutil

from .. import postgres
from ..console import step
from ..paths import HOME
from . import stop


def main(arguments):
    if not HOME.exists():
        return
    stop.main([])
    with step(f"Removing {HOME}"):
        postgres.remove()
        shutil.rmtree(HOME)
