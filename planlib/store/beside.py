"""Rows that somebody means to write, beside those that stand: what an import would change, before it does."""

import numpy as np
import pyarrow as pa

from planlib.store.connect import Store
from planlib.store.present import columns, heads_among
from planlib.store.tables import TABLES


def beside(store: Store, name: str, rows: pa.Table, known_at: int) -> pa.Table:
    """Return `rows` in their order, each with the row of its key that stood after the change `known_at`.

    That row's fields are called `old_…`; `change_id` is the change that wrote it, null where there was none.
    """
    table = TABLES[name]
    old = [f"{field} as old_{field}" for field in table.fields if field not in table.key]
    sql = f"""
        select position, change_id, {columns(old)}
        from {heads_among(table, "keys", "change_id <= $known_at", carried="position")}
        where not removed"""
    positions = pa.array(np.arange(rows.num_rows))
    with store.cursor() as cursor:
        cursor.register("keys", rows.select(table.key).append_column("position", positions))
        standing: pa.Table = cursor.sql(sql, params={"known_at": known_at}).to_arrow_table()
    place = np.full(rows.num_rows, -1)
    place[standing["position"].to_numpy()] = np.arange(standing.num_rows)
    found = standing.drop_columns("position").combine_chunks().take(pa.array(place, mask=place < 0))
    return pa.table([*rows.columns, *found.columns], [*rows.column_names, *found.column_names])
