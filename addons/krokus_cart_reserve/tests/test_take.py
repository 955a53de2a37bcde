from odoo.tests import tagged

from ..take import GONE, SHORT, Wish
from .common import ReserveCase


@tagged("post_install", "-at_install")
class TestTake(ReserveCase):
    def test_taken_flowers_are_gone_for_others(self):
        self.stock(20)
        self.assertEqual(self.take(self.anna, 20).granted, 20)
        refused = self.take(self.boris, 10)
        self.assertEqual((refused.granted, refused.reason), (0, GONE))
        self.assertEqual(self.free(), 0)
        self.assertFalse(self.basket(self.boris)._contents())

    def test_partly_available_gives_what_there_is(self):
        self.stock(25)
        grant = self.take(self.anna, 40)
        self.assertEqual((grant.granted, grant.reason), (20, SHORT))

    def test_quantities_are_absolute(self):
        self.stock(100)
        for quantity in (30, 30, 50, 10):
            self.take(self.anna, quantity)
        self.assertEqual(self.free(), 90)
        self.take(self.anna, 0)
        self.assertEqual(self.free(), 100)
        self.assertFalse(self.basket(self.anna)._contents())

    def test_late_request_hears_how_things_stand(self):
        self.stock(100)
        self.take(self.anna, 30, number=2)
        late = self.take(self.anna, 10, number=1)
        self.assertEqual(late.granted, 30)
        self.assertEqual(self.free(), 70)

    def test_expired_hold_frees_stock_without_any_sweep(self):
        self.stock(20)
        self.take(self.anna, 20)
        self.expire(self.anna)
        self.assertEqual(self.free(), 20)
        self.assertFalse(self.basket(self.anna)._contents())
        self.assertEqual(self.take(self.boris, 20).granted, 20)
        lost = self.env["krokus.lost.demand"].search([("product_id", "=", self.rose.id)])
        self.assertEqual(lost.mapped("reason"), ["expired"])
        self.assertEqual(lost.partner_id, self.anna.partner_id)
        self.assertEqual(lost.client_id, self.anna.partner_id.commercial_partner_id)

    def test_own_expired_hold_is_taken_anew_with_a_new_deadline(self):
        self.stock(20)
        self.take(self.anna, 20)
        self.expire(self.anna)
        self.assertEqual(self.take(self.anna, 10).granted, 10)
        self.assertGreater(self.basket(self.anna)._seconds_left(), 3500)
        self.assertEqual(self.free(), 10)

    def test_adding_more_does_not_extend_the_timer(self):
        self.stock(100)
        lily = self.make_offer("Lily", category=self.category)
        self.stock(100, lily)
        self.take(self.anna, 10)
        self.expire(self.anna, minutes=30)
        self.take(self.anna, 5, offer=lily)
        self.assertLessEqual(self.basket(self.anna)._seconds_left(), 1800)
        deadlines = {held.deadline for held in self.basket(self.anna)._contents()}
        self.assertEqual(len(deadlines), 1)

    def test_sweep_gives_back_and_counts_stay_true(self):
        self.stock(20)
        self.take(self.anna, 20)
        self.expire(self.anna)
        self.env["krokus.hold"]._sweep()
        stock = self.env["krokus.stock"].search([("product_id", "=", self.rose.id)])
        self.assertEqual((stock.held, stock.free), (0, 20))

    def test_many_offers_in_one_take(self):
        offers = [self.make_offer(f"Offer {n}", category=self.category) for n in range(5)]
        for offer in offers:
            self.stock(3, offer)
        basket = self.basket(self.anna)
        wishes = [Wish(offer.id, 2 + n % 3, 1) for n, offer in enumerate(offers)]
        self.assertEqual([grant.granted for grant in basket._take(wishes).grants], [2, 3, 3, 2, 3])

    def test_a_guest_has_no_basket(self):
        guest = self.env.ref("base.public_user")
        self.assertFalse(self.env["krokus.basket"].with_user(guest)._current(self.website))

    def test_many_fractional_operations_leave_no_drift(self):
        self.stock(7.3)
        self.rose.krokus_packing_step = 0.1
        for number in range(300):
            self.take(self.anna, (number % 73) / 10)
        self.take(self.anna, 0)
        stock = self.env["krokus.stock"].search([("product_id", "=", self.rose.id)])
        self.assertEqual((stock.held, stock.on_hand), (0, 7.3))

    def test_the_number_of_statements_does_not_grow_with_the_lines(self):
        offers = [self.make_offer(f"Offer {n}", category=self.category) for n in range(30)]
        self.env["krokus.stock"]._set_on_hand({offer.id: 9 for offer in offers})
        basket, counts = self.basket(self.anna), []
        for quantity, some in ((1, offers[:1]), (2, offers[:1]), (3, offers)):
            before = self.env.cr.sql_log_count
            basket._take([Wish(offer.id, quantity, 1) for offer in some])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_a_repeated_number_does_no_harm_and_is_not_late(self):
        self.stock(100)
        wish = Wish(self.rose.id, 30, 1)
        first = self.basket(self.anna)._take([wish], number=4)
        again = self.basket(self.anna)._take([wish], number=4)
        self.assertEqual((first.number, again.number, again.late), (4, 4, False))
        self.assertEqual((again.grants[0].granted, self.free()), (30, 70))
