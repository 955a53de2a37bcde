"""The ways in which 1C can misbehave, ordered by a test through the control address."""

import threading
import time
from typing import NamedTuple

MODES = {
    "slow": "отвечает через `seconds` секунд",
    "error": "HTTP 500 без содержания",
    "unauthorised": "HTTP 401",
    "busy": "HTTP 429",
    "fault": "SOAP Fault с русским текстом",
    "html": "HTTP 200 и страница вместо ответа",
    "empty": "HTTP 200 без тела",
    "cut": "ответ обрывается на середине",
    "lost": "выполняет, но ответ не доходит",
}


class Order(NamedTuple):
    mode: str
    times: int
    seconds: float
    operation: str  # empty: any


class Trouble:
    """The next `times` calls of `operation` go wrong in the way of `mode`."""

    def __init__(self):
        self._lock = threading.Lock()
        self._order = None
        self._left = 0

    def ask_for(self, mode, times=1, seconds=1.0, operation=""):
        if mode not in MODES:
            raise ValueError(mode)
        with self._lock:
            self._order, self._left = Order(mode, times, seconds, operation), times

    def clear(self):
        with self._lock:
            self._order, self._left = None, 0

    def take(self, operation):
        """The mode for this call, or None; sleeps for 'slow'."""
        with self._lock:
            order = self._order
            if not self._left or (order.operation and order.operation != operation):
                return None
            self._left -= 1
        if order.mode == "slow":
            time.sleep(order.seconds)
            return None
        return order.mode
