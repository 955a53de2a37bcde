"""Why a row of a message is not taken: a code and its values.

The sentences for people are in `models/krokus_onec_rejection.py`, where they can be translated.
"""


class RowRefusedError(Exception):
    """One row cannot be applied; the rest of its message can."""

    def __init__(self, code, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values
