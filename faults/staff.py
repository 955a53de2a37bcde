"""What those who sell can do in the backend, by the calls that its forms make."""

from .roles import AMOUNTS, NOTHING, Walker
from .shop import POLITE

POLITE_TO_STAFF = POLITE | {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
}


class Salesman(Walker):
    polite = POLITE_TO_STAFF
    DEEDS = {
        "sell": 6,
        "quote": 3,
        "confirm": 4,
        "cancel": 5,
        "draft": 3,
        "set_line": 8,
        "return_line": 4,
        "change_unit": 2,
        "drop_line": 2,
        "add_line": 3,
        "fill_cart": 4,
        "confirm_cart": 2,
        "remove": 1,
    }

    def quote(self, dice, reserve=None):
        reserve = dice.random() < 0.6 if reserve is None else reserve
        lines = [(0, 0, self._line(dice)) for _number in range(dice.randint(1, 3))]
        partner = dice.choice(self.stage["people"])
        values = {"partner_id": partner, "order_line": lines, "krokus_reserve": reserve}
        return values, self.rpc("sale.order", "create", [values])

    def sell(self, dice):
        values, made = self.quote(dice, reserve=False)
        if not (made and "result" in made):
            return values, made
        key = made["result"][0] if isinstance(made["result"], list) else made["result"]
        return [key, values], self.rpc("sale.order", "action_confirm", [[key]])

    def confirm(self, dice):
        return self._press(dice, "action_confirm", ["draft", "sent", "sale"])

    def cancel(self, dice):
        return self._press(dice, "action_cancel", ["draft", "sent", "sale"])

    def draft(self, dice):
        return self._press(dice, "action_draft", ["cancel"])

    def remove(self, dice):
        return self._press(dice, "unlink", ["draft", "cancel"])

    def set_line(self, dice):
        return self._edit(dice, {"product_uom_qty": dice.choice((*AMOUNTS, 2.5, 40))})

    def return_line(self, dice):
        return self._edit(dice, {"product_uom_qty": dice.choice((-1, -5, -20))})

    def change_unit(self, dice):
        return self._edit(dice, {"product_uom_id": dice.choice(self.stage["units"])})

    def drop_line(self, dice):
        return self._edit(dice, None)

    def add_line(self, dice):
        return self._into(dice, [["state", "in", ["draft", "sale"]]])

    def fill_cart(self, dice):
        return self._into(dice, [["krokus_is_cart", "=", True]])

    def confirm_cart(self, dice):
        return self._press(dice, "action_confirm", ["draft"], ["krokus_is_cart", "=", True])

    def _into(self, dice, domain):
        order, answer = self._pick(dice, "sale.order", domain)
        values = {"order_line": [(0, 0, self._line(dice))]}
        return [order, values], answer or self.rpc("sale.order", "write", [[order], values])

    def _press(self, dice, button, states, *domain):
        order, answer = self._pick(dice, "sale.order", [["state", "in", states], *domain])
        return [button, order], answer or self.rpc("sale.order", button, [[order]])

    def _edit(self, dice, values):
        """Write a line of an order, as its form does; without values it is removed."""
        line, answer = self._pick(
            dice, "sale.order.line", [["state", "in", ["draft", "sent", "sale"]]]
        )
        if answer:
            return [line, values], answer
        order = self.rpc("sale.order.line", "read", [[line], ["order_id"]])
        if not (order and order.get("result")):
            return [line, values], order
        key = order["result"][0]["order_id"][0]
        change = {"order_line": [(1, line, values) if values else (2, line)]}
        return [key, change], self.rpc("sale.order", "write", [[key], change])

    def _line(self, dice):
        values = {"product_id": self._offer(dice), "product_uom_qty": dice.choice(AMOUNTS[1:])}
        if dice.random() < 0.2:
            values["product_uom_id"] = dice.choice(self.stage["units"])
        return values

    def _pick(self, dice, model, domain):
        """(an id, the answer if there is none)"""
        found = self.rpc(model, "search", [domain])
        if not (found and found.get("result")):
            return None, NOTHING if found is None or "result" in found else found
        return dice.choice(sorted(found["result"])), None

    def rpc(self, model, method, args):
        words = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.call("/web/dataset/call_kw", **words)


class Manager(Salesman):
    DEEDS = Salesman.DEEDS | {
        "hide": 5,
        "show": 4,
        "move": 2,
        "repack": 3,
        "change_tier": 3,
        "close_session": 1,
        "prolong": 2,
        "switch_floor": 1,
        "stop": 1,
        "resume": 1,
        "change_quota": 1,
    }

    def hide(self, dice):
        change = dice.choice(("active", "sale_ok", "is_published", "categ_id"))
        return self._write_offer(dice, {change: False})

    def show(self, dice):
        values = {"active": True, "sale_ok": True, "is_published": True}
        return self._write_offer(dice, {**values, "categ_id": self.stage["categories"][0]})

    def move(self, dice):
        categories = self.stage["categories"]
        return self._write_offer(dice, {"categ_id": dice.choice((*categories[:2], categories[-1]))})

    def repack(self, dice):
        return self._write_offer(dice, {"krokus_packing_step": dice.choice((1, 5, 10, 25))})

    def _write_offer(self, dice, values):
        stays = set(self.stage["ahead"])
        key = dice.choice([key for key in sorted(self.offers) if key not in stays])
        template = self.offers[key]
        return [key, values], self.rpc("product.template", "write", [[template], values])

    def change_tier(self, dice):
        company = dice.choice(self.stage["companies"])
        values = {"krokus_tier_id": dice.choice(self.stage["tiers"])}
        return [company, values], self.rpc("res.partner", "write", [[company], values])

    def close_session(self, dice):
        return self._session(dice, "action_close_now")

    def prolong(self, dice):
        return self._session(dice, "action_prolong")

    def _session(self, dice, button):
        key = dice.choice(self.stage["sessions"])
        return [button, key], self.rpc("krokus.trading.session", button, [[key]])

    def switch_floor(self, dice):
        values = {"mode": dice.choice(("schedule", "outside", "chosen", "all", "shut"))}
        made = self.rpc("krokus.floor.switch", "create", [values])
        if not (made and "result" in made):
            return values, made
        key = made["result"][0] if isinstance(made["result"], list) else made["result"]
        return values, self.rpc("krokus.floor.switch", "action_switch", [[key]])

    def stop(self, dice):
        return self._category(dice, "action_krokus_stop")

    def resume(self, dice):
        return self._category(dice, "action_krokus_resume")

    def _category(self, dice, button):
        key = dice.choice(self.stage["categories"][:3])
        return [button, key], self.rpc("product.category", button, [[key]])

    def change_quota(self, dice):
        quota, answer = self._pick(dice, "krokus.trading.quota", [])
        values = {"quantity": dice.choice((10, 30, 60))}
        done = answer or self.rpc("krokus.trading.quota", "write", [[quota], values])
        return [quota, values], done
