"""Who does what until when, and whether there are hours, tools and rooms enough for it."""

from collections.abc import Iterator

from planlib.document import Cell, Column, Sentence, Table
from planlib.document.cells import count_cell, day_cell, person_cell, text_cell
from planlib.kick_off.goals import planned_tasks
from planlib.locale import NONE, Language, plain
from planlib.locale.words import word
from planlib.month_end.telling import Telling
from planlib.snapshot import PersonLoad, ResourceLoad, Snapshot, TaskLine


def step_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the tasks in order of time: for which goal, who, from when until when, and after which others."""
    columns = (
        Column("task", _("Task"), right=False),
        Column("goal", _("Goal"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("start", _("Start"), right=False),
        Column("finish", _("Finish"), right=False),
        Column("days", _("Working days")),
        Column("after", _("Waits for"), right=False),
    )
    rows = tuple(_step(snapshot, line, _) for line in planned_tasks(snapshot))
    return Table("steps", _("Steps"), columns, rows)


def _step(snapshot: Snapshot, line: TaskLine, _: Language) -> tuple[Cell, ...]:
    titles = {one.task.task: _.name(one.task, "title") for one in snapshot.tasks}
    goal = snapshot.strategies.objectives.get(line.task.objective or "")
    after = [titles[link.predecessor] for link in line.predecessors if link.predecessor in titles]
    return (
        text_cell(_.name(line.task, "title")),
        text_cell(_.name(goal, "title")) if goal else Cell(NONE),
        person_cell(snapshot.person(line.task.owner), _),
        day_cell(line.start, _),
        day_cell(line.finish, _),
        count_cell(line.duration),
        text_cell(_.clauses(after) or NONE),
    )


def load_sentence(snapshot: Snapshot, _: Language) -> Iterator[Sentence]:
    """Yield who has more to do on a day than hours; nothing where nobody has any work assigned."""
    people = [load for load in snapshot.workload.people if load.month.load]
    if not people:
        return
    telling = Telling(snapshot, _)
    over = [_over(load, telling, _) for load in people if load.month.days_over]
    if over:
        text = _("More to do than hours there are: {people}.", people=_.join(over))
    else:
        text = _("Nobody has more to do on a day than the hours there are.")
    yield telling.sentence("load", text)


def _over(load: PersonLoad, telling: Telling, _: Language) -> str:
    name, count = _.name(load.person), load.month.days_over
    telling.note("workload", load.person.person, name, "days_over", count, str(count))
    return _.plural("{name} on {count} working day", "{name} on {count} working days", count, name=name)


def people_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the hours of each person who has work assigned, and the tasks that are theirs."""
    columns = (
        Column("person", _("Person"), right=False),
        Column("tasks", _("Own tasks")),
        Column("hours", _("Hours assigned")),
        Column("capacity", _("Hours there are")),
        Column("share", _("Of these")),
        Column("days_over", _("Days with too much")),
    )
    loads = [load for load in snapshot.workload.people if load.month.load]
    return Table("people", _("People"), columns, tuple(_person(snapshot, load, _) for load in loads))


def _person(snapshot: Snapshot, load: PersonLoad, _: Language) -> tuple[Cell, ...]:
    own = sum(line.task.owner == load.person.person for line in planned_tasks(snapshot))
    share = load.month.share.value
    return (
        text_cell(_.name(load.person)),
        count_cell(own),
        Cell(_.exact(load.month.load), plain(load.month.load)),
        Cell(_.exact(load.month.capacity), plain(load.month.capacity)),
        Cell(NONE) if share is None else Cell(_.percent(share), repr(share)),
        count_cell(load.month.days_over),
    )


def resource_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the materials, tools and rooms that are asked for: for what, how much, and what there is."""
    columns = (
        Column("resource", _("Resource"), right=False),
        Column("type", _("Type"), right=False),
        Column("used", _("Needed")),
        Column("amount", _("There is")),
        Column("unit", _("Unit"), right=False),
        Column("work", _("For"), right=False),
    )
    loads = [load for load in snapshot.workload.resources if load.assigned]
    note = _("Of tools and rooms the most on one day, of materials the whole month.")
    return Table(
        "resources", _("Tools, rooms and materials"), columns, tuple(_used(load, _) for load in loads), 0, note
    )


def _used(load: ResourceLoad, _: Language) -> tuple[Cell, ...]:
    one = load.resource
    work = [_.name(part.task.task, "title") if part.task else _.own(part.assignment.note) for part in load.assigned]
    under = _(" (too little)") if load.over else ""
    return (
        text_cell(_.name(one)),
        Cell(word(_, one.kind), one.kind.value),
        Cell(_.exact(load.used), plain(load.used)),
        Cell(_.exact(one.amount), plain(one.amount), under=under),
        text_cell(_.unit(_.own(one.unit))),
        text_cell(_.clauses(list(dict.fromkeys(filter(None, work)))) or NONE),
    )
