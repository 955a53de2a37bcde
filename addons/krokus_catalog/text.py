"""Text from outside, cleaned in one place: of routes, RPC, files and 1C alike.

What neither the database nor XML can hold, and what nobody can see, is left out: NUL and other
control characters, halves of surrogate pairs, noncharacters, marks without a width. No-break and
other wide blanks become plain ones, letters take their composed form (NFC): two texts that look
the same are the same.
"""

import re
import unicodedata

_PLANES = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    f"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef{_PLANES}]"
)
# What neither the database nor XML can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DEEPEST = 100  # levels of lists in lists; no page of ours or of core's sends half of it
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANKS = re.compile("[^\\S\n\t]")
_ANY_BLANKS = re.compile(r"\s+")


def clean(text, most=None):
    """The text with its lines and tabs, at most `most` characters of it."""
    text = _UNSEEN.sub("", _LINE_END.sub("\n", str(text or "")[:most]))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text))[:most]


def clean_line(text, most=None):
    """The text in one line, a single blank between its words, at most `most` characters."""
    return _ANY_BLANKS.sub(" ", clean(text)).strip()[:most]


def is_storable(text):
    """Whether the database and XML can hold the text as it is."""
    return text.isprintable() or not _UNSTORABLE.search(text)


def storable(value, deepest=DEEPEST):
    """The value, nested as JSON is, its texts without what cannot be stored; else untouched.

    ValueError for what is nested deeper than anybody means.
    """
    if isinstance(value, str):
        return value if is_storable(value) else _UNSTORABLE.sub("", value)
    if not isinstance(value, dict | list | tuple):
        return value
    if not deepest:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        return {storable(key): storable(one, deepest - 1) for key, one in value.items()}
    return [storable(one, deepest - 1) for one in value]


def _between(*ranges):
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


# By which two names are compared, in the database alone: what each of SAME becomes there; what
# has no counterpart is left out, blanks of all kinds and marks without a width.
_TWINS = {"е": "ё", "'": "’‘‛ʼ`´′", "-": "‐‑‒–—―−", '"': "«»“”„‟″"}
_NOTHING = _between((1, 32), (0x7F, 0xA0), (0xAD, 0xAD), (0x2000, 0x200F), (0x2028, 0x202F)) + (
    _between((0x205F, 0x206F)) + "\u061c\u1680\u180e\u3000\ufeff\ufff9\ufffa\ufffb"
)
SAME = "".join(_TWINS.values()) + _NOTHING
AS = "".join(one * len(others) for one, others in _TWINS.items())
