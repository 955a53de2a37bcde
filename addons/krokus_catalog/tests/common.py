from odoo.tests import TransactionCase, new_test_user


class KrokusCase(TransactionCase):
    """Factories of what every add-on's tests begin with."""

    @classmethod
    def make_tier(cls, **values):
        return cls.env["krokus.client.tier"].create({"name": "A tier", **values})

    @classmethod
    def make_client(cls, name, tier=None, **values):
        """A client's company, of the first tier unless another is named."""
        tier = tier or cls.env.ref("krokus_catalog.client_tier_1")
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "krokus_tier_id": tier.id, **values}
        )

    @classmethod
    def make_buyer(cls, client, login=None):
        """A person of the client with a login of the portal."""
        login = login or f"buyer_{client.id}"
        person = cls.env["res.partner"].create(
            {"name": login, "parent_id": client.id, "email": f"{login}@krokus.example"}
        )
        return new_test_user(cls.env, login, groups="base.group_portal", partner_id=person.id)

    @classmethod
    def make_category(cls, name, parent=None, mode="exchange", visibility=None, **values):
        """Everybody sees it, or whoever sees its parent, unless it is said."""
        return cls.env["product.category"].create(
            {
                "name": name,
                "parent_id": parent and parent.id,
                "krokus_mode": parent.krokus_mode if parent else mode,
                "krokus_visibility": visibility or ("inherit" if parent else "public"),
                **values,
            }
        )

    @classmethod
    def make_offer(cls, name, category=None, **values):
        category = category or cls.make_category(f"Category of {name}")
        template = cls.env["product.template"].create(
            {
                "name": name,
                "type": "consu",
                "categ_id": category.id,
                "is_published": True,
                "list_price": 100,
                **values,
            }
        )
        return template.product_variant_id

    @classmethod
    def use_core_list(cls, really=True):
        """The shop's list is Odoo's own, also where an add-on above shows another one."""
        websites = cls.env["website"].search([])
        if "krokus_order_sheet" in websites._fields:
            websites.krokus_order_sheet = not really

    @classmethod
    def make_manager(cls, login="krokus_manager"):
        return new_test_user(cls.env, login, groups="krokus_catalog.group_manager")
