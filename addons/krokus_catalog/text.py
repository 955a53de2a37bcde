"""Text from outside, cleaned in one place: of routes, RPC, files and 1C alike.

What neither the database nor XML can hold, and what nobody can see, is left out: NUL and other
control characters, halves of surrogate pairs, noncharacters, marks without a width. No-break and
other wide blanks become plain ones, letters take their composed form (NFC): two texts that look
the same are the same.
"""

import re
import unicodedata


def _between(*ranges):
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


_PLANES = range(0, 0x110000, 0x10000)
# A table, and no pattern: a character costs the same whatever stands beside it.
_UNSEEN = _between((0, 8), (0xB, 0xC), (0xE, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD))
_UNSEEN += _between((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB))
_UNSEEN += _between((0xD800, 0xDFFF), (0xFDD0, 0xFDEF)) + "\u061c\u180e\ufeff"
_UNSEEN += "".join(chr(plane | 0xFFFE) + chr(plane | 0xFFFF) for plane in _PLANES)
_BLANKS = _between((0x2000, 0x200A)) + "\xa0\u1680\u202f\u205f\u3000"
_TABLE = str.maketrans(dict.fromkeys(_UNSEEN) | dict.fromkeys(_BLANKS, " "))
# What neither the database nor XML can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Marks that sit on a letter. To compose a letter sorts its marks in quadratic time: of 64 kB of
# them, for seconds. No writing puts more than eight on one.
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x10000))))
_RARE = "".join(filter(unicodedata.combining, map(chr, range(0x10000, 0x1E950))))
_PILE = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
_RARE_PILE = re.compile(f"([{_MARKS}{_RARE}]{{8}})[{_MARKS}{_RARE}]+")  # ten times as slow
LONGEST_SEARCH, MOST_WORDS = 100, 8  # characters and words of a search
DEEPEST = 100  # levels of lists in lists; no page of ours or of core's sends half of it
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ANY_BLANKS = re.compile(r"\s+")


def clean(text, most=None):
    """The text with its lines and tabs, at most `most` characters of it."""
    text = _LINE_END.sub("\n", str(text or "")[:most]).translate(_TABLE)
    return unicodedata.normalize("NFC", _flat(text))[:most]


def clean_line(text, most=None):
    """The text in one line, a single blank between its words, at most `most` characters."""
    return _ANY_BLANKS.sub(" ", clean(text)).strip()[:most]


def clean_search(text):
    """What is searched for: each word is looked for by itself, in many columns."""
    return " ".join(clean_line(text, LONGEST_SEARCH).split()[:MOST_WORDS])


def _flat(text):
    """Without piles of marks on one letter."""
    if text.isascii():
        return text
    return (_PILE if max(text) < "\U00010000" else _RARE_PILE).sub(r"\1", text)


def is_storable(text):
    """Whether the database and XML can hold the text as it is."""
    return text.isprintable() or not _UNSTORABLE.search(text)


def storable(value, deepest=DEEPEST):
    """The value, nested as JSON is, its texts without what cannot be stored, and without piles of
    marks, with which many a function of core's would take its time; else untouched.

    ValueError for what is nested deeper than anybody means.
    """
    if isinstance(value, str):
        return _flat(value if is_storable(value) else _UNSTORABLE.sub("", value))
    if not isinstance(value, dict | list | tuple):
        return value
    if not deepest:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        return {storable(key): storable(one, deepest - 1) for key, one in value.items()}
    return [storable(one, deepest - 1) for one in value]


# By which two names are compared, in the database alone: what each of SAME becomes there; what
# has no counterpart is left out, blanks of all kinds and marks without a width.
_TWINS = {"е": "ё", "'": "’‘‛ʼ`´′", "-": "‐‑‒–—―−", '"': "«»“”„‟″"}
_NOTHING = _between((9, 10), (32, 32), (0xA0, 0xA0), (0xAD, 0xAD), (0x2000, 0x200F))
_NOTHING += _between((0x2028, 0x202F), (0x205F, 0x206F), (0xFFF9, 0xFFFB))
_NOTHING += "\u061c\u1680\u180e\u3000\ufeff"
SAME = "".join(_TWINS.values()) + _NOTHING
AS = "".join(one * len(others) for one, others in _TWINS.items())
