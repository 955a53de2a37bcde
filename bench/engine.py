"""Puts a plain rule of core's in the place of ours in a server that runs, and ours back."""

PLAIN = {"compute_price": "percentage", "percent_price": 0}
OURS = {"compute_price": "krokus"}


class Engine:
    def __init__(self, side):
        self.side = side
        self.ids = [
            int(key)
            for key in side.query(
                "SELECT id FROM product_pricelist_item WHERE compute_price = 'krokus'"
            )
        ]

    def switch(self, how):
        """`ours`, or `plain`: the catalogue's price, nothing off."""
        self.side.write("product.pricelist.item", self.ids, OURS if how == "ours" else PLAIN)
