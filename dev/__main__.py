"""The commands of the Makefile; what a person can mend is told in a line, not a traceback."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python is told so before it reads newer syntax
    sys.exit("Krokus needs Python 3.11 or newer; this is %s." % sys.version.split()[0])  # noqa: UP031

from importlib import import_module

from .console import Stop

COMMANDS = {
    "run": "the shop on http://localhost:8069 (PORT=8070 make run takes another port)",
    "test": "all tests; A=krokus_pricing only one add-on's, A=tests what crosses add-ons",
    "lint": "ruff, pylint-odoo with the 19.0 rules, and whether every term is translated",
    "i18n": "bring every i18n/ru.po in step with the terms of the code",
    "bench": "all benchmarks; B=hold only one",
    "stop": "end what a run left behind, the database server included",
    "shell": "Odoo's shell on the database of make run",
    "psql": "PostgreSQL's shell on the database of make run",
    "clean": "remove everything that was fetched or built, the data included",
    "help": "this list",
}


def main(arguments):
    command = arguments[0] if arguments else "help"
    if command == "help" or command not in COMMANDS:
        for name, purpose in COMMANDS.items():
            print(f"make {name:<7} {purpose}")
        return 0 if command == "help" else 2
    try:
        return import_module(f"dev.commands.{command}").main(arguments[1:]) or 0
    except Stop as stop:
        print(f"\nkrokus: {stop}", file=sys.stderr)
    except OSError as error:
        print(f"\nkrokus: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    except KeyboardInterrupt:
        print()
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
