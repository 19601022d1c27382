"""The parts of a KPI's target on the page of the KPI: how each segment, person and week stands."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import quantity, rounded_like
from planlib.locale.words import reason_sentence, word
from planlib.metrics.figure import Figure
from planlib.review.parts import adding_up, apart_sentences, part_name
from planlib.snapshot import KpiLine, PartLine, Snapshot, SplitLine
from planlib.vocabulary import Reason
from ui.markup import Column, Mark, Row, Tone, bar, cell, chip, joined, note, section, status_chip, table, tone


def target_parts(_: Language, line: KpiLine, splits: Sequence[SplitLine], currency: str) -> Markup:
    """Return the section of the target by its parts, a table for each way it is split; nothing where it is not."""
    if not splits:
        return Markup("")
    return joined(_split(_, line, split, currency) for split in splits)


def apart(_: Language, snapshot: Snapshot, sheet: str) -> Markup:
    """Return which parts have come apart from their targets, where either is edited; nothing elsewhere."""
    if sheet not in ("targets", "target_parts"):
        return Markup("")
    return joined(_warning(_, told) for told in apart_sentences(_, snapshot))


def _warning(_: Language, told: str) -> Markup:
    return note(joined([chip(_("Does not add up"), Tone.WARN), told], " "))


def _split(_: Language, line: KpiLine, split: SplitLine, currency: str) -> Markup:
    by = word(_, split.split)
    sign = _("tick: the target") if line.over else _("tick: expected by now")
    heading = section(_("The target {split}", split=by), sign)
    told = adding_up(_, line, split, currency)
    said = _warning(_, told) if split.apart else note(told)
    lines = [*split.parts, *([split.rest] if split.rest else [])]
    most = max((abs(value) for one in lines for value in _drawn(one)), default=Decimal(0)) or Decimal(1)
    rows = (_row(_, line, one, most, currency) for one in lines)
    caption = _("{kpi}: the target {split}", kpi=_.name(line.kpi), split=by)
    return heading + table(_columns(_, line), rows, caption) + said


def _columns(_: Language, line: KpiLine) -> list[Column]:
    return [
        Column(_("Part")),
        Column(_("Status"), phone="side", headless=True),
        Column("", phone="row", headless=True),
        Column(_("Actual"), right=True),
        Column(_("Target") if line.over else _("Expected by now"), right=True),
        Column(_("Gap"), right=True),
    ]


def _drawn(one: PartLine) -> Iterable[Decimal]:
    yield one.amount
    yield from (value for value in (one.actual.value, one.expected.value) if value is not None)


def _row(_: Language, line: KpiLine, one: PartLine, most: Decimal, currency: str) -> Row:
    judged = tone(one.status) if one.status else Tone.PLAIN
    off = judged if judged in (Tone.BAD, Tone.WARN) else Tone.PLAIN
    attained = (
        "" if one.attainment.value is None else _("{share} of the part", share=_.percent(one.attainment.value, 1))
    )
    of = _("part {amount}", amount=quantity(_, line.kpi, one.amount, currency, unit=False))
    due = cell(_value(_, line, one.expected, currency), "" if one.expected.value == one.amount else of)
    return Row(
        [
            cell(part_name(_, one), _who(_, one), strong=True),
            status_chip(_, one.status) if one.status else "",
            _bar(_, line, one, most, currency),
            cell(_value(_, line, one.actual, currency), attained or _why_not(_, one.actual), strong=True),
            due,
            cell(_gap(_, line, one, currency), _share(_, one), tone=off, strong=off is not Tone.PLAIN),
        ],
        tone=judged,
    )


def _who(_: Language, one: PartLine) -> str:
    """Return who answers for the part; of a person's own part by what it is measured."""
    if one.part is None:
        return ""
    if one.part.person:
        return one.part.segment
    return _.name(one.person) if one.person else ""


def _bar(_: Language, line: KpiLine, one: PartLine, most: Decimal, currency: str) -> Markup:
    marks = [Mark("frame", 0, _place(one.amount, most)), Mark("fill", 0, _place(one.actual.value, most))]
    if one.expected.value is not None:
        marks.append(Mark("tick", _place(one.expected.value, most)))
    return bar(marks, f"{part_name(_, one)}: {_value(_, line, one.actual, currency)}")


def _place(value: Decimal | None, most: Decimal) -> float:
    return float(max(value or Decimal(0), Decimal(0)) / most)


def _value(_: Language, line: KpiLine, figure: Figure[Decimal], currency: str) -> str:
    return quantity(_, line.kpi, figure.value, currency, unit=False)


def _why_not(_: Language, figure: Figure[Decimal]) -> str:
    """Return why there is no actual; that a week has not begun is said by its status."""
    return reason_sentence(_, figure.reason) if figure.reason not in (None, Reason.NO_ELAPSED) else ""


def _gap(_: Language, line: KpiLine, one: PartLine, currency: str) -> str:
    if one.gap.value is None or one.actual.value is None:
        return NONE
    gap = rounded_like(line.kpi, one.gap.value, one.actual.value)
    return quantity(_, line.kpi, gap, currency, signed=True, unit=False)


def _share(_: Language, one: PartLine) -> str:
    return "" if one.share is None else _("{share} of the gap", share=_.percent(one.share))
