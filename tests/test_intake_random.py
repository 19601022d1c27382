"""Random tables, written in every style that a file may have, are read back as they are: each value, each line."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview
from planlib.model import Actual, Kpi
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import Aggregation, ChangeKind, FileKind, Measure
from tests.intake_plan import NOW, PLAN, make_plan
from tests.random_files import IDS, NAMES, PERCENT, File, Key, text_files, workbooks
from tests.stores import ON_DUCKLAKE, empty_store

QUICK = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.generate],
)
"""Whole files take minutes to shrink."""


@pytest.fixture(scope="module")
def plan() -> Iterator[Store]:
    kpis = [
        Kpi(
            kpi=IDS[name],
            team="t",
            code=f"R{at}",
            name_zh=name,
            measure=Measure.PERCENT if name == PERCENT else Measure.OTHER,
            aggregation=Aggregation.MEAN if name == PERCENT else Aggregation.SUM,
        )
        for at, name in enumerate(NAMES)
    ]
    with empty_store() as store:
        make_plan(store)
        record(store, [Write("kpis", kpis)], actor="test", kind=ChangeKind.EDIT, at=NOW)
        yield store


def looked_at(plan: Store, file: File) -> Preview:
    options = Options(**file.options)
    return preview(plan, file.data, "file", FileKind.ACTUALS, PLAN, options, actor="test", today=NOW.date())


def read_back(found: Preview) -> dict[Key, tuple[int, Decimal, str]]:
    names = {kpi: name for name, kpi in IDS.items()}
    return {
        (names[row.after.kpi], row.after.day, row.after.segment): (row.line, row.after.value, row.after.note)
        for row in found.additions
        if isinstance(row.after, Actual)
    }


def is_read(plan: Store, file: File) -> None:
    found = looked_at(plan, file)
    assert found.problems == ()
    assert read_back(found) == file.expected
    assert (found.added, found.changed, found.refused, found.left_out) == (len(file.expected), 0, 0, 0)
    (write,) = found.writes[-1:]
    assert len(write.rows) == len(file.expected)


@settings(QUICK, max_examples=20 if ON_DUCKLAKE else 150)
@given(text_files())
def test_a_text_file_is_read_as_it_was_meant(plan: Store, file: File) -> None:
    is_read(plan, file)


@settings(QUICK, max_examples=3 if ON_DUCKLAKE else 25)
@given(workbooks())
def test_a_workbook_is_read_as_it_was_meant(plan: Store, file: File) -> None:
    is_read(plan, file)
