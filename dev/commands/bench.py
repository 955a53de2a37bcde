"""make bench: all benchmarks, or the one that B names."""

import time
from importlib import import_module

from bench import BENCHMARKS, table

from ..console import Stop, say
from ..locks import alone


def main(arguments):
    unknown = sorted(set(arguments) - set(BENCHMARKS))
    if unknown:
        raise Stop(f"there is no benchmark {unknown[0]}: B is one of {', '.join(BENCHMARKS)}.")
    with alone("bench", "A benchmark"):
        for name in arguments or BENCHMARKS:
            begun = time.monotonic()
            figures = import_module(f"bench.{name}").main()
            path = table.keep(name, figures)
            say(f"\n{path} after {time.monotonic() - begun:.0f} s")
