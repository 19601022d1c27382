"""The parts of targets on the screens: on the KPI's page who is how far, on the plan's which have come apart."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.model import Target
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, SmartCode
from tests.plan_page import OCTOBER, opened, position, ran, rows, saved, typed, words
from tests.test_pages_budget_trends import html, shown
from ui import session

AT = datetime(2026, 10, 24, 9, tzinfo=UTC)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a copy of the sample, open in the app too."""
    path = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    store = session.store()
    yield store
    store.close()


def moved(store: Store, **fields: object) -> None:
    """Move October's target of the sales as a file would, without a look at its parts."""
    (stored,) = current(store, "targets", where={**OCTOBER._asdict(), "kpi": "kpi-gmv"})
    target = Target.model_validate(stored.record.model_dump() | fields)
    record(store, [Write("targets", [target])], actor="mei", kind=ChangeKind.IMPORT, at=AT, reason="r", plan=OCTOBER)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("locale", "kpi", "told"),
    [
        ("zh-CN", "new_customers", ["目标按维度拆分", "吴桐", "完成 36.2%", "承担 4.35万", "各部分加起来等于目标。"]),
        ("en-GB", "gmv", ["The target by person", "Wu Tong", "Others", "The parts leave ¥2,000,000", "¥2M kept"]),
        ("en-GB", "orders", ["The target by week", "1–4 Oct", "26–31 Oct", "Not started"]),
    ],
)
def test_a_kpi_shows_how_each_part_of_its_target_stands(locale: str, kpi: str, told: list[str]) -> None:
    page = unescape(html(shown("kpis", locale, kpi=kpi)))
    assert [one for one in told if one not in page] == []


def test_parts_are_saved_in_the_table_once_they_add_up(store: Store) -> None:
    app = opened("target_parts", OCTOBER)
    row = position(app, "amount", "28,500")
    app = typed(app, {row: {"amount": "28,000"}})
    assert "Split by segment, the parts leave 500 of the target, 97,000, to nobody." in words(app)
    app = typed(app, {row: {"amount": "28,000"}, position(app, "amount", "11,000"): {"amount": "11,500"}})
    assert "to nobody" not in words(app)
    app = saved(app, "华东的预算少了")
    parts = current(store, "target_parts", where={**OCTOBER._asdict(), "kpi": "kpi-new_customers"})
    assert sorted(stored.record.amount for stored in parts) == [11_500, 14_000, 28_000, 43_500]


@pytest.mark.usefixtures("store")
def test_a_kpi_without_parts_says_nothing_of_them() -> None:
    assert "The target by" not in html(shown("kpis", "en-GB", kpi="complaints"))


def test_parts_that_a_file_took_apart_are_said_where_they_are_edited(store: Store) -> None:
    moved(store, target=Decimal(100_000_000))
    for table in ("targets", "target_parts"):
        assert "Does not add up" not in html(shown("plan", "en-GB", table=table)), "the target says why"
    moved(store, parts_reason=None)
    said = "Gross merchandise value, by person: The parts are ¥10,000,000 more than the target, and nobody says why."
    for table in ("targets", "target_parts"):
        assert said in unescape(html(shown("plan", "en-GB", table=table)))
    assert said not in unescape(html(shown("plan", "en-GB", table="kpis")))
    october = open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 24))
    growth = next(line for line in october.smart if line.objective.code == "growth")
    assert growth.letters.measurable.code is SmartCode.PARTS_APART


def test_the_command_line_tells_of_parts(sample_file: Path, tmp_path: Path) -> None:
    asked = ["--db", str(shutil.copy(sample_file, tmp_path)), "show", "kpis", "--plan", "ecom/2026-10", "--json"]
    done = CliRunner().invoke(main, [*asked, "--kpi", "gmv"])
    (split,) = json.loads(done.stdout)["kpis"][0]["parts"]
    assert (split["split"], split["allocated"], split["left"]) == ("person", "110000000", "2000000")
    assert [part["amount"] for part in split["parts"]] == ["45000000", "29000000", "22500000", "13500000"]
    gaps = [Decimal(part["gap"]) for part in (*split["parts"], split["rest"])]
    assert sum(gaps) == Decimal(split["rest"]["actual"]) + sum(
        Decimal(part["actual"]) - Decimal(part["expected"]) for part in split["parts"]
    ) - Decimal(split["rest"]["expected"])


def test_parts_go_along_with_a_target_as_it_is_typed(store: Store) -> None:
    app = opened("targets", OCTOBER)
    assert "What becomes of the parts" not in words(app)
    app = typed(app, {position(app, "target", "97,000"): {"target": "90,000"}})
    assert "the parts are 7,000 more than the target, 90,000" in words(app)
    app = chosen(app, "Parts of New customers", "along")
    assert "more than the target" not in words(app)
    assert ["New customers · 华东", "Part of the target", "28,500", "26,443"] in rows(app)
    app = saved(app, "the fair is off")
    parts = current(store, "target_parts", where={**OCTOBER._asdict(), "kpi": "kpi-new_customers"})
    assert sum(stored.record.amount for stored in parts) == 90_000
    assert {stored.change_id for stored in parts} == {store.last_change()}
    assert "What becomes of the parts" not in words(app)


def test_parts_that_stay_ask_why_they_differ(store: Store) -> None:
    app = opened("targets", OCTOBER)
    app = typed(app, {position(app, "target", "97,000"): {"target": "100,000"}})
    why = next(one for one in app.main.text_input if one.label == "Why the parts differ")
    why.set_value("3,000 held back")
    app = saved(ran(app), "more advertising")
    (target,) = current(store, "targets", where={**OCTOBER._asdict(), "kpi": "kpi-new_customers"})
    assert (target.record.target, target.record.parts_reason) == (100_000, "3,000 held back")


def test_parts_that_a_file_took_apart_are_fitted_without_another_edit(store: Store) -> None:
    moved(store, target=Decimal(100_000_000), parts_reason=None)
    app = chosen(opened("targets", OCTOBER), "Parts of Gross merchandise value", "along")
    saved(app, "as the file says")
    parts = current(store, "target_parts", where={**OCTOBER._asdict(), "kpi": "kpi-gmv"})
    assert sorted(stored.record.amount for stored in parts) == [12_272_727, 20_454_546, 26_363_636, 40_909_091]


def chosen(app: AppTest, label: str, option: str) -> AppTest:
    next(one for one in app.main.segmented_control if one.label == label).select(option)
    return ran(app)
