from datetime import timedelta

from odoo import fields

from .pictures import COLORS

MODES = {"Предзаказ": "preorder"}
VISIBILITY = {
    "Срезанные цветы": "public",
    "Горшечные растения": "public",
    "Аксессуары": "public",
    "Предзаказ": "clients",
    "Колумбия под заказ": "tiers",
}
TIERS = {"Колумбия под заказ": (1, 2)}
BANNER = {
    "name": "Предзаказ к 8 Марта открыт",
    "text": "Выберите день отгрузки и соберите заказ заранее: привезём столько, сколько закажете.",
}
LABEL = {"name": "Хит недели", "bg_color": "#b3263e", "style": "tag"}
LABELLED, NEW = "Гвоздика", "Тюльпан"
ORDER = ("Срезанные цветы", "Предзаказ", "Горшечные растения", "Аксессуары")


def arrange(env):
    """What a manager does once after the first import: mode, visibility and order of groups."""
    categories = env["product.category"].search([("onec_ref", "!=", False)])
    for category in categories:
        category.write(_values(env, category))
    _order(env, categories)
    _mark(env)
    if not env["krokus.banner"].search_count([]):
        page = env["product.public.category"].search([("name", "=", "Предзаказ")], limit=1)
        env["krokus.banner"].create({**BANNER, "link": f"/shop/category/{page.id}"})


def _mark(env):
    """The shop did not open today: one kind has just come, and another one sells best."""
    offers = env["product.template"].search([("onec_ref", "!=", False)])
    kinds = offers.grouped(lambda offer: offer.krokus_flower_type_id.name)
    fresh = kinds.get(NEW, offers.browse())
    (offers - fresh).publish_date = fields.Datetime.now() - timedelta(days=90)
    for color in offers.krokus_color_id:
        color.html_color = COLORS.get(color.name)
    if not env["krokus.label"].search_count([]):
        label = env["krokus.label"].create(LABEL)
        kinds.get(LABELLED, offers.browse()).krokus_label_id = label


def _order(env, categories):
    """The shop shows flowers first, then pots, then what belongs to them."""
    offers = env["product.template"]
    for place, name in enumerate(ORDER, 1):
        top = categories.filtered(lambda c, name=name: c.name == name and not c.parent_id.onec_ref)
        shown = offers.search([("categ_id", "child_of", top.ids)])
        shown.website_sequence = place * 1000


def _values(env, category):
    """A group that is not named here is sold and seen as the one above it."""
    values = {}
    if category.name in VISIBILITY:
        values["krokus_visibility"] = VISIBILITY[category.name]
    if category.name in ORDER:
        values["krokus_mode"] = MODES.get(category.name, "exchange")
        values["krokus_position"] = ORDER.index(category.name) + 1
    if category.name in TIERS:
        numbers = TIERS[category.name]
        tiers = [env.ref(f"krokus_catalog.client_tier_{number}").id for number in numbers]
        values["krokus_tier_ids"] = [(6, 0, tiers)]
    return values
