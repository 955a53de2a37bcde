"""How long one call may take and how much it may bring, as a whole.

A limit of each wait alone does not end an answer that brings a byte every three seconds.
"""

import time
from typing import NamedTuple

SHORTEST = 0.001  # a wait of nothing would be no wait, but an error


class Limits(NamedTuple):
    seconds: float = 60  # of a call, from the connection to the last byte
    size: int = 64 * 2**20  # bytes of everything that a call brings
    idle: float = 15  # seconds without a byte


class SpentError(Exception):
    """The call has had its time or its size."""


class Budget:
    """What is left of one call's limits."""

    def __init__(self, limits):
        self._limits = limits
        self._ends = time.monotonic() + limits.seconds
        self._size = limits.size

    def wait(self):
        """Seconds that the next wait may last."""
        self.check()
        return max(min(self._ends - time.monotonic(), self._limits.idle), SHORTEST)

    def check(self):
        if time.monotonic() >= self._ends:
            raise SpentError(f"no whole answer within {self._limits.seconds:g} s")

    def take(self, count):
        self._size -= count
        if self._size < 0:
            raise SpentError(f"an answer of more than {self._limits.size} bytes")
