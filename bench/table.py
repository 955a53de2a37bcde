"""How figures are shown and kept."""

import json

from dev.console import say
from dev.paths import ROOT

RESULTS = ROOT / "bench" / "results"


def show(title, header, rows):
    """Print a table: the first column is words, the others are figures."""
    cells = [[_text(cell) for cell in row] for row in [header, *rows]]
    widths = [max(len(row[index]) for row in cells) for index in range(len(header))]
    say(f"\n{title}")
    for number, row in enumerate(cells):
        first, *others = zip(row, widths, strict=True)
        say("  ".join([first[0].ljust(first[1]), *[text.rjust(width) for text, width in others]]))
        if not number:
            say("  ".join("-" * width for width in widths))


def keep(name, figures):
    """Write a flat object of numbers; the path."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    rounded = {key: round(value, 4) for key, value in figures.items()}
    path.write_text(json.dumps(rounded, indent=1) + "\n")
    return path


def _text(cell):
    if isinstance(cell, float):
        return f"{cell:.3g}" if abs(cell) < 10 else f"{cell:.0f}"
    return str(cell)
