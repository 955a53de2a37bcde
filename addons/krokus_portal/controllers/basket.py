import json

from odoo.addons.krokus_cart_reserve.take import totals
from odoo.addons.website_sale.controllers.cart import Cart
from odoo.exceptions import UserError
from odoo.http import request, route

from ..floor import text


class KrokusCart(Cart):
    @route()
    def cart(self, *args, **kwargs):
        """The basket of a client; a guest is asked to log in, since only a client has one."""
        if request.env.user._is_public():
            return request.redirect("/web/login?redirect=/shop/cart")
        problem = request.session.pop("krokus_problem", "")
        return request.render("krokus_portal.basket", self._basket_values(problem=problem))

    def _basket_values(self, **more):
        basket = request.website._krokus_basket()
        page = basket._page()
        return {
            "page": page,
            "addresses": basket._addresses(),
            "some": self._some(page),
            "seen": json.dumps(page.seen),
            "text": text,
            "currency": request.website.currency_id,
            **more,
        }

    def _some(self, page):
        """What the button says where not all can be confirmed."""
        ready, count = len(page.ready), page.line_count
        if ready == count:
            return ""
        return request.env._("Confirm %(ready)s of %(count)s lines", ready=ready, count=count)

    @route("/shop/krokus/keep", type="http", auth="user", methods=["POST"], website=True)
    def keep(self, name="", **kwargs):
        """Keep what is in the basket as a list of the client's, and show it."""
        quantities = totals(request.website._krokus_basket()._contents())
        try:
            kept = request.env["krokus.offer.list"]._save(name, quantities)
        except UserError as error:
            values = self._basket_values(problem=str(error))
            return request.render("krokus_portal.basket", values)
        return request.redirect(f"/shop?view=sheet&list={kept.id}", 303)

    @route(
        "/shop/krokus/again",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        krokus_turn=True,  # repeated after it has taken, it would take twice
    )
    def again(self, again="", **kwargs):
        """Try to hold again what ran out, or let it go; either way the notice is answered."""
        basket = request.website._krokus_basket()
        problems = basket._take_again() if again else []
        basket._dismiss_lost()
        values = self._basket_values(problem="\n".join(problems))
        return request.render("krokus_portal.basket", values)
