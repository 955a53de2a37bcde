"""`python -m looks`: every page at every width into .krokus/screenshots, and what is wrong."""

import sys

from dev.console import say
from dev.paths import HOME
from tests.browser import Browser
from tests.floor import floor

from . import axe, faults
from .pages import LOOKS, ROWS, TOUCHED, WIDTHS

FOLDER = HOME / "screenshots"
INPUT = ".krokus_sheet .krokus_order_ready .krokus_order_quantity input"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    wrong = 0
    script = axe.source()
    with floor() as made:
        for login in dict.fromkeys(look.login for look in LOOKS):
            with Browser(made.address) as browser:
                if login:
                    _arrive(browser, login)
                for look in LOOKS:
                    if look.login == login:
                        wrong += _look(browser, look, script)
                wrong += _told("the console", browser.errors)
    say(f"\n{FOLDER}: {wrong} things to mend")
    return bool(wrong)


def _arrive(browser, login):
    """Log in, and put something into the basket."""
    browser.login(login)
    browser.open("/shop?view=sheet")
    browser.wait(INPUT)
    browser.evaluate(f"document.querySelector({INPUT!r}).focus()")
    for number in range(1, ROWS + 1):
        browser.write(str(25 * number))
        browser.press("Enter")
    browser.wait("#krokus_bar.krokus_bar_shown")


def _look(browser, look, script):
    """Photograph a page at every width; how much is wrong with it."""
    wrong = 0
    for width in WIDTHS:
        touched = width < TOUCHED
        browser.resize(width, 900, mobile=touched)
        browser.open(look.path)
        browser.wait_until(f"!!document.querySelector({look.ready!r})")
        browser.screenshot(FOLDER / f"{look.name}-{width}.png")
        wrong += _told(f"{look.name} at {width} px", faults.of(browser, script, touched))
    return wrong


def _told(where, found):
    for each in found:
        say(f"  {where}: {each}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
