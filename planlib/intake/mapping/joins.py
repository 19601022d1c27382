"""Columns that hold one field together: year, month and day apart."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pyarrow as pa

from planlib.intake.mapping.map import heading
from planlib.intake.options import Options
from planlib.intake.reading.join import joined
from planlib.intake.reading.table import Table
from planlib.intake.values.values import Day, read_day
from planlib.vocabulary import FileKind

_YEAR = ("年", "年份", "年度", "year", "yr", "yyyy")
_MONTH = ("月", "月份", "month", "mon", "mm")
_DAY = ("日", "日期", "天", "号", "day", "date", "dd")


def days_together(samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the columns, with + between, that are days only together, to the first such day.

    `samples` are some values of each column. Where there is a day, year and month alone are no offer.
    """
    names = {header: heading(header).name for header in samples}
    years, months, days = ([header for header in names if names[header] in known] for known in (_YEAR, _MONTH, _DAY))
    full = _readable(["+".join(parts) for parts in product(years, months, days)], samples)
    return full or _readable(["+".join(parts) for parts in product(years, months)], samples)


def parts_of(column: str, header: Sequence[str]) -> list[str]:
    """Return the headers that `column` joins; none where it is a header itself."""
    parts = column.split("+")
    return parts if len(parts) > 1 and column not in header and set(parts) <= set(header) else []


def _readable(offers: Sequence[str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    first = {header: values[0] if values else "" for header, values in samples.items()}
    table = Table(tuple(first), tuple(pa.array([text]) for text in first.values()), np.zeros(1), len(first))
    found = {}
    for offer in offers:
        together = joined(table, FileKind.ACTUALS, Options(mapping={"day": offer}))
        text = together.columns[together.header.index(offer)][0].as_py() if offer in together.header else ""
        if isinstance(read_day(text), Day):
            found[offer] = text
    return found
