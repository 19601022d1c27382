"""Whether the parts of targets fit their targets and add up to them, before they are saved.

The rule is kept where a person edits targets or parts, and not on every change of the ledger: a file or a meeting may
move a target whose parts stand elsewhere. Then the pages say that they have come apart.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.editing.tables import Tables
from planlib.intake.values.values import Fault
from planlib.locale import Language
from planlib.locale.amounts import quantity
from planlib.locale.words import word
from planlib.metrics.exact import total
from planlib.metrics.parts import by_split, left_over, moved, refusal
from planlib.metrics.periods import clipped_weeks, month_span
from planlib.model import Record, Target, TargetPart
from planlib.vocabulary import ProblemCode


class Misfit(NamedTuple):
    """What is wrong with a part, or with the parts of a target together."""

    about: Record
    field: str
    fault: Fault


Versions = Sequence[tuple[Record | None, Record | None]]
"""What becomes of rows: before and after."""


def misfits(
    language: Language,
    tables: Tables,
    versions: Versions,
    standing: Mapping[str, Record],
    along: Mapping[str, Any],
) -> Iterator[Misfit]:
    """Yield what is wrong with the parts that the edits of a table touch; nothing of a table without parts.

    `standing` are the rows of the table with the edits in them, `along` the parts that go along with them, by id.
    """
    stored = {
        name: [along.get(row) or one.record for row, one in tables.stored.get(name, {}).items()]
        for name in ("targets", "target_parts")
    }
    stored[tables.sheet.name] = list(standing.values())
    targets = {target.kpi: target for target in stored["targets"]}
    parts = [part for part in stored["target_parts"] if part.kpi in tables.kpis]
    if tables.sheet.name == "target_parts":
        yield from _unfit(tables, targets, parts, [after for _, after in versions if isinstance(after, TargetPart)])
    for kpi in _touched(versions):
        if kpi in targets:
            yield from _apart(language, tables, targets[kpi], [part for part in parts if part.kpi == kpi])


def moved_along(tables: Tables, kpis: Sequence[str], standing: Mapping[str, Record]) -> Iterator[TargetPart]:
    """Yield the parts of the targets of `kpis` as they go along with what the targets become.

    Each stays as much of its target as it was. Parts that are to add up are shares of what they total, so that they
    add up even where they had come apart; where it is said why they do not, what is left over goes along too.
    """
    for target in (one for kpi in kpis if isinstance(one := standing.get(kpi), Target)):
        for found in _splits(tables, target):
            if target.target is not None and (whole := _whole(tables, target, found)):
                yield from moved(found, whole, target.target)


def to_be_fitted(tables: Tables, along: Collection[str], standing: Mapping[str, Record]) -> list[str]:
    """Return the KPIs whose parts are to be looked at: the target becomes another one, or they have come apart."""
    targets = (one for one in standing.values() if isinstance(one, Target))
    return [target.kpi for target in targets if _splits(tables, target) and _asks(tables, along, target)]


def _asks(tables: Tables, along: Collection[str], target: Target) -> bool:
    before = tables.rows.get(target.kpi)
    if target.kpi in along or before is None or before.record.target != target.target:
        return True
    splits = () if target.parts_reason else _splits(tables, target)
    return any(left_over(target.target or Decimal(0), [part.amount for part in found]) for found in splits)


def _whole(tables: Tables, target: Target, found: Sequence[TargetPart]) -> Decimal:
    """Return what the parts are shares of: the target as it was where it is said why they differ, else their total."""
    before = tables.rows.get(target.kpi)
    old = before.record.target if before and target.parts_reason else None
    return total(part.amount for part in found) if old is None else old


def _splits(tables: Tables, target: Target) -> list[list[TargetPart]]:
    """Return the parts of a target split by split, of the splits that it can have."""
    parts = (one.record for one in tables.stored["target_parts"].values() if one.record.kpi == target.kpi)
    return [of for split, of in by_split(parts).items() if not refusal(tables.kpis[target.kpi], target, split)]


def _touched(versions: Versions) -> list[str]:
    """Return the KPIs whose parts may have come apart."""
    found: list[str] = []
    for before, after in versions:
        for one in (before, after):
            if isinstance(one, TargetPart) or (isinstance(one, Target) and _aim(before) != _aim(after)):
                found.append(one.kpi)
    return list(dict.fromkeys(found))


def _aim(target: Any) -> object:
    return target and (target.target, target.parts_reason)


def _unfit(
    tables: Tables, targets: Mapping[str, Target], parts: Sequence[TargetPart], edited: Sequence[TargetPart]
) -> Iterator[Misfit]:
    """Yield the parts that their target cannot have, that are of no week of the month, or of what has one already."""
    same = Counter(map(_whose, parts))
    for part in edited:
        kpi = tables.kpis[part.kpi]
        if reason := refusal(kpi, targets.get(part.kpi), part.split):
            yield Misfit(part, "week" if reason == "parts_of_weeks" else "kpi", _fault(reason))
        weeks = clipped_weeks(
            month_span(part.month, kpi.frequency, tables.team.first_weekday), tables.team.first_weekday
        )
        starts = [week.first for week in weeks]
        if part.week and part.week not in starts:
            yield Misfit(part, "week", _fault("part_week", days=[f"{day:%Y-%m-%d}" for day in starts]))
        if same[_whose(part)] > 1:
            yield Misfit(part, str(part.split.value), _fault("part_twice"))


def _whose(part: TargetPart) -> tuple[object, ...]:
    """Return by what no two parts are the same: two people are not measured by one segment."""
    return part.kpi, part.split, part.week or part.segment or part.person


def _apart(language: Language, tables: Tables, target: Target, parts: Sequence[TargetPart]) -> Iterator[Misfit]:
    """Yield the splits whose parts do not add up to the target, where nobody says why."""
    kpi = tables.kpis[target.kpi]
    field = "amount" if tables.sheet.name == "target_parts" else "target"
    for split, found in by_split(parts).items():
        if target.parts_reason or target.target is None or refusal(kpi, target, split):
            continue
        if left := left_over(target.target, [part.amount for part in found]):
            told = [
                quantity(language, kpi, one, tables.team.currency, exact=True) for one in (abs(left), target.target)
            ]
            reason = "parts_leave" if (left > 0) == (target.target > 0) else "parts_exceed"
            yield Misfit(target, field, _fault(reason, split=word(language, split), left=told[0], whole=told[1]))


def _fault(reason: str, **parameters: Any) -> Fault:
    return Fault(ProblemCode.BAD_VALUE, {"reason": reason, **parameters})
