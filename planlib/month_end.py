"""The month-end summary: one object made from one snapshot, from which screen and files are written.

Every cell carries the number as it is read and the exact one behind it, so that no format adds up or rounds for
itself. Sentences are made by rules and say no more than the numbers do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from planlib.locale import NONE, Language, plain, round_half_up
from planlib.locale.words import money, quantity, reason_sentence, status_word, target_words
from planlib.metrics.figure import Figure
from planlib.review import Course, verdict
from planlib.snapshot import BudgetLine, BudgetTotal, KpiLine, ObjectiveLine, Snapshot
from planlib.vocabulary import BudgetKind, Measure, PlanState, Status

MOST_PLACES = 4
"""Decimal places that a table shows as they are."""


class Cell(NamedTuple):
    """One number or word of the summary."""

    text: str
    """As people read it."""
    exact: str = ""
    """All digits, without unit and grouping; ratios as fractions; the text itself for words."""
    status: Status | None = None


class Column(NamedTuple):
    """A column of a table."""

    field: str
    """Its name in files that programs read."""
    head: str
    right: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the summary."""

    name: str
    """Its name in files: kpis, objectives, budget."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    """How many rows at the end are totals."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A month in sentences and tables, in one language."""

    title: str
    stamp: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Return the table called `name`."""
        return next(table for table in self.tables if table.name == name)


def summary(snapshot: Snapshot, language: Language) -> Summary:
    """Return the summary of the plan as the snapshot has it."""
    _ = language
    team = _.name(snapshot.team)
    return Summary(
        title=_("{team}: summary of {month}", team=team, month=_.month(snapshot.key.month)),
        stamp=_stamp(snapshot, _),
        sentences=tuple(_sentences(snapshot, _)),
        tables=(_kpi_table(snapshot, _), _objective_table(snapshot, _), _budget_table(snapshot, _)),
    )


def _stamp(snapshot: Snapshot, _: Language) -> str:
    states = {
        PlanState.CLOSED: _("Closed; the numbers are those of the close."),
        PlanState.ACTIVE: _("Preliminary; the month is not closed yet."),
        PlanState.DRAFT: _("A draft; the plan is not active yet."),
    }
    data = _("Data to {day}, change #{change}.", day=_.day(snapshot.day), change=snapshot.known_at)
    return _.sentences([data, states[snapshot.plan.state]])


# sentences


def _sentences(snapshot: Snapshot, _: Language) -> list[str]:
    lines, currency = snapshot.kpis(), snapshot.team.currency
    if not lines:
        return [_("The plan has no KPIs yet.")]
    found = [_overall(lines, _), _score(snapshot, _), _worst(lines, _, currency), _best(lines, _, currency)]
    if snapshot.budget().lines:
        found += [_result(snapshot, _), _overspent(snapshot.budget().lines, _, currency)]
    return [sentence for sentence in [*found, _gaps(lines, _)] if sentence]


def _overall(lines: Sequence[KpiLine], _: Language) -> str:
    answer = verdict(lines)
    counts = {status: sum(line.status is status for line in lines) for status in Status}
    if answer.final:
        return _(
            "Of {judged} KPIs that can be judged, {reached} reached their target and {missed} missed it.",
            judged=answer.judged,
            reached=counts[Status.REACHED],
            missed=counts[Status.MISSED],
        )
    course = {
        Course.MADE: _("On this course the month will be made"),
        Course.TIGHT: _("On this course the month will be tight"),
        Course.MISSED: _("On this course the month will not be made"),
        Course.UNKNOWN: _("Whether the month will be made cannot be said yet"),
    }
    tally = _("{likely} of {judged} KPIs are likely to be met", likely=answer.likely, judged=answer.judged)
    return _("{course}: {tally}.", course=course[answer.course], tally=tally)


def _score(snapshot: Snapshot, _: Language) -> str:
    score = snapshot.score()
    if score.score.value is None or score.score_now.value is None:
        return ""
    behind = [line for line in snapshot.objectives() if line.status in (Status.BEHIND, Status.MISSED)]
    overall = _(
        "The goals score {score} of 1 against the full target, {now} against what is due by now.",
        score=_.number(score.score.value, 2),
        now=_.number(score.score_now.value, 2),
    )
    names = _.join([_.name(line.objective, "title") for line in behind])
    return _.sentences([overall, _("Behind: {goals}.", goals=names)]) if behind else overall


def _worst(lines: Sequence[KpiLine], _: Language, currency: str) -> str:
    line = lines[0]
    if line.status not in (Status.BEHIND, Status.WATCH, Status.MISSED):
        return ""
    return _("Furthest off: {kpi}.", kpi=_against(line, _, currency))


def _best(lines: Sequence[KpiLine], _: Language, currency: str) -> str:
    good = [line for line in lines if line.status in (Status.REACHED, Status.ON_TRACK) and line.pace.value is not None]
    if not good:
        return ""
    best = max(good, key=lambda line: line.pace.value or 0.0)
    return _("Doing best: {kpi}.", kpi=_against(best, _, currency))


def _against(line: KpiLine, _: Language, currency: str) -> str:
    """Return a KPI's name with its actual, target and distance."""
    actual = quantity(_, line.kpi, line.actual.value, currency)
    target = target_words(_, line.kpi, line.target, currency, unit=True)
    if line.attainment.value is None or line.target.target is None:
        return _("{name} {actual}", name=_.name(line.kpi), actual=actual)
    gap = (line.actual.value or Decimal(0)) - line.target.target
    return _(
        "{name} {actual} against a target of {target}, attainment {attainment}, difference {gap}",
        name=_.name(line.kpi),
        actual=actual,
        target=target,
        attainment=_.percent(line.attainment.value, 1),
        gap=quantity(_, line.kpi, gap, currency, signed=True),
    )


def _result(snapshot: Snapshot, _: Language) -> str:
    view, currency = snapshot.budget(), snapshot.team.currency

    def against(total: BudgetTotal) -> str:
        return _(
            "{actual} against {phased} due by now ({verdict})",
            actual=money(_, total.actual, currency),
            phased=money(_, total.phased, currency),
            verdict=favour(_, total.favourable, currency),
        )

    parts = []
    if any(line.budget.kind is BudgetKind.REVENUE for line in view.lines):
        parts.append(_("revenue {amounts}", amounts=against(view.revenue)))
    if any(line.budget.kind is BudgetKind.COST for line in view.lines):
        parts.append(_("cost {amounts}", amounts=against(view.cost)))
    return _("Budget: {parts}.", parts=_.clauses(parts))


def favour(language: Language, favourable: Decimal, currency: str) -> str:
    """Return an amount by meaning: favourable 12万, adverse 3万, or neither."""
    amount = money(language, abs(favourable), currency)
    if not favourable:
        return language("as planned")
    return (
        language("favourable {amount}", amount=amount)
        if favourable > 0
        else language("adverse {amount}", amount=amount)
    )


def _overspent(lines: Sequence[BudgetLine], _: Language, currency: str) -> str:
    over = [line for line in lines if line.status is Status.OVER]
    if not over:
        return _("No cost line is over its budget.")
    named = [
        _(
            "{line} by {amount}",
            line=_.name(line.budget),
            amount=money(_, line.actual + line.committed - line.budget.amount, currency),
        )
        for line in over
    ]
    return _("Over budget, commitments included: {lines}.", lines=_.join(named))


def _gaps(lines: Sequence[KpiLine], _: Language) -> str:
    late = [line for line in lines if line.days < line.days_expected or line.status is Status.NO_DATA]
    if not late:
        return ""
    named = [
        _("{kpi} ({days} of {expected})", kpi=_.name(line.kpi), days=line.days, expected=line.days_expected)
        for line in late
    ]
    return _("Values are missing for {kpis}.", kpis=_.join(named))


# tables


_NOTHING = Cell(NONE)


def _word(text: str) -> Cell:
    return Cell(text, text)


def _figure(_: Language, figure: Figure[Decimal], show: Callable[[Decimal], str]) -> Cell:
    if figure.value is None:
        return Cell(f"{NONE} {reason_sentence(_, figure.reason)}" if figure.reason else NONE)
    return Cell(show(figure.value), plain(figure.value))


def _share(_: Language, figure: Figure[float], decimals: int = 1) -> Cell:
    if figure.value is None:
        return _NOTHING
    return Cell(_.percent(figure.value, decimals), repr(figure.value))


def _kpi_table(snapshot: Snapshot, _: Language) -> Table:
    columns = (
        Column("code", _("Code"), right=False),
        Column("name", _("KPI"), right=False),
        Column("unit", _("Unit"), right=False),
        Column("target", _("Target")),
        Column("actual", _("Actual")),
        Column("attainment", _("Attainment")),
        Column("expected", _("Expected by now")),
        Column("pace", _("Pace")),
        Column("status", _("Status"), right=False),
        Column("last_month", _("Last month")),
        Column("last_year", _("Last year")),
        Column("days", _("Values")),
    )
    rows = tuple(_kpi_row(line, _, snapshot.team.currency) for line in snapshot.kpis())
    return Table("kpis", _("KPIs"), columns, rows)


def _kpi_row(line: KpiLine, _: Language, currency: str) -> tuple[Cell, ...]:
    def show(value: Decimal) -> str:
        if line.kpi.measure is Measure.PERCENT:
            return quantity(_, line.kpi, value, currency)
        return quantity(_, line.kpi, _cut(value), currency, exact=True)

    target = target_words(_, line.kpi, line.target, currency, unit=True)
    bounds = [line.target.target] if line.target.target is not None else [line.target.lower, line.target.upper]
    return (
        _word(line.kpi.code),
        _word(_.name(line.kpi)),
        _word(line.kpi.unit),
        Cell(target, "–".join(plain(bound) for bound in bounds if bound is not None)),
        _figure(_, line.actual, show),
        _share(_, line.attainment),
        _figure(_, line.expected, show),
        Cell(_.number(line.pace.value, 2), "" if line.pace.value is None else repr(line.pace.value)),
        Cell(status_word(_, line.status), line.status.value, line.status),
        _figure(_, line.last_month, show),
        _figure(_, line.last_year, show),
        _word(f"{line.days}/{line.days_expected}"),
    )


def _objective_table(snapshot: Snapshot, _: Language) -> Table:
    columns = (
        Column("code", _("Code"), right=False),
        Column("title", _("Goal"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("score", _("Score")),
        Column("score_now", _("Score by now")),
        Column("coverage", _("Coverage")),
        Column("status", _("Status"), right=False),
    )
    return Table("objectives", _("Goals"), columns, tuple(_objective_row(line, _) for line in snapshot.objectives()))


def _objective_row(line: ObjectiveLine, _: Language) -> tuple[Cell, ...]:
    def score(figure: Figure[float]) -> Cell:
        return Cell(_.number(figure.value, 2), "" if figure.value is None else repr(figure.value))

    return (
        _word(line.objective.code),
        _word(_.name(line.objective, "title")),
        _word(_.name(line.owner) if line.owner else ""),
        score(line.score),
        score(line.score_now),
        _share(_, Figure(line.coverage), 0),
        Cell(status_word(_, line.status), line.status.value, line.status),
    )


def _budget_table(snapshot: Snapshot, _: Language) -> Table:
    columns = (
        Column("line", _("Code"), right=False),
        Column("name", _("Budget line"), right=False),
        Column("kind", _("Kind"), right=False),
        Column("budget", _("Budget")),
        Column("phased", _("Phased budget")),
        Column("actual", _("Actual")),
        Column("committed", _("Committed")),
        Column("available", _("Available")),
        Column("variance", _("Variance")),
        Column("favourable", _("Favourable (+) or adverse (−)")),
        Column("used", _("Used")),
        Column("status", _("Status"), right=False),
    )
    view, currency = snapshot.budget(), snapshot.team.currency
    rows = [_budget_row(line, _, currency) for line in view.lines]
    totals = [
        _total_row(_("Revenue"), view.revenue, _, currency),
        _total_row(_("Cost"), view.cost, _, currency, left=_amount(_, view.cost.available, currency)),
        _total_row(_("Result"), view.result, _, currency),
    ]
    return Table("budget", _("Budget"), columns, tuple(rows + totals) if rows else (), len(totals) if rows else 0)


def _cut(value: Decimal) -> Decimal:
    """Return a number as a table shows it, so that readers can add it up: all digits, of quotients two places."""
    exponent = value.normalize().as_tuple().exponent
    return round_half_up(value, 2) if isinstance(exponent, int) and exponent < -MOST_PLACES else value


def _amount(_: Language, amount: Decimal, currency: str, *, signed: bool = False) -> Cell:
    return Cell(money(_, _cut(amount), currency, exact=True, signed=signed), plain(amount))


def _budget_row(line: BudgetLine, _: Language, currency: str) -> tuple[Cell, ...]:
    kind = _("Revenue") if line.budget.kind is BudgetKind.REVENUE else _("Cost")
    return (
        _word(line.budget.code),
        _word(_.name(line.budget)),
        Cell(kind, line.budget.kind.value),
        *(_amount(_, amount, currency) for amount in (line.budget.amount, line.phased, line.actual)),
        _amount(_, line.committed, currency),
        _amount(_, line.available, currency) if line.budget.kind is BudgetKind.COST else _NOTHING,
        *(_amount(_, amount, currency, signed=True) for amount in (line.variance, line.favourable)),
        _share(_, line.consumption, 0),
        Cell(status_word(_, line.status, budget=True), line.status.value, line.status),
    )


def _total_row(name: str, total: BudgetTotal, _: Language, currency: str, left: Cell = _NOTHING) -> tuple[Cell, ...]:
    """Return a row of totals; what may still be spent is said of costs only."""
    return (
        Cell(""),
        _word(name),
        Cell(""),
        *(_amount(_, amount, currency) for amount in (total.budget, total.phased, total.actual)),
        _amount(_, total.committed, currency),
        left,
        *(_amount(_, amount, currency, signed=True) for amount in (total.variance, total.favourable)),
        Cell(""),
        Cell(""),
    )
