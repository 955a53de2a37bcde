"""A catalogue with marks: whatever is hidden carries a word that is easy to find in an answer.

Each place of the tree has a letter, and all that stands there carries marks ending in it.
"""

import base64
import io
import json
import re

from odoo.fields import Command
from odoo.tests import HttpCase
from PIL import Image

from .common import KrokusCase

MARK = re.compile(r"xqz(?:rose|branch|tag|picture|value)([a-z])")
MISSING = 99999999
PLACES = {
    "a": "public",
    "b": "clients",
    "c": "tiers",  # the first and the second
    "d": "inherit",  # below c
    "e": "managers",
    "f": None,  # an offer without a category
}


def letters(text):
    """The places whose marks stand in an answer."""
    return set(MARK.findall(text.lower()))


class FloorCase(HttpCase, KrokusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        cls.tiers = cls.env["krokus.client.tier"].search([])
        cls.attribute = cls.env["product.attribute"].create(
            {"name": "Grade", "create_variant": "no_variant"}
        )
        cls.pricelist = cls.env["product.pricelist"].create({"name": "An old list"})
        cls.branches, cls.offers, cls.pictures = {}, {}, {}
        for number, letter in enumerate(PLACES):
            cls.settle(letter, (40 * number, 90, 120))
        shown = cls.offers["a"].product_tmpl_id
        others = cls.env["product.product"].union(*cls.offers.values()) - cls.offers["a"]
        shown.accessory_product_ids = others
        shown.alternative_product_ids = others.product_tmpl_id
        shown.optional_product_ids = others.product_tmpl_id
        cls.buyers = {
            number: cls.make_buyer(cls.make_client(f"Client {number}", tier=tier), f"buyer{number}")
            for number, tier in enumerate(cls.tiers, 1)
        }
        cls.stranger = cls.make_buyer(cls.make_client("New client", krokus_tier_id=False), "nobody")
        cls.manager = cls.make_manager("floor_manager")

    @classmethod
    def settle(cls, letter, color):
        """A branch of the tree, and an offer in it with everything that may give it away."""
        visibility, image = PLACES[letter], cls.draw(color)
        if visibility:
            cls.branches[letter] = cls.make_category(
                f"Xqzbranch{letter}",
                parent=cls.branches["c"] if visibility == "inherit" else None,
                visibility=visibility,
                krokus_tier_ids=cls.tiers[:2] if visibility == "tiers" else False,
                krokus_image=image,
            )
        value = cls.env["product.attribute.value"].create(
            {"name": f"Xqzvalue{letter}", "attribute_id": cls.attribute.id}
        )
        offer = cls.make_offer(
            f"Xqzrose{letter}",
            category=cls.branches.get(letter, cls.branches["a"]),
            image_1920=image,
            description_sale=f"About xqzrose{letter}",
            product_tag_ids=[Command.create({"name": f"Xqztag{letter}"})],
            attribute_line_ids=[
                Command.create({"attribute_id": cls.attribute.id, "value_ids": value.ids})
            ],
        )
        if not visibility:
            offer.categ_id = False
        cls.offers[letter] = offer
        cls.pictures[letter] = cls.env["product.image"].create(
            {
                "name": f"Xqzpicture{letter}",
                "product_tmpl_id": offer.product_tmpl_id.id,
                "image_1920": image,
            }
        )
        cls.env["product.pricelist.item"].create(
            {
                "pricelist_id": cls.pricelist.id,
                "product_tmpl_id": offer.product_tmpl_id.id,
                "fixed_price": 1,
            }
        )

    @staticmethod
    def draw(color):
        data = io.BytesIO()
        Image.new("RGB", (64, 64), color).save(data, "PNG")
        return base64.b64encode(data.getvalue())

    def mirror(self, letter):
        return self.env["product.public.category"]._krokus_mirrors(self.branches[letter])[
            self.branches[letter].id
        ]

    def enter(self, user):
        """As this person; a guest is nobody."""
        self.known = {}
        login = user.login if user else None
        self.authenticate(login, login)

    def missing(self, form):
        """The answer for an id that does not exist, asked once for each person."""
        if form not in self.known:
            self.known[form] = self.url_open(form.format(MISSING))
        return self.known[form]

    def rpc(self, url, **params):
        """The whole answer of a JSON route, errors too, without what differs from call to call."""
        answer = self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        answer.get("error", {}).get("data", {}).pop("debug", None)
        return json.dumps(answer.get("error") or answer.get("result"))

    def call(self, model, method, *args, **kwargs):
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )
