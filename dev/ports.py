"""Free ports on the loopback address."""

import random
import socket

# Below those that the system gives to whoever connects somewhere: one of these would be taken
# between the look and the use.
FIRST, LAST = 10_000, 32_000


def free(count=1):
    """A number from which `count` ports in a row are free now."""
    for _attempt in range(200):
        first = random.randrange(FIRST, LAST - count)  # noqa: S311 - no secret
        if all(_is_free(first + n) for n in range(count)):
            return first
    raise OSError("no free ports on 127.0.0.1")


def _is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
