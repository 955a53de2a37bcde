from odoo.addons.krokus_cart_reserve.take import totals
from odoo.addons.website_sale.controllers.cart import Cart
from odoo.exceptions import UserError
from odoo.http import request, route

from .. import seen, words
from ..floor import text


class KrokusCart(Cart):
    WORDS = "krokus_words"  # in the session: what was typed for shipments that are not ordered yet

    @route()
    def cart(self, *args, opened="", **kwargs):
        """The basket of a client; a guest is asked to log in, since only a client has one.

        `opened`: "before", where a form came of a page that is older than the last login.
        """
        if request.env.user._is_public():
            return request.redirect("/web/login?redirect=/shop/cart")
        problem = request.session.pop("krokus_problem", "")
        if opened == "before":
            problem = request.env._(
                "You have logged in since this page was opened, and nothing was done: look at the"
                " basket, and confirm it."
            )
        return self._show(problem=problem)

    @route(
        ["/shop/krokus/confirm", "/shop/krokus/keep", "/shop/krokus/again"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def back_to_cart(self, **kwargs):
        """Who had to log in first, or types the address of an answer, is led to the basket."""
        return request.redirect("/shop/cart")

    def _own_basket(self):
        """The person's basket, made if there is none yet."""
        return request.env["krokus.basket"]._current(request.website)

    def _show(self, typed=None, problems=None, **more):
        """The basket's page; `problems` are sentences for shipments, at their place."""
        typed = request.session.get(self.WORDS, {}) if typed is None else typed
        values = self._basket_values(typed, problems or {}, **more)
        return request.render("krokus_portal.basket", values)

    def _basket_values(self, typed, problems, **more):
        basket = request.website._krokus_basket()
        page = basket._page()
        _details, strange = request.env["krokus.checkout"]._read_words(basket, typed)
        return {
            "page": page,
            "addresses": basket._addresses(),
            "some": self._some(page),
            "seen": seen.write(page.ready),
            "text": text,
            "currency": request.website.currency_id,
            "words": typed,
            "problems": strange | problems,
            "adrift": self._adrift(page, typed) if problems else [],
            **more,
        }

    def _adrift(self, page, typed):
        """The comments for shipments that the page does not show: they are not lost in silence."""
        shown = {shipment.key for shipment in page.shipments}
        said = words.by_shipment(typed).items()
        found = [kinds.get(words.COMMENT) for key, kinds in said if key not in shown]
        return [comment for comment in found if comment]

    def _remember(self, form):
        """What was typed for the shipments, also on a page before this one; kept in the session."""
        typed = {**request.session.get(self.WORDS, {}), **words.of_form(form)}
        request.session[self.WORDS] = words.to_remember(typed)
        return typed

    def _some(self, page):
        """What the button says where not all can be confirmed."""
        ready, count = len(page.ready), page.line_count
        if ready == count:
            return ""
        return request.env._("Confirm %(ready)s of %(count)s lines", ready=ready, count=count)

    @route("/shop/krokus/keep", type="http", auth="user", methods=["POST"], website=True)
    def keep(self, name="", **form):
        """Keep what is in the basket as a list of the client's, and show it."""
        typed = self._remember(form)
        if typed != request.session[self.WORDS]:
            problem = request.env._("A comment is too long to be kept: shorten it first.")
            return self._show(typed, problem=problem)
        quantities = totals(request.website._krokus_basket()._contents())
        try:
            kept = request.env["krokus.offer.list"]._save(name, quantities)
        except UserError as error:
            return self._show(typed, problem=str(error))
        return request.redirect(f"/shop?view=sheet&list={kept.id}", 303)

    @route(
        "/shop/krokus/again",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        krokus_turn=True,  # repeated after it has taken, it would take twice
    )
    def again(self, again="", **form):
        """Try to hold again what ran out, or let it go; either way the notice is answered."""
        typed = self._remember(form)
        basket = self._own_basket()
        problems = basket._take_again() if again else []
        basket._dismiss_lost()
        return self._show(typed, problem="\n".join(problems))
