"""Tasks in words: the sentence that says how they stand together."""

from planlib.locale import Language
from planlib.snapshot import Schedule


def tasks_finding(_: Language, schedule: Schedule) -> str:
    """Return when everything will be done, against what was planned, and what stands in the way."""
    if schedule.finish is None:
        return _("There are no tasks yet.")
    if schedule.done == schedule.total:
        day = _.short_day(schedule.finish)
        return _("All {total} tasks are done, the last one on {day}.", total=schedule.total, day=day)
    parts = [
        _finish(_, _.short_day(schedule.finish), schedule.slip),
        _("{done} of {total} tasks are done.", done=schedule.done, total=_.number(schedule.total)),
    ]
    if schedule.overdue:
        parts.append(_.plural("{count} task is overdue.", "{count} tasks are overdue.", schedule.overdue))
    if schedule.late:
        parts.append(_.plural("{count} task is late.", "{count} tasks are late.", schedule.late))
    return _.sentences(parts)


def _finish(_: Language, day: str, slip: int | None) -> str:
    if slip is None:
        return _("The last task will be done on {day}.", day=day)
    if slip == 0:
        return _("The last task will be done on {day}, as planned.", day=day)
    if slip < 0:
        return _.plural(
            "The last task will be done on {day}, {count} working day early.",
            "The last task will be done on {day}, {count} working days early.",
            -slip,
            day=day,
        )
    return _.plural(
        "The last task will be done on {day}, {count} working day late.",
        "The last task will be done on {day}, {count} working days late.",
        slip,
        day=day,
    )
