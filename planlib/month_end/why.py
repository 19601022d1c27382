"""Where the gap of a KPI lies, in a clause: the segments that contributed to it, with their shares or amounts."""

from collections.abc import Sequence

from planlib.locale import Language
from planlib.metrics.exact import total
from planlib.month_end.telling import Telling
from planlib.review.why import even
from planlib.snapshot import Gap, GapPart


def gap_clause(gap: Gap, telling: Telling, _: Language) -> str:
    """Return where a gap lies; empty where it was not taken apart or is zero.

    A share is told only where no segment makes up for another: of a gap of 10 that 30 short and 20 over come to,
    "300 %" would say more than the numbers do. There amounts are told.
    """
    if not gap.parts or not gap.total.value:
        return ""
    same = all(part.amount * gap.total.value >= 0 for part in gap.parts)
    if same and even(gap):
        return _("the segments contributed about as they are large")
    if not gap.leaders:
        return _("no few segments explain the difference") if same else ""
    return _shares(gap, telling, _) if same else _amounts(gap, telling, _)


def _shares(gap: Gap, telling: Telling, _: Language) -> str:
    named = [(part, part.segment or _("Without segment")) for part in gap.leaders]
    told = [(segment, telling.share(gap.kpi, segment, part.share)) for part, segment in named]
    if len(told) == 1:
        segment, share = told[0]
        return _("{segment} contributed {share} of the difference", segment=segment, share=share)
    parts = [_("{segment} contributed {share}", segment=segment, share=share) for segment, share in told]
    return _("of the difference {parts}", parts=_.join(parts))


def _amounts(gap: Gap, telling: Telling, _: Language) -> str:
    parts = []
    for part in gap.leaders:
        segment = part.segment or _("Without segment")
        parts.append(f"{segment} {_amount(gap, [part], segment, telling)}")
    others = [part for part in gap.parts if part not in gap.leaders]
    rest = _amount(gap, others, _("the other segments"), telling)
    return _("of the difference {parts}, the other segments {rest}", parts=_.join(parts), rest=rest)


def _amount(gap: Gap, parts: Sequence[GapPart], segment: str, telling: Telling) -> str:
    amount = total(part.amount for part in parts)
    return telling.value(gap.kpi, "gap_part", amount, signed=True, segment=segment)
