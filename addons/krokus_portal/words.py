"""What a client types for his shipments on the basket's page: fields named after the shipment.

`comment_<key of the shipment>` and `delivery_<key>`, the latter an address or PICKUP.
"""

import re

from odoo.addons.krokus_catalog.text import clean

LONGEST = 2000  # characters of a comment
PICKUP = "pickup"
COMMENT, DELIVERY = "comment", "delivery"
MOST = 200  # fields that are remembered
_NAME = re.compile(f"({COMMENT}|{DELIVERY})_([a-z]+-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})")


def name(kind, key):
    return f"{kind}_{key}"


def of_form(form):
    """{field: text} of those that belong to shipments, cleaned and uncut."""
    return {
        field: clean(text).strip()
        for field, text in form.items()
        if _NAME.fullmatch(field) and isinstance(text, str)
    }


def by_shipment(words):
    """{key of a shipment: {kind: text}}."""
    found = {}
    for field, text in words.items():
        kind, key = _NAME.fullmatch(field).groups()
        found.setdefault(key, {})[kind] = text
    return found


def without(words, keys):
    """The words of other shipments than these."""
    done = {name(kind, key) for key in keys for kind in (COMMENT, DELIVERY)}
    return {field: text for field, text in words.items() if field not in done}


def to_remember(words):
    """What a session may keep: no more than a person types, and nothing that is refused."""
    kept = [(field, text) for field, text in words.items() if len(text) <= LONGEST]
    return dict(kept[-MOST:])
