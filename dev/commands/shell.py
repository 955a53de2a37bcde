"""make shell: Odoo's shell on the database of make run."""

from .. import postgres
from ..console import hand_over
from ..odoo import subcommand
from .run import DATABASE


def main(arguments):
    words = subcommand("shell", "-d", DATABASE, "--no-http", *arguments)
    return hand_over(words, postgres.start())
