from pathlib import Path

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker
from odoo.tests import tagged
from odoo.tools.misc import file_path

OURS = "@krokus_portal"


@tagged("post_install", "-at_install", "cases")
class TestJavascript(HOOTCommon):
    """Our own tests among those of Odoo's runner, which knows a suite by the hash of its name."""

    def get_hoot_filters(self):
        return f"&id={self._generate_hash(OURS)}"

    def test_queue_control_and_what_is_typed(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{self.hoot_filters}",
            *("", ""),
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )

    def test_styles_ask_for_nothing_that_browsers_of_2021_do_not_know(self):
        """Without `:has()` a rule is dropped: nothing that is needed may stand in it."""
        for name in ("shop", "offers"):
            path = file_path(f"krokus_portal/static/src/scss/{name}.scss")
            rules = Path(path).read_text(encoding="utf-8")
            self.assertNotRegex(rules, r":has\(|@container|@layer")
