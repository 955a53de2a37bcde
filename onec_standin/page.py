"""What the stand-in knows, as one plain page in Russian."""

from html import escape

PAGE = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>1С (заменитель) — Крокус</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem;
  padding: 0 1rem; color: #222; }}
h1 {{ font-size: 1.5rem; }} h2 {{ font-size: 1.15rem; margin-top: 2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #ddd;
  vertical-align: top; }}
td.n, th.n {{ text-align: right; white-space: nowrap; }}
details summary {{ cursor: pointer; }} .muted {{ color: #777; }}
</style></head><body>
<h1>1С:Предприятие (заменитель) — ООО «Крокус»</h1>
<p>Номенклатура: {goods} товаров, {offers} характеристик. Клиенты: {clients}.
Видов цен: {price_types}. Веб-сервисы:
<a href="/ws/site?wsdl">SiteExchange</a>,
<a href="/ws/customers?wsdl">CustomerOrdersExchange</a>.</p>
<h2>Заказы с сайта: {count}</h2>
{orders}
</body></html>
"""

ORDERS = """<table><thead><tr><th>Номер 1С</th><th>Номер сайта</th><th>Дата</th><th>Клиент</th>
<th class="n">Сумма, ₽</th><th>Состояние</th><th class="n">Получен раз</th></tr></thead>
<tbody>{rows}</tbody></table>"""

ROW = """<tr><td>{number}</td><td>{site_number}</td><td>{date}</td>
<td><details><summary>{client}</summary>{lines}{comment}</details></td>
<td class="n">{amount}</td><td>{state}</td><td class="n">{times}</td></tr>"""


def render(books, orders):
    rows = "".join(_row(order) for order in reversed(orders))
    return PAGE.format(
        goods=len(books.goods),
        offers=sum(len(good.characteristics) for good in books.goods),
        clients=len(books.clients),
        price_types=len(books.price_types),
        count=len(orders),
        orders=ORDERS.format(rows=rows) if orders else '<p class="muted">Заказов пока нет.</p>',
    )


def _row(order):
    return ROW.format(
        number=escape(order.number),
        site_number=escape(order.site_number),
        date=escape(order.received_at[:16].replace("T", " ")),
        client=escape(order.client_name),
        lines="".join(f"<div>{_line(line)}</div>" for line in order.lines),
        comment=f'<div class="muted">{escape(order.comment)}</div>' if order.comment else "",
        amount=money(order.amount),
        state=_state(order),
        times=order.times_received,
    )


def _line(line):
    quantity = f"{line.quantity.normalize():f}"
    return f"{escape(line.name)}: {quantity} × {money(line.price)} = {money(line.amount)}"


def _state(order):
    if order.cancelled:
        return "Отменён"
    return "Проведён" if order.posted else "Не проведён"


def money(amount):
    return f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")
