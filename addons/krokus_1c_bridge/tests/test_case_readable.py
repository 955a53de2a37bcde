"""I08: what each role may read, field by field, stands in readable.csv with its reason.

A field that is new, and neither has `groups=` nor stands there, fails here until somebody says why
that role reads it. Roles: g guest, c client, s salesman, a accountant, m manager.
"""

import csv
from collections import defaultdict
from pathlib import Path

from odoo.addons.krokus_catalog.tests.common import KrokusCase
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

LIST = Path(__file__).with_name("readable.csv")
OURS = ("krokus_", "onec_")
FILLED = (
    "product.category",
    "product.product",
    "product.public.category",
    "product.template",
    "res.company",
    "res.partner",
    "sale.order",
    "sale.order.line",
)
STAFF = {"s": "salesman", "a": "accountant", "m": "manager"}


def read_list():
    """{(model, field): (roles, reason)}."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return {(row["model"], row["field"]): (row["roles"], row["reason"]) for row in rows}


class ReadableCase(KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.make_client("A shop", comment="Pays late", ref="K-77")
        cls.buyer = cls.make_buyer(cls.client)
        cls.offer = cls.make_offer(
            "Red Naomi", description="Buy elsewhere", description_purchase="From Ivan"
        )
        cls.users = {"g": cls.env.ref("base.public_user"), "c": cls.buyer}
        for letter, role in STAFF.items():
            group = f"krokus_catalog.group_{role}"
            cls.users[letter] = new_test_user(cls.env, f"reads_{role}", groups=group)

    def watched(self, role):
        """{model: the fields that are asked about}."""
        found = {}
        for name, model in self.env.registry.models.items():
            if not model._abstract:
                ours = name.startswith("krokus.")
                every = ours or (role in "gc" and name in FILLED)
                fields = {key for key in model._fields if every or key.startswith(OURS)}
                found[name] = fields
        return found

    def readable(self, role):
        """{model: the fields that the role can read}."""
        found = {}
        for name, fields in self.watched(role).items():
            model = self.env[name].with_user(self.users[role])
            if fields and model.has_access("read"):
                found[name] = fields & model.fields_get(attributes=["type"]).keys()
        return found


@tagged("post_install", "-at_install", "cases")
class TestReadable(ReadableCase):
    def test_what_a_role_reads_stands_in_the_list_with_its_reason(self):
        listed = read_list()
        for role in self.users:
            for model, fields in self.readable(role).items():
                for field in sorted(fields):
                    roles, reason = listed.get((model, field), ("", ""))
                    self.assertTrue(role in roles and reason, f"{role} reads {model}.{field}")

    def test_the_list_names_nothing_that_cannot_be_read(self):
        found = defaultdict(str)
        for role in self.users:
            for model, fields in self.readable(role).items():
                for field in fields:
                    found[model, field] += role
        for (model, field), (roles, _reason) in read_list().items():
            self.assertEqual(set(found[model, field]), set(roles), f"{model}.{field}")

    def test_what_is_closed_is_closed_by_every_way_of_asking(self):
        secrets = [
            (self.client, "comment", "Pays"),
            (self.client, "ref", "K-77"),
            (self.offer.product_tmpl_id, "description", "Buy"),
            (self.offer, "description_purchase", "Ivan"),
            (self.env.company, "chart_template", "x"),
            (self.buyer, "comment", "Pays"),
        ]
        for record, field, word in secrets:
            own = record.with_user(self.buyer)
            model = own.browse()
            for ask in (
                lambda own=own, field=field: own.read([field]),
                lambda own=own, field=field: own.web_read({field: {}}),
                lambda model=model, field=field: model.search_read([], [field]),
                lambda model=model, field=field, word=word: model.search([(field, "like", word)]),
                lambda model=model, field=field: model.search([], order=field),
                lambda model=model, field=field: model.formatted_read_group([], [field]),
            ):
                with self.subTest(model=record._name, field=field), self.assertRaises(AccessError):
                    ask()
            self.assertNotIn(field, own.fields_get())

    def test_a_client_reads_no_notes_of_the_staff(self):
        order = self.env["sale.order"].create({"partner_id": self.buyer.partner_id.id})
        for record in (self.client, order):
            record.message_post(body="Xqz pays late", subtype_xmlid="mail.mt_note")
        messages = self.env["mail.message"].with_user(self.buyer)
        self.assertFalse(messages.search([("body", "like", "Xqz")]))


@tagged("post_install", "-at_install", "cases")
class TestPagesReadEnough(HttpCase, ReadableCase):
    """What core's pages read with the client's own rights is not closed."""

    def test_a_client_opens_his_pages(self):
        line = {"name": "A service", "product_uom_qty": 1}
        order = self.env["sale.order"].create(
            {"partner_id": self.buyer.partner_id.id, "order_line": [(0, 0, line)]}
        )
        order.state = "sale"
        pages = ["/", "/shop", "/shop/cart", self.offer.website_url, "/contactus"]
        pages += ["/my", "/my/account", "/my/addresses", "/my/security", "/my/orders"]
        pages += [f"/my/orders/{order.id}", "/my/address?address_type=delivery", "/my/invoices"]
        self.authenticate(self.buyer.login, self.buyer.login)
        for page in pages:
            answer = self.url_open(page, timeout=60)
            self.assertEqual(answer.status_code, 200, f"{page}: {answer.text[:300]}")

    def test_a_guest_opens_the_shop(self):
        for page in ("/", "/shop", self.offer.website_url, "/web/login", "/contactus"):
            self.assertEqual(self.url_open(page, timeout=60).status_code, 200, page)
