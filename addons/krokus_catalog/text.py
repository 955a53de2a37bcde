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
