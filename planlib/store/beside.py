"""Rows that somebody means to write, beside those that stand: what an import would change, before it does."""

import pyarrow as pa

from planlib.store.connect import Store
from planlib.store.present import columns, present
from planlib.store.tables import TABLES


def beside(store: Store, name: str, rows: pa.Table, known_at: int) -> pa.Table:
    """Return `rows` in their order, each with the row of its key that stood after the change `known_at`.

    That row's fields are called `old_…`; `change_id` is the change that wrote it, null where there was none.
    """
    table = TABLES[name]
    key = columns(table.key)
    old = ", ".join(f"old.{field} as old_{field}" for field in table.fields if field not in table.key)
    known = f"change_id <= $known_at and ({key}) in (select {key} from incoming)"
    sql = f"""
        select new.* exclude (position), old.change_id, {old}
        from incoming as new left join {present(table, known)} as old using ({key})
        order by new.position"""
    with store.cursor() as cursor:
        cursor.register("incoming", rows.append_column("position", pa.array(range(rows.num_rows), pa.int64())))
        return cursor.sql(sql, params={"known_at": known_at}).to_arrow_table()
