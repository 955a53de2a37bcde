"""Fifty thousand products in seconds: one of each kind by the ORM, the others copied in SQL.

Whatever an add-on keeps about a product in a table of its own is copied with it, because every
table that points at products is.
"""

FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND cardinality(c.conkey) = 1
     ORDER BY 1, 2
"""


def multiply(env, templates, copies):
    """Make `copies` more of each of the product templates, numbered in their names."""
    env.flush_all()
    cr = env.cr
    cr.execute(
        "SET LOCAL session_replication_role = replica"
    )  # copies need no checks of their keys
    cr.execute(
        "CREATE TEMP TABLE clone_product_template AS"
        " SELECT t.id AS source, n AS number, nextval('product_template_id_seq') AS id"
        " FROM generate_series(2, %s) n, product_template t WHERE t.id IN %s",
        [copies + 1, tuple(templates.ids)],
    )
    _copy_products(cr)
    cr.execute(
        "CREATE TEMP TABLE clone_product_product AS"
        " SELECT v.id AS source, c.number, nextval('product_product_id_seq') AS id,"
        " c.id AS product_tmpl_id"
        " FROM clone_product_template c JOIN product_product v ON v.product_tmpl_id = c.source"
    )
    _copy(cr, "product_product", "id", "product_product")
    for target in ("product_template", "product_product"):
        for table, column in _pointing_at(cr, target):
            _copy(cr, table, column, target)
    cr.execute("SET LOCAL session_replication_role = DEFAULT")
    env.invalidate_all()


def _pointing_at(cr, target):
    """[(table, column)] of what is kept about a product; the variant comes before its template."""
    cr.execute(FOREIGN_KEYS, [target])
    found = [row for row in cr.fetchall() if row[0] != "product_product"]
    if target == "product_template":
        nearer = {table for table, _column in _pointing_at(cr, "product_product")}
        found = [row for row in found if row[0] not in nearer]
    return found


def _copy_products(cr):
    name = (
        "(SELECT jsonb_object_agg(key, value || ' ' || c.number)"
        " FROM jsonb_each_text(t.name) AS words)"
    )
    code = "t.default_code || '-' || c.number"
    _copy(cr, "product_template", "id", "product_template", {"name": name, "default_code": code})


def _copy(cr, table, column, target, changed=()):
    """Copy the table's rows that point at a copied product, and let them point at the copies."""
    names = [name for name in _columns(cr, table) if name != "id" or column == "id"]
    changed = {**dict(changed), column: "c.id"}
    if target == "product_product" and "product_tmpl_id" in names:
        changed["product_tmpl_id"] = "c.product_tmpl_id"
    values = [changed.get(name, f't."{name}"') for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    cr.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)}"
        f' FROM {table} t JOIN clone_{target} c ON t."{column}" = c.source'
    )


def _columns(cr, table):
    cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [name for (name,) in cr.fetchall()]
