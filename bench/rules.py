"""Switches our record rules off and on in a server that runs, as an administrator could."""


class Rules:
    """The global rules that an add-on of ours put on goods and categories."""

    def __init__(self, side):
        self.admin = side.admin()
        self.ids = [
            int(key)
            for key in side.query(
                "SELECT res_id FROM ir_model_data"
                " WHERE model = 'ir.rule' AND module LIKE 'krokus%' AND res_id IN"
                " (SELECT r.id FROM ir_rule r JOIN ir_model m ON m.id = r.model_id"
                "   WHERE m.model LIKE 'product.%')"
            )
        ]
        self.on = True

    def switch(self, on):
        """Every worker hears of it with its next request."""
        if on == self.on:
            return
        answer = self.admin.call(
            "/web/dataset/call_kw",
            model="ir.rule",
            method="write",
            args=[self.ids, {"active": on}],
            kwargs={},
        )
        if answer.result is not True:
            raise AssertionError(f"the rules cannot be switched: {answer.refusal}")
        self.on = on
