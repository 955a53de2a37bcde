"""make i18n: bring every i18n/ru.po in step with the code; new terms wait for their translation."""

from .. import translations
from ..console import say


def main(arguments):
    translations.refresh()
    for gap in translations.gaps():
        say(f"    {gap}")
