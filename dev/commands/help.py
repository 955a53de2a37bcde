"""make help: this list."""

from . import names, purpose


def main(arguments):
    for name in names():
        print(f"make {name:<{max(map(len, names()))}}  {purpose(name)}")
