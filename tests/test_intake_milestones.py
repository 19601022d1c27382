"""Files of milestones: known again by their titles, changed field by field, and read back as they were written."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from planlib.intake.preview import record_preview
from planlib.intake.templates.template import Format
from planlib.locale import LANGUAGES
from planlib.model import Milestone
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import MARCH, NOW, faults, filled_again, look, plan_in_memory, records

FILE = (
    "里程碑,英文标题,目标,权重,截止日,完成度,证据\n"
    "签约,Lease signed,增长,40%,3月10日,100%,合同已归档\n"
    "新店开业,The new shop is open,O1,0.6,2025-03-20,0%,\n"
    "Neighbours told,,O1,,,50%,\n"
)


@pytest.fixture
def plan() -> Iterator[Store]:
    with plan_in_memory(FileKind.MILESTONES, FILE) as store:
        yield store


def milestones(store: Store) -> list[Milestone]:
    return [one for one in records(store, "milestones") if isinstance(one, Milestone)]


def test_milestones_are_entered_in_the_order_of_the_file(plan: Store) -> None:
    signed, opened, told = milestones(plan)
    assert signed == Milestone(
        team="t",
        month=MARCH,
        milestone=signed.milestone,
        objective="o",
        title_zh="签约",
        title_en="Lease signed",
        weight=Decimal("0.4"),
        due=date(2025, 3, 10),
        done=Decimal(1),
        evidence="合同已归档",
    )
    assert (opened.title_zh, opened.weight, opened.done) == ("新店开业", Decimal("0.6"), 0)
    assert (told.title_zh, told.title_en, told.weight, told.done) == ("", "Neighbours told", 1, Decimal("0.5"))


def test_a_file_changes_the_fields_that_it_has_of_what_it_names_in_either_language(plan: Store) -> None:
    found = look(
        plan, FileKind.MILESTONES, "milestone,done,evidence\nThe new shop is open,100%,Photo\n签约,100%,合同已归档\n"
    )
    assert (faults(found), found.added, found.changed, found.unchanged) == ([], 0, 1, 1)
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    opened = milestones(plan)[1]
    assert (opened.done, opened.evidence, opened.due) == (1, "Photo", date(2025, 3, 20))


def test_each_fault_is_told_in_its_cell_and_the_other_rows_are_kept(plan: Store) -> None:
    text = "milestone,objective,weight,done\nA,,1,0%\nB,O9,1,250%\n签约,O1,-1,250%\n新店开业,O1,1,100%\n"
    found = look(plan, FileKind.MILESTONES, text)
    assert faults(found) == [
        (2, "objective", "missing_value"),
        (3, "objective", "no_such_reference"),
        (3, "done", "out_of_range"),
        (4, "weight", "out_of_range"),
        (4, "done", "out_of_range"),
    ]
    assert (found.changed, found.refused) == (1, 3)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_filled_template_changes_nothing_as_it_is(plan: Store, code: str, file_format: Format) -> None:
    found = filled_again(plan, FileKind.MILESTONES, code, file_format)
    assert (faults(found), found.ignored, found.added, found.changed, found.unchanged) == ([], (), 0, 0, 3)
