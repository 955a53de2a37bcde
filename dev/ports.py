"""Free ports on the loopback address."""

import socket


def free(count=1):
    """A number from which `count` ports in a row are free now."""
    for _attempt in range(200):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        if first + count < 65535 and all(_is_free(first + n) for n in range(count)):
            return first
    raise OSError("no free ports on 127.0.0.1")


def _is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
