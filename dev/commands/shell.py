"""make shell: Odoo's shell on the database of make run."""

import os

from .. import postgres
from ..odoo import subcommand
from .run import DATABASE


def main(arguments):
    words = subcommand("shell", "-d", DATABASE, "--no-http", *arguments)
    os.execve(words[0], words, postgres.start())
