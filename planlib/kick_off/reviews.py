"""How progress will be reviewed: the rules of the plan in words."""

from collections.abc import Iterator

from planlib.document import Sentence
from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.meeting.check_in import limit
from planlib.metrics.budget import Threshold
from planlib.metrics.risks import review_days
from planlib.month_end.telling import Telling
from planlib.snapshot import Snapshot
from planlib.vocabulary import BudgetKind


def rules(snapshot: Snapshot, _: Language) -> list[Sentence]:
    """Return what is looked at, when, and from where on it is a matter."""
    found = [_meeting(_), _status(snapshot, _), _check_ins(snapshot, _), *_spending(snapshot, _)]
    return [*found, _risks(snapshot, _), _close(_)]


def _meeting(_: Language) -> Sentence:
    text = _(
        "The team meets each week: open actions, what changed, each KPI and budget line that is off, late tasks, risks."
    )
    return Sentence("meeting", text)


def _status(snapshot: Snapshot, _: Language) -> Sentence:
    plan, telling = snapshot.plan, Telling(snapshot, _)
    green, amber = (_.percent(share) for share in (plan.green, plan.amber))
    telling.note("plans", "", _("The plan"), "green", plan.green, green)
    telling.note("plans", "", _("The plan"), "amber", plan.amber, amber)
    text = _(
        "A KPI is on track from {green} of what is expected by then, on watch from {amber}, and behind below that.",
        green=green,
        amber=amber,
    )
    parts = [text]
    if own := [line for line in snapshot.kpis() if line.target.green is not None or line.target.amber is not None]:
        names = _.join([_.name(line.kpi) for line in own])
        parts.append(_("With thresholds of their own: {kpis}.", kpis=names))
    return telling.sentence("status", _.sentences(parts))


def _check_ins(snapshot: Snapshot, _: Language) -> Sentence:
    least, telling = limit(snapshot), Telling(snapshot, _)
    shown = telling.note("plans", "", _("The plan"), "explain_below", least, _.score(float(least)))
    text = _("Before the meeting owners say how sure they are; a score below {score} of 1 needs words.", score=shown)
    return telling.sentence("check_ins", text)


def _spending(snapshot: Snapshot, _: Language) -> Iterator[Sentence]:
    view = snapshot.budget()
    kinds = {line.budget.kind for line in view.lines}
    for kind, least in view.thresholds.items():
        if kind in kinds:
            yield _explained(snapshot, kind, least, _)
    if BudgetKind.COST in kinds:
        text = _("A cost line that comes to a control point is looked at, and what is decided is written down.")
        yield Sentence("control", text)


def _explained(snapshot: Snapshot, kind: BudgetKind, least: Threshold, _: Language) -> Sentence:
    telling, currency = Telling(snapshot, _), snapshot.team.currency
    name = _("Revenue") if kind is BudgetKind.REVENUE else _("Cost")
    amount, cap = (money(_, one, currency) for one in (least.amount, least.cap))
    telling.note("budget", name, name, "least", least.amount, amount)
    telling.note("budget", name, name, "share", least.share, _.percent(least.share))
    telling.note("budget", name, name, "cap", least.cap, cap)
    text = _(
        "{kind}: a line needs an explanation once it is off by {amount} and {share} of what was due, or by {cap}.",
        kind=name,
        amount=amount,
        share=_.percent(least.share),
        cap=cap,
    )
    return telling.sentence(f"explained {kind}", text)


def _risks(snapshot: Snapshot, _: Language) -> Sentence:
    telling, parts = Telling(snapshot, _), []
    for band, count in reversed(list(review_days(snapshot.team.review_days).items())):
        telling.note("risks", "", word(_, band), "review", count, str(count))
        size = word(_, band).lower()
        parts.append(_.plural("{band} every day", "{band} every {count} days", count, band=size))
    text = _(
        "Risks are looked at again by their size: {bands}. Once a trigger fires, the contingency is due.",
        bands=_.join(parts),
    )
    return telling.sentence("risks", text)


def _close(_: Language) -> Sentence:
    text = _("After its last day the month is closed with its numbers; what it taught goes into the next plan.")
    return Sentence("close", text)
