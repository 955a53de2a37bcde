"""Where things lie. All that is fetched or built is below HOME, which git ignores."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("KROKUS_HOME") or ROOT / ".krokus").resolve()
ADDONS = ROOT / "addons"
OURS = [
    "krokus_catalog",
    "krokus_pricing",
    "krokus_cart_reserve",
    "krokus_exchange",
    "krokus_portal",
    "krokus_1c_bridge",
]
LOGS = HOME / "log"
DATA = HOME / "data"

# A Unix socket's path holds at most 107 characters: a deep checkout would not fit.
SHORT_NAME = "krokus-" + hashlib.sha256(str(HOME).encode()).hexdigest()[:10]
SOCKETS = Path(tempfile.gettempdir()) / SHORT_NAME


def digest(*parts):
    """A short name for a set of inputs: file contents and words."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        sha.update(b"\0")
    return sha.hexdigest()[:16]
