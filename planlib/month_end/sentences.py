"""The month in five sentences at most, made by rules; each says no more than its numbers do, and knows which they are.

How many KPIs made it, what the goals score, the worst problem and where it lies, the money, the work.
"""

from planlib.document import Sentence
from planlib.locale import Language
from planlib.month_end.money import result_sentence
from planlib.month_end.standing import against, distance
from planlib.month_end.telling import Telling
from planlib.month_end.why import gap_clause
from planlib.month_end.work import work_sentence
from planlib.review import Course, verdict
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Status


def sentences(snapshot: Snapshot, _: Language) -> list[Sentence]:
    """Return what the month came to, or comes to so far; a sentence that has nothing to say is left out."""
    makers = (_overall, _score, _worst, result_sentence, work_sentence)
    return [sentence for sentence in (make(snapshot, _) for make in makers) if sentence.text]


def _overall(snapshot: Snapshot, _: Language) -> Sentence:
    lines, telling = snapshot.kpis(), Telling(snapshot, _)
    if not lines:
        return Sentence("overall", _("The plan has no KPIs yet."))
    answer = verdict(lines)
    judged = telling.count("kpis", _("KPIs that can be judged"), answer.judged)
    if answer.final:
        reached, missed = (sum(line.status is status for line in lines) for status in (Status.REACHED, Status.MISSED))
        telling.count("kpis", _("KPIs that reached their target"), reached)
        telling.count("kpis", _("KPIs that missed their target"), missed)
        text = _(
            "Of {judged} KPIs that can be judged, {reached} reached their target and {missed} missed it.",
            judged=judged,
            reached=reached,
            missed=missed,
        )
        return telling.sentence("overall", text)
    course = {
        Course.MADE: _("On this course the month will be made"),
        Course.TIGHT: _("On this course the month will be tight"),
        Course.MISSED: _("On this course the month will not be made"),
        Course.UNKNOWN: _("Whether the month will be made cannot be said yet"),
    }
    likely = telling.count("kpis", _("KPIs likely to be met"), answer.likely)
    tally = _("{likely} of {judged} KPIs are likely to be met", likely=likely, judged=judged)
    return telling.sentence("overall", _("{course}: {tally}.", course=course[answer.course], tally=tally))


def _score(snapshot: Snapshot, _: Language) -> Sentence:
    score, over, telling = snapshot.score(), snapshot.day >= snapshot.key.last_day, Telling(snapshot, _)
    if score.score.value is None or score.due.value is None:
        return Sentence("score", "")
    shown = telling.score(None, "score", score.score.value)
    if over:
        overall = _("The goals score {score} of 1.", score=shown)
    else:
        due = telling.score(None, "due", score.due.value)
        overall = _("The goals score {score} of 1 so far; {due} was expected by now.", score=shown, due=due)
    behind = [line for line in snapshot.objectives() if line.status in (Status.BEHIND, Status.MISSED)]
    if not behind:
        return telling.sentence("score", overall)
    names = _.join([_("“{goal}”", goal=_.name(line.objective, "title")) for line in behind])
    named = _("Missed: {goals}.", goals=names) if over else _("Behind: {goals}.", goals=names)
    return telling.sentence("score", _.sentences([overall, named]))


def _worst(snapshot: Snapshot, _: Language) -> Sentence:
    line = next(iter(snapshot.kpis()), None)
    if line is None or line.status not in (Status.BEHIND, Status.WATCH, Status.MISSED):
        return Sentence("worst", "")
    return furthest_off(line, snapshot, _)


def furthest_off(line: KpiLine, snapshot: Snapshot, _: Language) -> Sentence:
    """Return how far a KPI is off and where its difference lies."""
    telling = Telling(snapshot, _)
    told = [against(line, snapshot, telling, _), _why(line, snapshot, telling, _)]
    return telling.sentence("worst", _("Furthest off: {kpi}.", kpi=_.clauses(list(filter(None, told)))))


def _why(line: KpiLine, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    """Return where the difference lies that was just told of a KPI; of growth none was."""
    gap = snapshot.why(line.kpi.kpi)
    told = line.growth.value is None and gap.total.value == distance(line)
    return gap_clause(gap, telling, _) if told else ""
