"""A team as people edit it: its country, time zone, first weekday and colour, and what comes with them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from planlib.editing.cells import row_cells
from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits
from planlib.editing.paste import Block, pasted
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import differences
from planlib.kick_off.plan_explained import plan_explained
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import CalendarDay, Team
from planlib.palette import LIGHT, contrast
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind
from tests.task_plan import KEY, day, make_tasks

AT = datetime(2026, 10, 7, 9, tzinfo=UTC)
EN, ZH = language("en"), language("zh")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give the small plan of a team in China, with a day off of its own."""
    make_tasks(store)
    team = current(store, "teams")[0].record.model_copy(update={"country": "CN"})
    rows = [
        Write("teams", [team]),
        Write("calendar_days", [CalendarDay(team=team.team, day=day(1), source="holidays", name="国庆节")]),
        Write("calendar_days", [CalendarDay(team=team.team, day=day(12), name="Stocktaking")]),
    ]
    for row in rows:
        record(store, [row], actor="li", kind=ChangeKind.EDIT, at=AT, reason="r", plan=KEY)
    return store


def tables(store: Store) -> Tables:
    return read_tables(store, SHEETS["teams"], KEY, store.last_change())


def edited(store: Store, **cells: str) -> Checked:
    here = tables(store)
    return check(EN, here, Edits(changed={next(iter(here.rows)): cells}))


def test_cells_hold_codes_and_are_read_in_either_language(plan: Store) -> None:
    here = tables(plan)
    ((team, stored),) = here.rows.items()
    cells = row_cells(EN, here.sheet, stored.record, {})
    assert (cells["country"], cells["first_weekday"], cells["colour"]) == ("CN", "0", None)
    text = "Country\tTime zone\tWeeks begin on\tColour\n德国\tEurope/Berlin\t周日\t7a1f5c"
    edits = pasted(EN, here, Edits(), Block(text=text, row=0, column=0), list(here.sheet.by_field)).edits
    assert edits.changed[team] == {
        "country": "DE",
        "timezone": "Europe/Berlin",
        "first_weekday": "6",
        "colour": "7a1f5c",
    }
    found = check(EN, here, edits)
    assert found.problems == ()
    after = found.rows[0].after
    assert isinstance(after, Team)
    assert (after.country, after.timezone) == ("DE", "Europe/Berlin")
    assert (after.first_weekday, after.colour) == (6, "#7A1F5C")
    told = [one[2:] for one in differences(ZH, here, found.rows)]
    assert told == [
        ("中国", "德国"),
        ("上海 · Asia/Shanghai", "柏林 · Europe/Berlin"),
        ("周一", "周日"),
        ("—", "#7A1F5C"),
    ]


@pytest.mark.parametrize(
    ("field", "cell", "told"),
    [
        ("country", "Narnia", "“Narnia” is no country whose public holidays are known."),
        ("timezone", "Mars/Olympus", "“Mars/Olympus” is no time zone. Write one such as Asia/Shanghai."),
        ("first_weekday", "Someday", "“Someday” is no day of the week."),
        ("colour", "navy", "“navy” is no colour. Write six digits after #, such as #1F4E79."),
        ("colour", "#FFCC00", "“#FFCC00” is too faint to be read on white."),
    ],
)
def test_what_cannot_be_is_told(plan: Store, field: str, cell: str, told: str) -> None:
    (problem,) = edited(plan, **{field: cell}).problems
    assert problem.problem.column == field
    assert told in problem_message(EN, problem.problem)


def test_another_country_brings_its_holidays_and_leaves_days_of_ones_own(plan: Store) -> None:
    found = edited(plan, country="Germany")
    assert save(plan, tables(plan), found.rows, actor="li", at=AT, reason="moved")
    days = {one.record.day: one.record.name for one in current(plan, "calendar_days")}
    assert (day(1) in days, days[date(2026, 12, 25)], days[day(12)]) == (False, "Erster Weihnachtstag", "Stocktaking")
    found = edited(plan, country="none")
    assert save(plan, tables(plan), found.rows, actor="li", at=AT, reason="no holidays")
    assert {one.record.source for one in current(plan, "calendar_days")} == {""}
    assert current(plan, "teams")[0].record.country == ""


def test_documents_are_in_the_teams_colour(plan: Store) -> None:
    def accent() -> str:
        return plan_explained(open_snapshot(plan, "li", KEY, today=day(7)), EN).accent

    assert accent() == LIGHT.accent
    save(plan, tables(plan), edited(plan, colour="#7A1F5C").rows, actor="li", at=AT, reason="brand")
    assert accent() == "#7A1F5C"


def test_contrast_is_that_of_the_standard() -> None:
    """WCAG 2.2: black on white is 21, the grey of the usual example #767676 is the lightest that is readable."""
    assert round(Decimal(contrast("#000000", "#FFFFFF")), 6) == 21
    assert contrast("#767676", "#FFFFFF") >= 4.5 > contrast("#777777", "#FFFFFF")
