"""`python -m dev.terms compare|merge EXPORTED KEPT`: terms against a Russian catalogue.

Run by the environment's interpreter, which has polib.
"""

import json
import re
import sys

import polib

# What stands in a Russian sentence as it is.
SAME = {"1C", "API", "CommerceML", "Excel", "HTTP", "ID", "INN", "PDF", "RUB", "SOAP", "URL", "XML"}
PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sdif%]|\{\w*\}")
UNSPOKEN = re.compile(r"https?://\S+|<[^>]*>|&\w+;|" + PLACEHOLDER.pattern)
HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 &&"
    " (n%100<10 || n%100>=20) ? 1 : 2);",
}


def gaps(exported, kept):
    """A sentence for every term that lacks good Russian, and for every entry that lacks a term."""
    terms = {_key(entry) for entry in polib.pofile(exported)}
    have = {_key(entry): entry for entry in polib.pofile(kept) if not entry.obsolete}
    yield from (f"no entry for {term!r}" for _context, term in sorted(terms - have.keys()))
    yield from (f"stale entry {term!r}" for _context, term in sorted(have.keys() - terms))
    for key in sorted(terms & have.keys()):
        fault = _fault(have[key])
        if fault:
            yield f"{fault} {key[1]!r}"


def merge(exported, kept):
    """Bring `kept` in step; what is new waits for its Russian."""
    try:
        old = {_key(entry): entry.msgstr for entry in polib.pofile(kept)}
    except OSError:
        old = {}
    fresh = polib.pofile(exported)
    for entry in fresh:
        entry.msgstr = old.get(_key(entry), "")
    fresh.metadata = HEADER
    fresh.save(kept)


def _key(entry):
    return (entry.msgctxt or "", entry.msgid)


def _fault(entry):
    if not entry.msgstr or entry.fuzzy:
        return "no translation of"
    if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
        return "other placeholders in the translation of"
    if not re.search("[А-Яа-яЁё]", entry.msgstr) and _words(entry.msgstr) - SAME:
        return "left in English:"
    return None


def _words(text):
    return set(re.findall(r"[A-Za-z]\w+", UNSPOKEN.sub(" ", text)))


if __name__ == "__main__":
    command, *files = sys.argv[1:]
    if command == "merge":
        merge(*files)
    else:
        sys.stdout.write(json.dumps(list(gaps(*files))))
