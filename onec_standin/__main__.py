"""python -m onec_standin --port N --data DIR --store DIR"""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from .books import read_books
from .server import Base, Server
from .store import Store
from .trouble import Trouble

HERE = Path(__file__).parent


def arguments(argv):
    parser = argparse.ArgumentParser(prog="onec_standin", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="folder of CSV files")
    parser.add_argument("--store", type=Path, required=True, help="folder that keeps the orders")
    parser.add_argument("--login", default=os.environ.get("ONEC_LOGIN", "site"))
    parser.add_argument(
        "--post",
        choices=("at-once", "by-hand"),
        default="at-once",
        help="whether an order is posted when it comes in",
    )
    return parser.parse_args(argv)


def main(argv=None):
    options = arguments(argv)
    base = Base(
        books=read_books(options.data),
        store=Store(options.store),
        trouble=Trouble(),
        login=options.login,
        password=os.environ.get("ONEC_PASSWORD", "site"),  # a process list shows arguments
        post_orders=options.post == "at-once",
    )
    server = Server((options.host, options.port), base)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stdout.write(f"http://{options.host}:{server.server_port}/\n")
    sys.stdout.flush()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        base.store.close()


if __name__ == "__main__":
    main()
