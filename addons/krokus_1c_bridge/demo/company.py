NAME = "Крокус"
VAT = 22


def set_up(env):
    """A Russian company: its name, currency, language and VAT."""
    env["res.lang"]._activate_lang("ru_RU")
    rouble = env.ref("base.RUB")
    rouble.write({"active": True, "symbol": "₽"})
    company = env.company
    company.write(
        {
            "name": f"ООО «{NAME}»",
            "currency_id": rouble.id,
            "street": "Цветочный проезд, д. 7",
            "city": "Москва",
            "zip": "127000",
            "country_id": env.ref("base.ru").id,
            "phone": "+7 495 000-00-00",
            "email": "info@krokus.example",
        }
    )
    company.partner_id.write({"lang": "ru_RU", "tz": "Europe/Moscow"})
    company.resource_calendar_id.name = "Пятидневная неделя"
    env["product.pricelist"].search([]).currency_id = rouble
    env["ir.default"].set("res.partner", "lang", "ru_RU")
    _tax(env)
    _website(env)


def _tax(env):
    """Prices of the demo include VAT, as 1C's price types say."""
    known = env["account.tax"].search(
        [
            ("company_id", "=", env.company.id),
            ("type_tax_use", "=", "sale"),
            ("amount", "=", VAT),
        ]
    )
    tax = known or env["account.tax"].create(
        {
            "name": f"НДС {VAT}%",
            "invoice_label": f"НДС {VAT}%",
            "amount": VAT,
            "type_tax_use": "sale",
            "price_include_override": "tax_included",
            "country_id": env.company.account_fiscal_country_id.id,
        }
    )
    env.company.account_sale_tax_id = tax[:1]


def _website(env):
    russian = env.ref("base.lang_ru")
    website = env["website"].search([], limit=1)
    for lang in ("en_US", "ru_RU"):
        website.with_context(lang=lang).name = NAME
    website.write(
        {
            "company_id": env.company.id,
            "language_ids": [(4, russian.id)],
            "default_lang_id": russian.id,
            "auth_signup_uninvited": "b2b",
            "show_line_subtotals_tax_selection": "tax_included",
        }
    )
