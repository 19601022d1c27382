"""SQL texts that the ledger's rules share: the row that stands for each key, as of some change.

A row stands until another replaces it. To leave out the rows that were replaced is cheap, as most never are and they
are told by a number; finding the newest of each key by sorting or grouping costs three times the plain scan
(benchmarks/ledger_read.py). Names of tables and columns come from ``tables.TABLES`` only, values are parameters.
"""

from collections.abc import Sequence

from planlib.store.tables import Table


def columns(names: Sequence[str], of: str = "") -> str:
    """Return the names separated by commas, each with its table in front where `of` is given."""
    return ", ".join(f"{of}.{name}" if of else name for name in names)


def heads(table: Table, condition: str = "true") -> str:
    """Return a select of the newest row per key among those that `condition` leaves, removed ones too.

    The condition must be about key columns or change_id: it is applied before the newest row is found. The table is
    named twice rather than given a name: for a small one most of the time goes into planning, and that is a third less.
    """
    return f"""(
        select * from {table.name}
        anti join (select replaces as entry_id from {table.name} where replaces is not null and {condition})
            using (entry_id)
        where {condition}
    )"""


def heads_among(table: Table, keys: str, condition: str = "true", carried: str = "") -> str:
    """Return a select as :func:`heads`, for the keys that the table `keys` has, each once.

    `carried` is a column of `keys` that comes with the rows.
    """
    names = "t.*" if not carried else f"t.*, k.{carried}"
    return f"""(
        with written as materialized (
            select {names} from {table.name} as t join {keys} as k using ({columns(table.key)}) where {condition}
        ),
        replaced as (select replaces as entry_id from written where replaces is not null)
        select * from written anti join replaced using (entry_id)
    )"""


def present(table: Table, condition: str = "true") -> str:
    """Return a select of the rows that stand, as :func:`heads` but without the removed ones."""
    return f"(select * from {heads(table, condition)} where not removed)"
