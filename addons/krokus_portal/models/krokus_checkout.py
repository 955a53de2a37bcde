from odoo import api, models

from .. import words


class KrokusCheckout(models.AbstractModel):
    _inherit = "krokus.checkout"

    @api.model
    def _make_orders(self, basket, groups, told, details):
        """The first order was priced before the others were there: together they are a basket."""
        orders = super()._make_orders(basket, groups, told, details)
        if len(orders) > 1:
            orders._krokus_follow_threshold(orders.order_line.browse())
        return orders

    @api.model
    def _read_words(self, basket, typed):
        """({shipment: values of its order}, {shipment: why not}) of what a client typed.

        A way that is not understood is none: it is never taken for another one.
        """
        places = {str(place.id): place.id for place in basket._places()}
        details, problems = {}, {}
        for key, said in words.by_shipment(typed).items():
            comment, way = said.get(words.COMMENT, ""), said.get(words.DELIVERY)
            problem = self._problem_of(comment, way, places)
            if problem:
                problems[key] = problem
            elif way is not None:
                values = {"krokus_comment": comment or False, "krokus_pickup": way == words.PICKUP}
                details[key] = values | self._to(places.get(way))
        return details, problems

    def _to(self, place_id):
        return {"partner_shipping_id": place_id} if place_id else {}

    def _problem_of(self, comment, way, places):
        if len(comment) > words.LONGEST:
            return self.env._(
                "The comment is %(count)s characters long, of at most %(most)s: shorten it.",
                count=len(comment),
                most=words.LONGEST,
            )
        if way is None or way == words.PICKUP or way in places:
            return None
        if not way:
            return self._choose_way()
        return self.env._(
            "This address is not among yours any more: choose how you get the shipment."
        )

    def _choose_way(self):
        return self.env._("Choose how you get this shipment.")
