"""Rows that somebody means to write, beside those that stand: what an import would change, before it does."""

import pyarrow as pa

from planlib.store.connect import Store
from planlib.store.present import columns, heads_among
from planlib.store.tables import TABLES


def beside(store: Store, name: str, rows: pa.Table, known_at: int) -> pa.Table:
    """Return `rows` in their order, each with the row of its key that stood after the change `known_at`.

    That row's fields are called `old_…`; `change_id` is the change that wrote it, null where there was none.
    """
    table = TABLES[name]
    old = [field for field in table.fields if field not in table.key]
    standing = f"(select * from {heads_among(table, 'keys', 'change_id <= $known_at')} where not removed)"
    sql = f"""
        select old.change_id, {", ".join(f"old.{field} as old_{field}" for field in old)}
        from keys left join {standing} as old using ({columns(table.key)})
        order by keys.position"""
    positions = pa.array(range(rows.num_rows), pa.int64())
    with store.cursor() as cursor:
        cursor.register("keys", rows.select(table.key).append_column("position", positions))
        found: pa.Table = cursor.sql(sql, params={"known_at": known_at}).to_arrow_table()
    return pa.table([*rows.columns, *found.columns], [*rows.column_names, *found.column_names])
