"""What the work of the month was worth so far, against what was planned and what it cost, in plain words."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import Language, round_half_up
from planlib.locale.amounts import money
from planlib.metrics.earned_value import HOPELESS
from planlib.snapshot import EarnedView
from planlib.vocabulary import Reason
from ui.amounts import Amounts, meaning, why
from ui.markup import Number, bold, note, numbers, section, sentences, toned


def earned_block(_: Language, view: EarnedView | None, shown: Amounts) -> Markup:
    """Return the four amounts and what they come to; nothing where no task is worth anything."""
    if view is None:
        return Markup("")
    count = _.plural("{count} task with a budget", "{count} tasks with a budget", view.tasks)
    lines = _.plural("{count} budget line", "{count} budget lines", len(view.lines))
    return (
        section(_("What the work is worth"), f"{count} · {lines}")
        + _numbers(_, view, shown)
        + sentences([*_sentences(_, view, shown)])
        + note(_.sentences([*_notes(_, view)]))
    )


def _numbers(_: Language, view: EarnedView, shown: Amounts) -> Markup:
    value = view.value
    end = value.typical.value
    left = None if end is None else value.variance_at_completion(end)
    return numbers(
        Number(
            _("Planned by now (PV)"),
            shown.short(value.planned),
            _("of {amount}", amount=_short(_, value.budget, shown)),
        ),
        Number(
            _("Worth of what is done (EV)"),
            shown.short(value.earned),
            _judged(_, value.schedule_variance, shown, _("ahead of plan"), _("behind plan")),
            meaning(value.schedule_variance),
        ),
        Number(
            _("What it cost (AC)"),
            shown.short(value.actual),
            _judged(_, value.cost_variance, shown, _("less than its worth"), _("more than its worth")),
            meaning(value.cost_variance),
        ),
        Number(
            _("All of it at this rate (EAC)"),
            why(_, value.typical) if end is None else shown.short(end),
            "" if left is None else _judged(_, left, shown, _("under budget"), _("over budget")),
            meaning(left or Decimal(0)),
        ),
    )


def _judged(_: Language, amount: Decimal, shown: Amounts, good: str, bad: str) -> Markup | str:
    if not amount:
        return _("as planned")
    judged = good if amount > 0 else bad
    text = _("{amount} {judged}", amount=_short(_, abs(amount), shown), judged=judged)
    return toned(bold(text), meaning(amount))


def _sentences(_: Language, view: EarnedView, shown: Amounts) -> Iterator[str]:
    yield _time(_, view)
    yield from _cost(_, view, shown)
    yield _ends(_, view, shown)


def _time(_: Language, view: EarnedView) -> str:
    """Return the gap in days: money alone would say that late work is on time as soon as it is done."""
    days, rate = float(view.schedule.variance), view.schedule.spi.value
    day = _.short_day(view.on_time)
    size = _.number(abs(days), 1)
    if abs(days) < 0.05:
        return _("As much is done as was planned.")
    if days > 0:
        return _("What is done was planned to be done by {day}: {days} working days ahead.", day=day, days=size)
    said = _("What is done was planned to be done by {day}: {days} working days behind.", day=day, days=size)
    coming = view.schedule.expected_duration.value
    if rate is None or coming is None:
        return said
    late = _.number(coming - view.schedule.duration, 1)
    return _.sentences([said, _("At this pace all of it is done {days} working days late.", days=late)])


def _cost(_: Language, view: EarnedView, shown: Amounts) -> Iterator[str]:
    value = view.value
    index, needed = value.cpi.value, value.to_complete_index()
    one = money(_, Decimal(1), shown.currency)
    if index is not None:
        yield _("Each {one} spent brought work worth {worth}.", one=one, worth=_worth(_, index, shown))
    if needed.value is not None and index is not None and needed.value > index:
        worth = _worth(_, needed.value, shown)
        said = _("To stay within the budget, each {one} still to be spent has to bring {worth}.", one=one, worth=worth)
        hopeless = [_("More than 1.10 is hardly ever reached.")] if needed.value > HOPELESS else []
        yield _.sentences([said, *hopeless])
    if needed.reason is Reason.BUDGET_EXHAUSTED:
        yield _("The budget is used up and work is left.")


def _worth(_: Language, index: float, shown: Amounts) -> str:
    return money(_, round_half_up(Decimal(repr(index)), 2), shown.currency)


def _ends(_: Language, view: EarnedView, shown: Amounts) -> str:
    value = view.value
    found = [_("{amount} if the rest costs what was budgeted", amount=_short(_, value.atypical, shown))]
    if value.combined.value is not None:
        amount = _short(_, value.combined.value, shown)
        found.append(_("{amount} if being behind costs extra too", amount=amount))
    return _("In all it would cost {ends}.", ends=_.join(found))


def _notes(_: Language, view: EarnedView) -> Iterator[str]:
    yield _("What these lines hold beside their tasks counts as done as it falls due.")
    if view.homeless:
        yield _.plural(
            "{count} task has a budget and names no line: it is left out, as nobody knows what it cost.",
            "{count} tasks have a budget and name no line: they are left out, as nobody knows what they cost.",
            view.homeless,
        )


def _short(_: Language, amount: Decimal, shown: Amounts) -> str:
    return money(_, amount, shown.currency, unit=False)
