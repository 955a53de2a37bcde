"""When to try again."""

from datetime import timedelta

FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=5)
MOST_TRIES = 12


def pause_after(tries):
    """5 s after the first failure, doubled each time, at most 5 minutes."""
    return min(FIRST * 2 ** min(max(tries, 1) - 1, 10), LONGEST)


def is_hopeless(tries):
    """After about half an hour of the same refusal a person has to look."""
    return tries >= MOST_TRIES
