"""Who sees a category, given what it says itself and who sees the one above it."""

from typing import NamedTuple

INHERIT, PUBLIC, CLIENTS, TIERS, MANAGERS = "inherit", "public", "clients", "tiers", "managers"
_NARROW_TO_WIDE = (MANAGERS, TIERS, CLIENTS, PUBLIC)


class Audience(NamedTuple):
    """One of the kinds above; `tiers` holds ids and counts for TIERS alone."""

    kind: str
    tiers: frozenset = frozenset()


EVERYBODY = Audience(PUBLIC)


def narrowed(own, above):
    """The audience in fact: below another category nobody is added, only left out."""
    if own.kind == INHERIT:
        return above
    if own.kind == above.kind == TIERS:
        return Audience(TIERS, own.tiers & above.tiers)
    return min(own, above, key=lambda audience: _NARROW_TO_WIDE.index(audience.kind))


def is_wider(own, above):
    """Whether `own` promises the category to somebody who does not see the one above it."""
    return own.kind != INHERIT and narrowed(own, above) != own
