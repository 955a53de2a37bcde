"""What no page may have: a second scroll bar, small targets, English, and what axe-core finds."""

import json
from functools import cache

import polib

from dev.paths import ADDONS

SERIOUS = {"serious", "critical"}
_WIDER = """
(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width + 1
        ? [`${document.documentElement.scrollWidth} px in ${width}`] : [];
})()
"""
_SMALL = """
[...document.querySelectorAll(".krokus_order_quantity input, .krokus_order_quantity button")]
    .filter((target) => target.checkVisibility())
    .map((target) => target.getBoundingClientRect())
    .filter((box) => box.width < 40 || box.height < 40)
    .slice(0, 3).map((box) => `a target of ${Math.round(box.width)} x ${Math.round(box.height)} px`)
"""
_AXE = """
axe.run(document.querySelector("#wrapwrap") || document, {resultTypes: ["violations"]})
    .then(({violations}) => violations.map(({id, impact, nodes}) =>
        ({id, impact, where: nodes.slice(0, 2).map((node) => node.target.join(" "))})))
"""


def of(browser, axe, touched):
    """Sentences on what is wrong with the page that the browser shows."""
    found = [f"scrolls sideways: {each}" for each in browser.evaluate(_WIDER)]
    if touched:
        found += browser.evaluate(_SMALL)
    return [*found, *_english(browser), *_accessible(browser, axe)]


@cache
def terms():
    """What our add-ons say in English where their Russian is another text."""
    files = [polib.pofile(str(path)) for path in ADDONS.glob("*/i18n/ru.po")]
    return {entry.msgid for file in files for entry in file if entry.msgstr != entry.msgid}


def _english(browser):
    lines = browser.evaluate("document.body.innerText").splitlines()
    shown = {line.strip() for line in lines} & terms()
    return [f"not in Russian: {line}" for line in sorted(shown - {""})]


def _accessible(browser, axe):
    browser.evaluate(axe + "; true")
    for violation in browser.evaluate(_AXE):
        if violation["impact"] in SERIOUS:
            yield f"{violation['impact']}: {violation['id']} at {json.dumps(violation['where'])}"
