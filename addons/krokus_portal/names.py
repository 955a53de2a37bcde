"""Names as people write them, compared in one place: the database, with one expression.

`ё` and `е`, curly and straight apostrophes, all kinds of blanks and dashes, marks without a width,
capital letters and letters that are put together from parts make no other name.
"""

from odoo.addons.krokus_catalog.text import AS, SAME
from odoo.tools import SQL


def folded(text):
    """SQL of what two texts have in common that are the same name."""
    return SQL("translate(lower(normalize(%s, NFC)), %s, %s)", text, SAME, AS)


def called(offers, domain, names):
    """{name: ids of templates that it is the name or the article of} among what `domain` shows.

    `offers` is asked with the rights of who looks; all names in one statement, which folds each
    name once.
    """
    query = offers._search(domain)
    name = offers._field_to_sql(query.table, "name", query)
    code = offers._field_to_sql(query.table, "default_code", query)
    key = SQL.identifier(query.table, "id")
    shown = query.select(SQL("%s AS id", key), SQL("%s AS name", name), SQL("%s AS code", code))
    rows = offers.env.execute_query(
        SQL(
            "WITH shown AS MATERIALIZED (%s), words AS (SELECT id, %s AS word FROM shown"
            " UNION SELECT id, %s FROM shown WHERE code IS NOT NULL),"
            " asked AS MATERIALIZED (SELECT name, %s AS word FROM unnest(%s) asked(name))"
            " SELECT asked.name, array_agg(words.id ORDER BY words.id) FROM asked"
            " JOIN words ON words.word = asked.word AND words.word <> '' GROUP BY asked.name",
            *(shown, folded(SQL("name")), folded(SQL("code")), folded(SQL("name")), list(names)),
        )
    )
    return dict(rows)
