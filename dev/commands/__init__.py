"""A file per command, with one `main(arguments)` each; its first line says what for."""

import ast
from pathlib import Path

FIRST = ["run", "test", "lint"]


def names():
    """What `make` knows, in the order in which it is listed."""
    found = {path.stem.replace("_", "-") for path in Path(__file__).parent.glob("[a-z]*.py")}
    return [*FIRST, *sorted(found - {*FIRST})]


def module(name):
    return name.replace("-", "_")


def purpose(name):
    file = Path(__file__).parent / f"{module(name)}.py"
    told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    return told.splitlines()[0].partition(": ")[2].rstrip(".")
