"""Input of any size in every shape that a reader may stumble over: {name: what is repeated}.

A shape is a unit that is repeated until so many bytes are full, between a head and a tail.
"""

from typing import NamedTuple


class Shape(NamedTuple):
    unit: str
    head: str = ""
    tail: str = ""

    def text(self, size):
        """At most `size` bytes of UTF-8, and no less than one unit."""
        times = (size - len((self.head + self.tail).encode())) // len(self.unit.encode())
        return self.head + self.unit * max(times, 1) + self.tail


SHAPES = {
    # one long line of each class of character
    "digits": Shape("1", "A", "x"),
    "latin": Shape("a"),
    "cyrillic": Shape("ж"),
    "blanks": Shape(" ", "a", "1 x"),
    "no-break blanks": Shape("\xa0", "a", "1 x"),
    "signs": Shape("%_\\\"'"),
    "controls": Shape("\x01\x1b"),
    "nul": Shape("\0"),
    "without a width": Shape("\u200b"),
    "noncharacters": Shape("\ufdd0\uffff"),
    "marks": Shape("\u0315\u0300", "e"),
    "marks of other planes": Shape("\U0001d165\u0300", "e"),
    "decomposed": Shape("и\u0306"),
    "hangul": Shape("\u1112\u1161\u11ab"),
    "halves": Shape("𐍈"),
    # separators, alone and with what they part
    "strokes": Shape("|", "", "x"),
    "tabs": Shape("\t", "A", "1x"),
    "semicolons": Shape(";", "A", "1x"),
    "commas": Shape(", ", "A", "1x"),
    "points": Shape("1.", "A "),
    "thousands": Shape("100 ", "A "),
    "words": Shape("ab "),
    "words and numbers": Shape("a 1 "),
    "packs": Shape("уп по ", "A 2 ", "25 x"),
    "dashes": Shape("- ", "A ", "25"),
    "cells": Shape("a\t1\t"),
    "price": Shape("price"),
    # many short lines
    "empty lines": Shape("\n"),
    "returns": Shape("\r"),
    "short lines": Shape("a\n"),
    "rows": Shape("A1\t5\n"),
    "bad rows": Shape("A\t1\t2\n"),
    "headings": Shape("Артикул\tЗаказ\n"),
    # what is nested, or looks so
    "open brackets": Shape("["),
    "brackets": Shape("[]"),
    "objects": Shape('{"a":'),
    "elements": Shape("<a>"),
    "entities": Shape("&amp;"),
    "brackets of a pattern": Shape("(a+)+"),
}
