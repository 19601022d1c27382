"""Rows without a segment beside rows that have one, on one day of a KPI: they add up, and the day counts twice."""

from datetime import date
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import Notice
from planlib.intake.checking.check_actuals import can_be_added
from planlib.intake.checking.sheet import Mask, Sheet, mask, only
from planlib.intake.known import Known
from planlib.intake.mapping.likeness import nearest
from planlib.intake.values.values import Fault
from planlib.store import queries
from planlib.store.connect import Store
from planlib.vocabulary import NoticeCode, WarningCode

_TOLD = 20
"""New segments for which a similar one is looked for."""
_LOOKED_AT = 500
"""Segments of a KPI among which a similar one is looked for."""


def warn_of_segments(store: Store, rows: pa.Table, sheet: Sheet, known: Known, known_at: int) -> None:
    """Warn in `sheet` of those among `rows`, all new, that are added to a day kept the other way; tell new segments."""
    names = [kpi.kpi for kpi in known.kpis if can_be_added(kpi)]
    rows = rows.select(["row", "kpi", "day", "segment"])
    rows = only(rows, mask(pc.is_in(rows["kpi"], pa.array(names, pa.string())).combine_chunks()))
    if not rows.num_rows:
        return
    kept = queries.segments(store, rows["kpi"].unique().to_pylist(), date.max, known_at)
    whole = mask(pc.equal(rows["segment"], "").combine_chunks())
    if any(any(segments) for segments in kept.values()):
        _tell_new_segments(sheet, only(rows, ~whole), kept)
    mixed = only(rows, mask(_both_ways(rows, whole, kept).combine_chunks()))
    if mixed.num_rows:
        _warn(sheet, mixed, queries.days_by_segment(store, mixed.select(["kpi", "day"]), known_at))


def _both_ways(rows: pa.Table, whole: Mask, kept: dict[str, list[str]]) -> pa.ChunkedArray:
    """Which rows are of KPIs with rows of both kinds, in the file and in the ledger together."""
    by_segment = {kpi for kpi, segments in kept.items() if any(segments)}
    by_segment |= set(rows["kpi"].filter(pa.array(~whole)).unique().to_pylist())
    as_a_whole = {kpi for kpi, segments in kept.items() if "" in segments}
    as_a_whole |= set(rows["kpi"].filter(pa.array(whole)).unique().to_pylist())
    return pc.is_in(rows["kpi"], pa.array(sorted(by_segment & as_a_whole), pa.string()))


def _warn(sheet: Sheet, rows: pa.Table, standing: pa.Table) -> None:
    """Warn of rows without a segment where the day, or the last one before, has segments, and of the reverse."""
    whole = mask(pc.equal(rows["segment"], "").combine_chunks())
    beside = _beside(rows, whole, standing)
    there, of_day = beside["segments"], beside["last"] == rows["day"].to_numpy()
    in_file = beside["in_file"]
    doubled = whole & ((of_day & (there > 0)) | (in_file > 0))
    unlike = whole & ~doubled & ~of_day & (there > 0) & ~beside["whole"]
    split = ~whole & of_day & beside["whole"]

    def fault(row: int) -> Fault:
        if split[row]:
            return Fault(WarningCode.BESIDE_SEGMENTS, {"whole_day": rows["day"][row].as_py()})
        if doubled[row]:
            count = int(of_day[row] and there[row]) + int(in_file[row])
            return Fault(WarningCode.BESIDE_SEGMENTS, {"day": rows["day"][row].as_py(), "count": count})
        last = beside["last"][row].astype("M8[D]").item()
        return Fault(WarningCode.BESIDE_SEGMENTS, {"last_day": last, "by_segment": int(there[row])})

    sheet.warn(rows, "segment", doubled | unlike | split, fault)


def _beside(rows: pa.Table, whole: Mask, standing: pa.Table) -> "dict[str, np.ndarray[Any, Any]]":
    """Return what stands beside each row: the day of it, its segments, whether a row has none; and the file's own."""
    own = pa.table({"kpi": rows["kpi"], "day": rows["day"], "own": pa.array((~whole).astype("int64"))})
    in_file = own.group_by(["kpi", "day"]).aggregate([("own", "sum")])
    asked = pa.table({"kpi": rows["kpi"], "day": rows["day"], "at": pa.array(np.arange(rows.num_rows))})
    found = asked.join(in_file, ["kpi", "day"]).join(standing, ["kpi", "day"]).sort_by("at")
    return {
        "last": found["last"].to_numpy(),
        "segments": found["segments"].fill_null(0).to_numpy(),
        "whole": found["whole"].fill_null(False).to_numpy(),
        "in_file": found["own_sum"].to_numpy(),
    }


def _tell_new_segments(sheet: Sheet, rows: pa.Table, kept: dict[str, list[str]]) -> None:
    """Tell the segments that KPIs kept by segment did not have before, and similar ones that they had."""
    had = {kpi: frozenset(segments) for kpi, segments in kept.items() if any(segments)}
    pairs = rows.group_by(["kpi", "segment"], use_threads=False).aggregate([])
    new = {
        segment: kpi
        for kpi, segment in zip(pairs["kpi"].to_pylist(), pairs["segment"].to_pylist(), strict=True)
        if kpi in had and segment not in had[kpi]
    }
    if new:
        near = (nearest(segment, kept[kpi][:_LOOKED_AT])[:1] for segment, kpi in islice(new.items(), _TOLD))
        similar = tuple(dict.fromkeys(chain.from_iterable(near)))
        sheet.notices.append(Notice(NoticeCode.NEW_SEGMENTS, {"segments": tuple(new), "similar": similar}))
