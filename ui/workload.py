"""Who has how much to do by week and by day, who could take work on, and how resources are booked."""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.metrics.workload import DayLoad, Spare, WeekLoad
from planlib.snapshot import Assigned, PersonLoad, Relief, ResourceLoad, Snapshot
from planlib.vocabulary import ResourceKind
from ui import address
from ui.links import link
from ui.markup import Column, Row, Tone, bold, cell, chip, exactly, finding, joined, rich, section, table
from ui.show import show
from ui.tasks import TASK

WEEK = "load"
_NAMED = 3
"""Days, or people, that a cell names."""


def workload_section(_: Language, snapshot: Snapshot) -> None:
    """Draw the load of people and resources; nothing where nothing is assigned."""
    people = [load for load in snapshot.workload.people if load.month.load]
    resources = [load for load in snapshot.workload.resources if load.assigned]
    if people:
        about = _("hours assigned of those there are, less leave; whoever has most days with too much first")
        show(section(_("Workload"), about), _finding(_, snapshot, people), _by_week(_, snapshot.workload.people))
        _by_day(_, snapshot)
    show(_reliefs(_, snapshot), _resources(_, resources))


def _finding(_: Language, snapshot: Snapshot, people: Sequence[PersonLoad]) -> Markup:
    most = people[0]
    if not most.month.days_over or most.month.peak is None:
        return finding(
            _("Nobody has more to do on a day than the hours there are."), chip(_("Enough hours"), Tone.GOOD)
        )
    text = rich(
        _.plural(
            "{name} has too much to do on {count} of {days} working days; most on {day}: {load} of {capacity} h.",
            "{name} has too much to do on {count} of {days} working days; most on {day}: {load} of {capacity} h.",
            most.month.days_over,
            name="{name}",
            days=len(most.days),
            day=_.short_day(most.month.peak.day, weekday=True),
            load=_.short(most.month.peak.load),
            capacity=_.short(most.month.peak.capacity),
        ),
        name=bold(_.name(most.person)),
    )
    return finding(text, chip(_("Overloaded"), Tone.BAD))


# people


def _by_week(_: Language, people: Sequence[PersonLoad]) -> Markup:
    columns = [Column(_("Person / month"))]
    columns += [Column(f"{_.week(week.span.first)} · {_.short_day(week.span.first)}") for week in people[0].weeks]
    rows = (Row([_person(_, load), *(_week_cell(_, week) for week in load.weeks)]) for load in people)
    return table(columns, rows, _("Load by week"))


def _person(_: Language, load: PersonLoad) -> Markup:
    return cell(_.name(load.person), _("{share} of the month", share=_share(_, load.month)))


def _share(_: Language, week: WeekLoad) -> str:
    return NONE if week.share.value is None else _.percent(week.share.value)


def _week_cell(_: Language, week: WeekLoad) -> Markup:
    if not week.load:
        return heat(_("leave") if not week.capacity else _("free"), "", 0.0)
    peak = _hours(_, week.peak) if week.peak else ""
    if not week.days_over:
        return heat(_share(_, week), _("up to {hours}", hours=peak), week.share.value or 0.0)
    days = _.plural(
        "too much on {count} day, up to {hours}", "too much on {count} days, up to {hours}", week.days_over, hours=peak
    )
    return heat(_share(_, week), days, 1.0, Tone.BAD if week.over else Tone.WARN)


def _hours(_: Language, day: DayLoad) -> str:
    return _("{load}/{capacity} h", load=_.short(day.load), capacity=_.short(day.capacity))


def heat(main: str, under: str, share: float, tone: Tone = Tone.PLAIN) -> Markup:
    """Return a cell the darker the fuller; one that is too full has a shape and the tone's ground."""
    one = Markup('<span class="pl-heat pl-{}" style="--pl-share:{:.2f}"><b><i></i>{}</b><small>{}</small></span>')
    return one.format(tone, min(max(share, 0.0), 1.0), main, under)


def _by_day(_: Language, snapshot: Snapshot) -> None:
    weeks = snapshot.workload.people[0].weeks
    names = {f"{week.span.first}": f"{_.week(week.span.first)} · {_.short_day(week.span.first)}" for week in weeks}
    working = [one.day for one in snapshot.workload.people[0].days]
    ahead = [f"{week.span.first}" for week in weeks if any(snapshot.day < day <= week.span.last for day in working)]
    show(section(_("Day by day"), _("hours assigned / hours there are")))
    chosen = address.switch(_("Week"), WEEK, names, (ahead or list(names))[0])
    span = next(week.span for week in weeks if f"{week.span.first}" == chosen)
    days = [day for day in working if span.first <= day <= span.last]
    columns = [Column(_("Person")), *(Column(_.short_day(day, weekday=True)) for day in days)]
    rows = (_day_row(_, load, days) for load in snapshot.workload.people)
    show(table(columns, rows, _("Load by day")))


def _day_row(_: Language, load: PersonLoad, days: Iterable[date]) -> Row:
    work = {one.assignment.assignment: one for one in load.assigned}
    by_day = {one.day: one for one in load.days}
    cells = (_day_cell(_, by_day[day], [work[name] for name in by_day[day].assignments]) for day in days)
    return Row([_.name(load.person), *cells])


def _day_cell(_: Language, day: DayLoad, work: Sequence[Assigned]) -> Markup:
    if not day.load:
        return heat(_("leave") if not day.capacity else _("free"), "", 0.0)
    share = float(day.load / day.capacity) if day.capacity else 1.0
    over = _("{hours} h too much", hours=_.short(day.beyond)) if day.over else ""
    return exactly(heat(_hours(_, day), over, share, Tone.BAD if day.over else Tone.PLAIN), _work(_, work))


def _work(_: Language, work: Iterable[Assigned]) -> str:
    return _.join([f"{_of(_, one)} {_.short(one.assignment.amount, 'h')}" for one in work])


def _of(_: Language, one: Assigned) -> str:
    return _.name(one.task.task, "title") if one.task else _.own(one.assignment.note) or NONE


# who could take it


def _reliefs(_: Language, snapshot: Snapshot) -> Markup:
    reliefs = snapshot.workload.reliefs
    if not reliefs:
        return Markup("")
    columns = [
        Column(_("Task / person")),
        Column(_("Too much on"), wrap=True, phone="two"),
        Column(_("Left of it")),
        Column(_("Could take it"), phone="row", wrap=True, help=_("Free on all the days that are left; best first.")),
    ]
    about = _("what is left of work on days that are too full, and who is free on all of its days; best first")
    rows = (_relief_row(_, snapshot, one) for one in reliefs)
    return section(_("Who could take it"), about) + table(columns, rows, _("Who could take it"))


def _relief_row(_: Language, snapshot: Snapshot, one: Relief) -> Row:
    task = one.assigned.task
    title = link("tasks", _of(_, one.assigned), **({TASK: task.task.code} if task else {}))
    left = _.plural(
        "{count} day at {hours} h",
        "{count} days at {hours} h",
        len(one.days),
        hours=_.short(one.assigned.assignment.amount),
    )
    return Row([cell(title, _.name(one.person)), _some_days(_, one.days_over), left, _could(_, snapshot, one.could)])


def _some_days(_: Language, days: Sequence[date]) -> str:
    told = _.join([_.short_day(day) for day in days[:_NAMED]])
    more = len(days) - _NAMED
    return told if more <= 0 else _("{days} and {count} more", days=told, count=more)


def _could(_: Language, snapshot: Snapshot, could: Sequence[Spare]) -> Markup:
    if not could:
        return chip(_("Nobody is free on all of them"), Tone.WARN)
    return joined((_spare(_, snapshot, one) for one in could[:_NAMED]), _.join(["", ""]))


def _spare(_: Language, snapshot: Snapshot, one: Spare) -> Markup:
    text = _("{name} ({hours} h left)") if one.left else _("{name} (full by it)")
    return rich(text, name=bold(_.name(snapshot.person(one.who))), hours=_.short(one.left))


# resources


def _resources(_: Language, resources: Sequence[ResourceLoad]) -> Markup:
    if not resources:
        return Markup("")
    columns = [
        Column(_("Resource / kind")),
        Column("", phone="side", headless=True),
        Column(_("There is"), right=True),
        Column(_("Asked for"), right=True, help=_("Of a tool or room at most on one day; of a material in all.")),
        Column(_("By what"), phone="row", wrap=True),
    ]
    rows = (_resource_row(_, load) for load in resources)
    return section(_("Resources"), _("tools and rooms by day, materials over the month")) + table(
        columns, rows, _("Resources")
    )


def _resource_row(_: Language, load: ResourceLoad) -> Row:
    resource = load.resource
    amounts = (_.with_unit(_.short(amount), _.own(resource.unit)) for amount in (resource.amount, load.used))
    return Row(
        [cell(_.name(resource), word(_, resource.kind)), _booked(_, load), *amounts, _by_what(_, load)],
        tone=Tone.BAD if load.over else Tone.PLAIN,
    )


def _booked(_: Language, load: ResourceLoad) -> Markup:
    if not load.over:
        return chip(_("Enough"), Tone.GOOD)
    material = load.resource.kind is ResourceKind.MATERIAL
    return chip(_("Not enough") if material else _("Double-booked"), Tone.BAD)


def _by_what(_: Language, load: ResourceLoad) -> str:
    """Return what asks for it: on the days that are too full, or in all where none is."""
    over = {name: day.day for day in reversed(load.days) if day.over for name in day.assignments}
    names = _.join([_of(_, one) for one in load.assigned if not over or one.assignment.assignment in over])
    if not over:
        return names
    return _("{days}: {names}", days=_some_days(_, sorted(set(over.values()))), names=names)
