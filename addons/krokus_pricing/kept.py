"""A Price as plain values, to be kept beside an order line, and back.

Rules change and are deleted; what is kept tells on its own why a line costs what it costs.
"""

from datetime import datetime
from decimal import Decimal

from .price import Entry, Label, LeftOut, Price, Rule, Step


def keep(price):
    """The Price as what JSON can hold."""
    return {
        **price._asdict(),
        "amount": str(price.amount),
        "quantity": str(price.quantity),
        "wholesale_from": str(price.wholesale_from),
        "missing": str(price.missing),
        "steps": [[step.kind, str(step.amount), _plain(step.rule)] for step in price.steps],
        "left_out": [[_plain(out.rule), out.reason, _plain(out.instead)] for out in price.left_out],
        "label": _plain(price.label),
    }


def recall(plain):
    """The Price that `keep` was given."""
    return Price(
        Decimal(plain["amount"]),
        plain["kind"],
        tuple(Step(kind, Decimal(amount), _rule(rule)) for kind, amount, rule in plain["steps"]),
        tuple(LeftOut(_rule(rule), why, _rule(by)) for rule, why, by in plain["left_out"]),
        *(Decimal(plain[key]) for key in ("quantity", "wholesale_from", "missing")),
        _rule(plain["label"]),
    )


def _plain(rule):
    if rule is None:
        return None
    return {key: _text(value) for key, value in rule._asdict().items()}


def _text(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _rule(plain):
    if plain is None:
        return None
    if "retail" in plain:
        return Entry(plain["id"], Decimal(plain["retail"]), _decimal(plain["wholesale"]))
    if "scope" not in plain:
        return Label(plain["id"], tuple(plain["node"]))
    return Rule(
        plain["id"],
        plain["scope"],
        tuple(plain["node"]),
        Decimal(plain["percent"]),
        _decimal(plain["fixed"]),
        plain["by_hand"],
        datetime.fromisoformat(plain["starts_at"]),
    )


def _decimal(text):
    return None if text is None else Decimal(text)
