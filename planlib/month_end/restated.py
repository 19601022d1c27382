"""What of a closed month was restated: as first reported, as it would be now, the difference, and why (DOMAIN 10.2).

The close stays as it is: every other part of the summary shows its numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from planlib.close import kept_close
from planlib.document import Cell, Column, Sentence, Table
from planlib.document.cells import text_cell
from planlib.findings import days_name
from planlib.locale import NONE, Language, plain
from planlib.locale.amounts import money, quantity
from planlib.locale.scale import settled
from planlib.metrics.misstatement import materiality
from planlib.metrics.periods import month_start, owning_month
from planlib.model import Actual, Budget, Kpi, Spend
from planlib.month_end.built_up import built_up
from planlib.month_end.telling import Telling
from planlib.review.original import when_and_why
from planlib.snapshot import BudgetLine, KpiLine, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, made_between, rows_between
from planlib.vocabulary import ChangeKind, Frequency

NAMED = 3
"""Figures that the sentence names."""
_PLACES = 6
"""Digits behind the point that are shown at most."""
_COUNTED = {"actuals": ("value", "base"), "spend": ("day", "amount", "status")}
"""What of a row counts; a note that became another one restates nothing."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A KPI or a budget line of a closed month, some of whose rows came, became others or went after the close."""

    first: KpiLine | BudgetLine
    """As the month was closed."""
    now: KpiLine | BudgetLine
    """As it is with what came since."""
    days: tuple[date, date]
    """First and last of the days whose rows are others."""
    changes: tuple[Change, ...]
    """Those that stand."""

    @property
    def of(self) -> Kpi | Budget:
        """What was restated."""
        return self.first.kpi if isinstance(self.first, KpiLine) else self.first.budget

    @property
    def difference(self) -> Decimal | None:
        """Restated less first reported; None where there is no value on one side."""
        first, now = actual(self.first), actual(self.now)
        return None if first is None or now is None else now - first


def actual(line: KpiLine | BudgetLine) -> Decimal | None:
    """Return what a line came to."""
    return line.actual.value if isinstance(line, KpiLine) else line.actual


def restatements(store: Store, snapshot: Snapshot) -> list[Restated]:
    """Return what of a closed plan was restated since its close, KPIs before budget lines."""
    kept = kept_close(store, snapshot)
    if kept is None:
        return []
    since = made_between(store, kept.change.change_id, snapshot.seen_at)
    made = {change.change_id: change for change in since if not set(change.counts).isdisjoint(_COUNTED)}
    if not made:
        return []
    return [*_kpis(store, snapshot, made), *_lines(store, snapshot, made)]


def _kpis(store: Store, snapshot: Snapshot, made: Mapping[int, Change]) -> Iterator[Restated]:
    lines = {line.kpi.kpi: line for line in snapshot.kpis()}
    for kpi, steps in _rows(store, snapshot, "actuals", "kpi", list(lines)).items():
        weekly = lines[kpi].kpi.frequency is Frequency.WEEK
        own = [step for step in steps if _month(_row(step[1]).day, weekly=weekly) == snapshot.key.month]
        if found := _net("actuals", own):
            yield Restated(lines[kpi], snapshot.restated.kpi(kpi), *_told(found, made))


def _lines(store: Store, snapshot: Snapshot, made: Mapping[int, Change]) -> Iterator[Restated]:
    lines, now = ({line.budget.line: line for line in one.budget().lines} for one in (snapshot, snapshot.restated))
    for name, steps in _rows(store, snapshot, "spend", "line", list(lines)).items():
        if found := _net("spend", steps):
            yield Restated(lines[name], now[name], *_told(found, made))


Steps = list[tuple[int, RowChange]]


def _rows(store: Store, snapshot: Snapshot, table: str, field: str, ids: list[str]) -> Mapping[str, Steps]:
    """Return what was made of the rows of each KPI or budget line since the close, in their order."""
    found = rows_between(store, table, snapshot.known_at, snapshot.seen_at, {field: ids})
    steps = {of: list(own) for of, own in groupby(found, key=lambda step: step[1].key[0])}
    return {of: steps[of] for of in ids if of in steps}


def _net(table: str, steps: Steps) -> Steps:
    """Return the steps of the rows that are others in the end, and not only on the way."""
    found: Steps = []
    for _key, own in groupby(steps, key=lambda step: step[1].key):
        of_row = list(own)
        first, last = of_row[0][1].before, of_row[-1][1].after
        if any(getattr(first, name, None) != getattr(last, name, None) for name in _COUNTED[table]):
            found += of_row
    return found


def _told(steps: Steps, made: Mapping[int, Change]) -> tuple[tuple[date, date], tuple[Change, ...]]:
    days = [_row(row).day for _change, row in steps]
    changes = [made[number] for number in sorted({number for number, _row in steps})]
    standing = [one for one in changes if one.undone_by is None and one.kind is not ChangeKind.UNDO]
    return (min(days), max(days)), tuple(standing)


def _row(change: RowChange) -> Actual | Spend:
    row = change.after or change.before
    assert isinstance(row, Actual | Spend)
    return row


def _month(day: date, *, weekly: bool) -> date:
    return owning_month(day) if weekly else month_start(day)


# as it is told


def restated_sentence(found: Sequence[Restated], snapshot: Snapshot, _: Language) -> Sentence:
    """Return what was restated; empty where nothing was."""
    telling = Telling(snapshot, _)
    named = [_named(one, snapshot, telling, _) for one in found[:NAMED]]
    if (more := telling.count("restated", _("Figures restated"), len(found) - NAMED)) > 0:
        named.append(_.plural("{count} more", "{count} more", more))
    text = _("Restated after the close: {what}. All else shows the numbers of the close.", what=_.clauses(named))
    return telling.sentence("restated", text if found else "")


def _named(one: Restated, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    shown = [_text(snapshot, one.of, field, value, _) for field, value in _values(one)]
    if shown[0] == shown[1]:
        shown = [_text(snapshot, one.of, field, value, _, exact=True) for field, value in _values(one)]
    for (field, value), text in zip(_values(one), shown, strict=True):
        source = "kpis" if isinstance(one.of, Kpi) else "budget"
        telling.note(source, one.of.code, _.name(one.of), field, value, text)
    first, now, gap = shown
    return _("{name} {first} → {now} ({difference})", name=_.name(one.of), first=first, now=now, difference=gap)


def _values(one: Restated) -> tuple[tuple[str, Decimal | None], ...]:
    return ("actual", actual(one.first)), ("restated", actual(one.now)), ("restated_by", one.difference)


def restated_table(store: Store, found: Sequence[Restated], snapshot: Snapshot, _: Language) -> Table:
    """Return a row per KPI and budget line: first reported, restated, difference, and who recorded it when and why."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("what", _("KPI, budget line"), right=False),
        Column("days", _("Days restated"), right=False),
        Column("first", _("First reported")),
        Column("restated", _("As restated")),
        Column("difference", _("Difference")),
        Column("material", _("Large enough to matter"), right=False),
        Column("why", _("When, who and why"), right=False),
    )
    rows = tuple(
        (
            text_cell(one.of.code),
            text_cell(_.name(one.of)),
            text_cell(days_name(_, *one.days)),
            *(_number(snapshot, one.of, field, value, _) for field, value in _values(one)),
            text_cell(_material(store, snapshot, one.of, _)),
            text_cell(_.clauses(when_and_why(_, store, snapshot, one.changes))),
        )
        for one in found
    )
    return Table("restated", _("Restated after the close"), columns, rows)


def _material(store: Store, snapshot: Snapshot, of: Kpi | Budget, _: Language) -> str:
    """Return in which way a budget line's error matters: by this month alone, or by what has built up this year."""
    if isinstance(of, Kpi):
        return NONE
    found, bound = built_up(store, snapshot, of), materiality(snapshot.budget().thresholds[of.kind], of.amount)
    by_month, by_year = found.material(bound, bound)
    if by_month:
        return _("yes")
    amount = money(_, found.iron_curtain, snapshot.team.currency, signed=True)
    return _("yes, {amount} this year so far", amount=amount) if by_year else _("no")


def _number(snapshot: Snapshot, of: Kpi | Budget, field: str, value: Decimal | None, _: Language) -> Cell:
    exact = "" if value is None else plain(value)
    return Cell(_text(snapshot, of, field, value, _, exact=True), exact)


def _text(
    snapshot: Snapshot, of: Kpi | Budget, field: str, value: Decimal | None, _: Language, *, exact: bool = False
) -> str:
    """Return a number as it is read; `exact` with the digits that a reader can use."""
    currency, signed = snapshot.team.currency, field == "restated_by"
    if isinstance(of, Budget):
        return money(_, value, currency, exact=exact, signed=signed)
    shown = settled(value, _PLACES) if exact and value is not None else value
    return quantity(_, of, shown, currency, exact=exact, signed=signed)
