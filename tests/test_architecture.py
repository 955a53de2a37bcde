"""The add-ons know each other as the design's picture says, and speak their own vocabulary."""

import ast
import re
import unittest
from pathlib import Path

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
SHARED_WORDS = {"onec_ref", "onec_good_ref"}


def known_to(name):
    """Our add-ons that `name` may name: those it stands on, and what they stand on."""
    known = {name}
    for other in MAY_DEPEND_ON[name]:
        known |= known_to(other) if other in MAY_DEPEND_ON else set()
    return known


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


class TestVocabulary(unittest.TestCase):
    def test_words_of_1c_stay_in_the_bridge(self):
        for name in set(MAY_DEPEND_ON) - {"krokus_1c_bridge"}:
            for path in files(name, ".py"):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                strange = {
                    word
                    for word in identifiers(tree)
                    if OWN_TO_THE_BRIDGE.search(word) and word.lstrip("_") not in SHARED_WORDS
                }
                # `test_onec_ref_is_unique` and `_onec_ref_uniq` are about the shared words.
                strange = {w for w in strange if not any(s in w for s in SHARED_WORDS)}
                self.assertFalse(strange, f"{path.relative_to(ADDONS)}: {sorted(strange)}")


def identifiers(tree):
    for node in ast.walk(tree):
        for field in ("name", "id", "attr", "arg", "module", "asname"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                yield word


if __name__ == "__main__":
    unittest.main()
