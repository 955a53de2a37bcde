"""Statements that PostgreSQL plans once for each connection, where connections are kept.

On the hottest routes planning takes longer than finding the few rows. Odoo's own pool forgets all
that was prepared whenever it hands out a connection: there the statement is sent as it is.
"""

from itertools import count

_NUMBERS = count(1)


class Prepared:
    """One statement, called with a cursor and the values of its words.

    `kinds` are the types of the words: products="int[]" for `%(products)s` in the statement. Many
    rows come as arrays, for `ANY` and `unnest`.
    """

    def __init__(self, sql, **kinds):
        self.name = f"krokus_{next(_NUMBERS)}"
        places = {word: f"${number}" for number, word in enumerate(kinds, 1)}
        values = {word: f"%({word})s::{kind}" for word, kind in kinds.items()}
        self._plain = sql % values
        self._prepare = f"PREPARE {self.name} ({', '.join(kinds.values())}) AS {sql % places}"
        self._execute = f"EXECUTE {self.name} ({', '.join(values.values())})"

    def __call__(self, cr, **values):
        """Execute it; the rows are the cursor's."""
        known = vars(cr.connection).get("krokus_prepared")
        if known is None:
            return cr.execute(self._plain, values)
        if self.name not in known:
            cr.execute(self._prepare)
            known.add(self.name)
        return cr.execute(self._execute, values)
