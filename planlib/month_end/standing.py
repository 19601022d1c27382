"""How KPIs stand, in sentences: the best one, what the original plan would say, and where values are missing."""

from decimal import Decimal

from planlib.document import Sentence
from planlib.locale import Language
from planlib.locale.amounts import target_words
from planlib.month_end.telling import Telling
from planlib.review.original import against_original
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Path, Status


def kpi_sentences(snapshot: Snapshot, _: Language) -> tuple[Sentence, ...]:
    """Return what is said above the tables of KPIs and goals; a sentence that has nothing to say is empty."""
    return _best(snapshot, _), _original(snapshot, _), gaps_sentence(snapshot, _)


def against(line: KpiLine, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    """Return a KPI's name with actual, target and distance; on its way to the target with what is expected by now."""
    name, kpi = _.name(line.kpi), line.kpi
    if line.growth.value is not None:
        growth = telling.ratio(line, "growth", _.percent(line.growth.value, 1))
        planned = _.percent(line.target.growth_rate, 1)
        target = telling.value(kpi, "growth_rate", line.target.growth_rate, planned)
        return _("{name} grew {growth} against a target of {target}", name=name, growth=growth, target=target)
    actual = telling.value(kpi, "actual", line.actual.value)
    if line.attainment.value is None or line.target.target is None:
        return _("{name} {actual}", name=name, actual=actual)
    aim = target_words(_, kpi, line.target, snapshot.team.currency, unit=True)
    target = telling.value(kpi, "target", line.target.target, aim)
    gap = telling.value(kpi, "gap", distance(line), signed=True)
    if on_its_way(line):
        return _(
            "{name} {actual} against {due} expected by now, pace {pace}, difference {gap}; the target is {target}",
            name=name,
            actual=actual,
            due=telling.value(kpi, "expected", line.expected.value),
            pace=telling.ratio(line, "pace", _.number(line.pace.value, 2)),
            gap=gap,
            target=target,
        )
    return _(
        "{name} {actual} against a target of {target}, attainment {attainment}, difference {gap}",
        name=name,
        actual=actual,
        target=target,
        attainment=telling.ratio(line, "attainment", _.percent(line.attainment.value, 1)),
        gap=gap,
    )


def on_its_way(line: KpiLine) -> bool:
    """Return whether a KPI is judged by what is expected of it by now, and not yet by its target."""
    return not line.over and line.path is not Path.LEVEL and line.expected.value is not None


def distance(line: KpiLine) -> Decimal | None:
    """Return the difference that is told of a KPI: from what is expected by now, or from its target."""
    if on_its_way(line) or line.target.target is None:
        return line.gap.value
    return (line.actual.value or Decimal(0)) - line.target.target


def _best(snapshot: Snapshot, _: Language) -> Sentence:
    kept = (Status.REACHED, Status.ON_TRACK)
    good = [line for line in snapshot.kpis() if line.status in kept and line.pace.value is not None]
    if not good:
        return Sentence("best", "")
    best, telling = max(good, key=lambda line: line.pace.value or 0.0), Telling(snapshot, _)
    return telling.sentence("best", _("Doing best: {kpi}.", kpi=against(best, snapshot, telling, _)))


def _original(snapshot: Snapshot, _: Language) -> Sentence:
    text, telling, original = against_original(_, snapshot), Telling(snapshot, _), snapshot.original.value
    for score in (original.score, snapshot.score()) if original else ():
        if (value := score.score.value) is not None and _.score(value) in text:
            telling.score(None, "score", value)
    return telling.sentence("original", text)


def gaps_sentence(snapshot: Snapshot, _: Language) -> Sentence:
    """Return for which KPIs values are missing; empty where none are."""
    telling = Telling(snapshot, _)
    late = [line for line in snapshot.kpis() if line.days < line.days_expected or line.status is Status.NO_DATA]
    if not late:
        return Sentence("gaps", "")
    text = _("Values are missing for {kpis}.", kpis=_.join([_late(line, telling, _) for line in late]))
    return telling.sentence("gaps", text)


def _late(line: KpiLine, telling: Telling, _: Language) -> str:
    name = _.name(line.kpi)
    if not line.days:
        return _("{kpi} (no value yet)", kpi=name)
    telling.note("kpis", line.kpi.code, name, "days", line.days, str(line.days))
    telling.note("kpis", line.kpi.code, name, "days_expected", line.days_expected, str(line.days_expected))
    return _("{kpi} ({days} of {expected})", kpi=name, days=line.days, expected=line.days_expected)
