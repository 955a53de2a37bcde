"""What was done and what came of it: a JSON line each, and the sums at the end."""

import json
import threading
from collections import Counter

from dev.paths import LOGS

# What a worker or a connection that was killed under a request says.
KILLED = (
    "terminating connection",
    "connection already closed",
    "server closed the connection",
    "cursor already closed",
    "connection pointer is NULL",
)


class Journal:
    """Counts `done`, `refused` in words, `killed` under the request, and `failed`: what is none."""

    def __init__(self, name):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.path = LOGS / f"faults-{name}.jsonl"
        self.counts = Counter()
        self.failures = []
        self.confirmed = set()
        self._lock = threading.Lock()
        self._file = self.path.open("w")

    def note(self, asked, answer):
        """Keep an operation; what it counts as."""
        kind = self._kind(answer)
        with self._lock:
            self.counts[kind] += 1
            if kind == "failed":
                self.failures.append(answer)
            if answer and "number" in answer:
                self.confirmed.add(answer["number"])
            self._file.write(json.dumps({"asked": asked, "kind": kind, "answer": answer}) + "\n")
        return kind

    @property
    def served(self):
        """How many got an answer."""
        return self.counts["done"] + self.counts["refused"]

    def _kind(self, answer):
        if answer is None:
            return "killed"
        if "broken" in answer:
            text = answer["broken"].lower()
            return "killed" if any(word.lower() in text for word in KILLED) else "failed"
        return "refused" if "refused" in answer else "done"

    def close(self):
        self._file.close()
