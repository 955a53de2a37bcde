"""What staff can see and press, found in the views themselves, and done as the web client does it.

A Button is one of ours: it stands in the text of a view of ours, also where that inherits core's.
"""

import ast
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from lxml import etree
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

OURS = "krokus_"
KINDS = ("form", "list", "kanban")


class Button(NamedTuple):
    """`model` is its record's: in a list within a form it is not the view's."""

    view: str
    kind: str
    model: str
    name: str
    label: str
    type: str


def is_answer(error):
    """Whether a person reads in it what to do."""
    return isinstance(error, UserError) and not isinstance(error, (AccessError, MissingError))


def our_records(env, model):
    """{external id: record} of what our add-ons ship of a model."""
    rows = env["ir.model.data"].search([("model", "=", model), ("module", "=like", f"{OURS}%")])
    found = {row.complete_name: env[model].browse(row.res_id) for row in rows}
    return {name: record for name, record in found.items() if record.exists()}


def our_views(env):
    views = our_records(env, "ir.ui.view")
    return {name: view for name, view in views.items() if view.type in KINDS and view.model}


def all_buttons(env):
    """{external id of a view of ours: [Button]}, whoever may see them."""
    found = {}
    for name, view in our_views(env).items():
        named = {(node.get("name"), _label(node)) for node in _pressable(view)}
        if named:
            everything = [button for button, _hidden in seen_buttons(env, name, view)]
            found[name] = [one for one in everything if (one.name, one.label) in named]
    return found


def seen_buttons(env, view_name, view):
    """[(Button, the conditions under which it is hidden)] of a view as `env.user` gets it."""
    root = _root_of(view)
    model = env[root.model]
    if not model.has_access("read"):
        return []
    arch = etree.fromstring(model.get_view(root.id, root.type)["arch"])
    return list(_nodes(view_name, root, model, arch))


def _pressable(view):
    """Buttons in its own text; one with `%(…)d` for a name is known by its number there."""
    nodes = etree.fromstring(view.arch).iter("button")
    return [node for node in nodes if node.get("type") in ("object", "action")]


def hidden(condition, record):
    """What the web client makes of `invisible` for a record, which it must be able to read."""
    names = {node.id for node in ast.walk(ast.parse(condition, mode="eval")) if _is_name(node)}
    values = {name: _value(record, name) for name in names if name in record._fields}
    user = {"uid": record.env.uid, "context": dict(record.env.context), "parent": None}
    return bool(safe_eval(condition, {**user, "id": record.id or False, **values}))


def press(button, records):
    """Press it for records, and open what it leads to."""
    context = {
        "active_model": records._name,
        "active_ids": records.ids,
        "active_id": records[:1].id,
    }
    if button.type == "object":
        open_action(call_kw(records, button.name, [records.ids], {}), records.env, context)
    else:
        open_action(int(button.name), records.env, context)


def run(action, records):
    """A server action or a window of the cog menu, for records."""
    env = records.env
    context = {
        "active_model": records._name,
        "active_ids": records.ids,
        "active_id": records[:1].id,
    }
    if action._name == "ir.actions.server":
        answer = action.with_user(env.user).with_context(**context).run()
        open_action(answer, env, context)
    else:
        open_action(action.id, env, context)


def open_action(action, env, context):
    """Open a window as the web client does; what else an action may be needs no look."""
    if isinstance(action, int):
        action = env["ir.actions.actions"].sudo().browse(action)
        action = env[action.type].sudo().browse(action.id)._get_action_dict()
    if not isinstance(action, dict) or action.get("type") != "ir.actions.act_window":
        return
    known = {"active_id": context.get("active_id"), "uid": env.uid}
    told = action.get("context") or {}
    told = safe_eval(told, {**known, **context}) if isinstance(told, str) else told
    model = env[action["res_model"]].with_context(**context, **told)
    views = action.get("views") or [(False, kind) for kind in action["view_mode"].split(",")]
    if action.get("target") == "new" and not action.get("res_id"):
        Form(model)
    elif action.get("res_id"):
        look_at(model.browse(action["res_id"]), {kind: key for key, kind in views})
    else:
        open_list(model, action, views)


def open_list(model, action, views):
    """The list with its filters, its groups, and the first record in its form."""
    wanted = [*map(tuple, views), (False, "search")]
    given = model.get_views(wanted, {"toolbar": True, "load_filters": True})["views"]
    domain = action.get("domain") or []
    if isinstance(domain, str):
        known = {"uid": model.env.uid, "context": dict(model.env.context)}
        domain = safe_eval(domain, {**known, "active_id": model.env.context.get("active_id")})
    kind = next((kind for _key, kind in wanted if kind != "form"), "form")
    spec = specification(model, etree.fromstring(given[kind]["arch"])) if kind in KINDS else {}
    found = model.web_search_read(domain, spec or {"display_name": {}}, limit=80)
    for extra in _filters(etree.fromstring(given["search"]["arch"]), model):
        model.search_count(domain + extra)
    if found["records"] and "form" in given:
        look_at(model.browse(found["records"][0]["id"]), {"form": given["form"]["id"]})


def look_at(record, views):
    """The record as its form reads it."""
    arch = record.get_view(views.get("form") or None, "form")["arch"]
    record.web_read(specification(record, etree.fromstring(arch)))


def specification(model, arch):
    """What a view reads: the web client's `specification`, with the lists within a form."""
    spec = {}
    for node in arch.iter("field"):
        field = model._fields.get(node.get("name"))
        if field is None or _is_within(node, arch):
            continue
        spec[field.name] = {}
        if field.type in ("one2many", "many2many"):
            inner = node.find("list") if node.find("list") is not None else node.find("kanban")
            fields = {"display_name": {}}
            if inner is not None:
                fields = specification(model.env[field.comodel_name], inner)
            spec[field.name] = {"fields": fields, "limit": 40}
        elif field.type in ("many2one", "reference"):
            spec[field.name] = {"fields": {"display_name": {}}}
    return spec


def _filters(arch, model):
    """The domains of a search view's filters, those of ours and of core's alike."""
    for node in arch.iter("filter"):
        if node.get("domain"):
            yield safe_eval(node.get("domain"), _search_words(model))


def _search_words(model):
    clock = {"context_today": date.today, "datetime": datetime, "timedelta": timedelta}
    return {"uid": model.env.uid, "relativedelta": relativedelta, **clock}


def _root_of(view):
    while view.inherit_id and view.mode != "primary":
        view = view.inherit_id
    return view


def _label(node):
    return node.get("string") or node.get("title") or node.get("icon") or ""


def _nodes(name, root, model, arch):
    for node in arch.iter("button"):
        if node.get("name") and node.get("type") in ("object", "action"):
            owner = _owner(node, model)
            words = (node.get("name"), _label(node), node.get("type"))
            yield Button(name, root.type, owner._name, *words), _conditions(node)


def _owner(node, model):
    """The model of its record: lists within a form have one of their own."""
    path = [parent.get("name") for parent in node.iterancestors("field")]
    for name in reversed(path):
        model = model.env[model._fields[name].comodel_name]
    return model


def _conditions(node):
    """Why it may be hidden: its own condition, and those around it in the same view."""
    conditions = []
    for one in (node, *node.iterancestors()):
        if one.tag == "field":
            break
        conditions += filter(None, (one.get("invisible"), one.get("column_invisible")))
    return conditions


def _is_within(node, arch):
    """Whether it belongs to a list within the form."""
    parents = node.iterancestors("field")
    return any(arch in parent.iterancestors() for parent in parents)


def _is_name(node):
    return isinstance(node, ast.Name)


def _value(record, name):
    field, value = record._fields[name], record[name]
    if field.type == "many2one":
        return value.id
    return value.ids if field.relational else value
