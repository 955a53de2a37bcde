"""Why a typed line was not taken, and what to do: a sentence for each reason."""

from odoo.tools import LazyTranslate

from . import quantity_cell, typed

_lt = LazyTranslate(__name__)

WHY = {
    typed.LONG: _lt("“%(line)s...” is too long: a line has an article and a quantity."),
    typed.WHICH: _lt(
        "“%(line)s”: several columns may be the quantity. Copy the table with its heading, in which"
        " the quantity is called “Order”, or leave the article and the quantity alone."
    ),
    typed.NO_COLUMN: _lt(
        "“%(line)s”: it is not clear which column is the quantity. Call one of them “Order”."
    ),
    typed.NO_NUMBER: _lt("“%(line)s”: “%(said)s” is no quantity, write a number."),
    typed.NO_NAME: _lt("“%(line)s”: there is neither an article nor a name."),
    typed.NO_QUANTITY: _lt("“%(line)s”: there is no quantity."),
    typed.GROUPED: _lt(
        "“%(line)s”: is “%(said)s” one number? Put a comma before the quantity, or a tab."
    ),
    quantity_cell.PACKS: _lt("“%(line)s”: write how many pieces, not how many packs."),
    quantity_cell.AMBIGUOUS: _lt(
        "“%(line)s”: “%(said)s” can be read in two ways. Write it without a comma and a point."
    ),
    quantity_cell.FRACTION: _lt(
        "“%(line)s”: “%(said)s” may be a price. Copy the table with its heading, or write a whole"
        " number."
    ),
    quantity_cell.TOO_MUCH: _lt("“%(line)s”: “%(said)s” is more than can be ordered."),
}
