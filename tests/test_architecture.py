"""The add-ons know each other as the design's picture says, and speak their own vocabulary."""

import ast
import re
import unittest
from pathlib import Path

from lxml import etree

ADDONS = Path(__file__).resolve().parent.parent / "addons"

# add-on: those it may depend on directly. The picture in the design, as data.
MAY_DEPEND_ON = {
    "krokus_catalog": {"website_sale", "sale_management"},
    "krokus_pricing": {"krokus_catalog"},
    "krokus_cart_reserve": {"krokus_catalog"},
    "krokus_exchange": {"krokus_cart_reserve"},
    "krokus_portal": {"krokus_pricing", "krokus_exchange"},
    "krokus_1c_bridge": {"krokus_portal"},
}
OWN_TO_THE_BRIDGE = re.compile(r"(?i)onec|commerceml|(?<![a-z0-9])1c(?![a-z0-9])")
SHARED_WORDS = re.compile(r"onec_(good_)?ref")
MODEL = re.compile(r"""["'](krokus\.[\w.]+)["']""")
SPOKEN = {"string", "help", "placeholder", "title", "label", "confirm", "alt", "aria-label"}


def known_to(name):
    """Our add-ons that `name` may name: those it stands on, and what they stand on."""
    known = {name}
    for other in MAY_DEPEND_ON[name]:
        known |= known_to(other) if other in MAY_DEPEND_ON else set()
    return known


def models(name):
    """Those that an add-on brings."""
    for path in files(name, ".py"):
        yield from re.findall(r"""^    _name = ["'](krokus\.[\w.]+)""", path.read_text(), re.M)


def files(name, *suffixes):
    return [path for path in (ADDONS / name).rglob("*") if path.suffix in suffixes]


class TestDependencies(unittest.TestCase):
    def test_every_addon_is_in_the_picture(self):
        self.assertEqual({path.name for path in ADDONS.iterdir()}, set(MAY_DEPEND_ON))

    def test_manifests_name_only_what_the_picture_allows(self):
        for name, allowed in MAY_DEPEND_ON.items():
            manifest = ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())
            self.assertEqual(set(manifest["depends"]), allowed, name)

    def test_no_file_names_an_addon_above_or_beside_it(self):
        for name in MAY_DEPEND_ON:
            unknown = set(MAY_DEPEND_ON) - known_to(name)
            pattern = re.compile(r"\b(" + "|".join(sorted(unknown) or ["(?!)"]) + r")\b")
            for path in files(name, ".py", ".xml", ".csv", ".js", ".scss"):
                found = pattern.search(path.read_text(encoding="utf-8"))
                self.assertIsNone(found, f"{path.relative_to(ADDONS)} names {found and found[0]}")

    def test_no_file_names_a_model_of_an_addon_above_or_beside_it(self):
        home = {}
        for name in MAY_DEPEND_ON:  # from below: who takes a part into a model brings no other one
            for model in models(name):
                home.setdefault(model, name)
        for name in MAY_DEPEND_ON:
            known = known_to(name)
            for path in files(name, ".py", ".xml", ".js"):
                named = set(MODEL.findall(path.read_text(encoding="utf-8"))) & home.keys()
                strange = {model for model in named if home[model] not in known}
                self.assertFalse(strange, f"{path.relative_to(ADDONS)}: {sorted(strange)}")


class TestVocabulary(unittest.TestCase):
    def test_words_of_1c_stay_in_the_bridge(self):
        for name in set(MAY_DEPEND_ON) - {"krokus_1c_bridge"}:
            for path in files(name, *IDENTIFIERS):
                words = IDENTIFIERS[path.suffix](path.read_text(encoding="utf-8"))
                # `test_onec_ref_is_unique` and `_onec_ref_uniq` are about the shared words.
                strange = {w for w in words if OWN_TO_THE_BRIDGE.search(SHARED_WORDS.sub("", w))}
                self.assertFalse(strange, f"{path.relative_to(ADDONS)}: {sorted(strange)}")


def python_identifiers(text):
    for node in ast.walk(ast.parse(text)):
        for field in ("name", "id", "attr", "arg", "module", "asname"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                yield word


def xml_identifiers(text):
    """What stands in attributes, but for what a person reads there."""
    for element in etree.fromstring(text.encode()).iter(etree.Element):
        spoken = SPOKEN | {"name"} if element.tag == "menuitem" else SPOKEN
        yield from (value for name, value in element.attrib.items() if name not in spoken)


def other_identifiers(text):
    return re.findall(r"[A-Za-z_$][\w$-]*", text)


IDENTIFIERS = {
    ".py": python_identifiers,
    ".xml": xml_identifiers,
    ".js": other_identifiers,
    ".scss": other_identifiers,
    ".csv": other_identifiers,
}


if __name__ == "__main__":
    unittest.main()
