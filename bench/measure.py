"""The arithmetic of measuring, without a clock or a server."""

from math import ceil
from statistics import median


def percentile(values, percent):
    """The smallest value that is not below `percent` of the values (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(ceil(len(ordered) * percent / 100) - 1, 0)]


def in_turns(sides, measure, rounds):
    """{side: [measure(side) of each round]}: the sides take turns, so noise meets all of them."""
    found = {side: [] for side in sides}
    for number in range(rounds):
        for side in list(sides)[:: 1 if number % 2 == 0 else -1]:
            found[side].append(measure(side))
    return found


def median_ratio(ours, theirs):
    """The median of one side's rounds over the median of the other's."""
    return median(ours) / median(theirs)
