"""What a Gantt chart draws, before it is a figure or a file: rows, bars on a scale of days, links, days off.

A place on the scale is a number of days since the first day's morning: a task of that day alone runs from 0 to 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from planlib.locale import Language
from planlib.locale.words import word
from planlib.metrics.periods import DAY, Calendar, days, month_start, next_month, week_start
from planlib.model import TaskLink
from planlib.snapshot import TaskGroup, TaskLine
from planlib.vocabulary import LinkKind, TaskStatus

FEW = 8
"""Tasks up to which they are not grouped by goal."""
MOST_LINKS = 90
"""That are drawn; of more only those along the critical path, and of more of those none."""
_MOST_WEEKS = 14
"""Up to which each week has its tick."""


Side = Literal["left", "right"]


class Shape(NamedTuple):
    """How a row is laid out."""

    row: int
    """Pixels."""
    bar: tuple[float, float]
    baseline: tuple[float, float]
    """Centre and height, as shares of a row."""
    names: float
    """Share of the width that the names have left of the bars."""
    name_ems: float
    name_shift: int
    """Pixels by which the names are above the middle of their rows."""
    plot: int
    """Pixels that the scale has at least."""
    after: float
    """Share of the scale's length left free for words behind the last bars."""
    ticks: int
    """That have room."""


WIDE = Shape(32, (-0.08, 0.42), (0.27, 0.15), 0.28, 19.0, 0, 620, 0.08, 14)
"""Names left of the bars."""
NARROW = Shape(48, (0.12, 0.26), (0.34, 0.1), 0.0, 21.0, 13, 330, 0.14, 4)
"""Names above the bars, for a phone."""
WORDS = 13
"""Size of the words beside the bars, in pixels."""


class Piece(NamedTuple):
    """Words beside a bar."""

    text: str
    bad: bool = False


class Bar(NamedTuple):
    """One task on its row, or the tasks of a group."""

    line: TaskLine | TaskGroup
    row: int
    name: str
    start: float
    finish: float
    """The evening of its last day; of a milestone the noon, like its start."""
    done: float
    """Up to where the work is done, by working days."""
    baseline: tuple[float, float] | None
    beside: tuple[Piece, ...]
    """The most important last, so that the first can be left out where there is no room."""

    @property
    def milestone(self) -> bool:
        """Whether it takes no time."""
        return isinstance(self.line, TaskLine) and self.line.duration == 0

    @property
    def critical(self) -> bool:
        """Whether a delay of it delays the end; what is done delays nothing."""
        done = isinstance(self.line, TaskLine) and self.line.status is TaskStatus.DONE
        return bool(self.line.critical) and not done


class Heading(NamedTuple):
    """The name of a goal over its tasks."""

    row: int
    text: str


class Link(NamedTuple):
    """From a bar's end down (or up) to the row of another, and along it where that one begins later."""

    x: float
    row: int
    to_x: float
    to_row: int
    enters: Literal["left", "right", "side"]
    """Through which edge: the left or the right one, or the long side that is nearer."""
    critical: bool


class Tick(NamedTuple):
    """A day that is named on the scale."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """All that is drawn."""

    first: date
    length: float
    """Days from the first one's morning to the last one's evening."""
    bars: tuple[Bar, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    unlinked: int
    """Links that are not drawn, as they would be too many."""
    off: tuple[tuple[float, float], ...]
    """From when to when nobody works."""
    ticks: tuple[Tick, ...]
    now: Tick
    """Up to when the data go."""

    @property
    def rows(self) -> int:
        """How many there are, headings among them."""
        return len(self.bars) + len(self.headings)


def gantt(
    _: Language,
    lines: Sequence[TaskLine],
    calendar: Calendar,
    day: date,
    today: date,
    *,
    goals: Mapping[str, str] | None = None,
    owners: Mapping[str, str] | None = None,
    first_weekday: int = 0,
) -> Gantt:
    """Return the rows of the tasks in order of start, by goal where there are many; cancelled ones are not drawn.

    `day` is the last one whose data count, `today` the reader's; names of `goals` and `owners` are by their ids.
    """
    live = sorted((line for line in lines if line.status is not TaskStatus.CANCELLED), key=_order)
    first, last = _window(live, day)
    placed, headings = _rows(live, goals or {}, _)
    bars = tuple(_bar(_, line, row, first, calendar, owners or {}) for line, row in placed)
    links = _links(bars, (_since(first, last) + 1) / 90)
    empty = _empty(_, (first, last), calendar, day, today, first_weekday)
    drawn = _few_enough(links)
    return replace(empty, bars=bars, headings=headings, links=drawn, unlinked=len(links) - len(drawn))


def gantt_of_groups(
    _: Language,
    groups: Sequence[TaskGroup],
    calendar: Calendar,
    day: date,
    today: date,
    *,
    names: Mapping[str, str],
    first_weekday: int = 0,
) -> Gantt:
    """Return a row for each group, called by its name, without links."""
    first, last = _window(groups, day)
    bars = tuple(_group_bar(_, group, row, first, calendar, names) for row, group in enumerate(groups))
    return replace(_empty(_, (first, last), calendar, day, today, first_weekday), bars=bars)


def _empty(
    _: Language, window: tuple[date, date], calendar: Calendar, day: date, today: date, first_weekday: int
) -> Gantt:
    """Return the scale without rows."""
    first, last = window
    return Gantt(
        first=first,
        length=_since(first, last) + 1,
        bars=(),
        headings=(),
        links=(),
        unlinked=0,
        off=tuple(_days_off(first, last, calendar)),
        ticks=tuple(_ticks(_, first, last, first_weekday)),
        now=Tick(_since(first, day) + 1, _("Today") if today <= day + DAY else _("As of {day}", day=_.short_day(day))),
    )


def em(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(1.0 if east_asian_width(letter) in "WF" else 0.49 for letter in text)


def cut(text: str, room: float) -> str:
    """Return the text, or as much of it as fits into so many ems."""
    if em(text) <= room:
        return text
    while text and em(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def worded(drawn: Gantt, shape: Shape) -> Iterator[tuple[Bar, Sequence[Piece], Side]]:
    """Yield the bars that have room for words beside them, with those and the side on which they stand."""
    length, entered = drawn.length * (1 + shape.after), {(link.to_row, link.enters) for link in drawn.links}
    for bar in drawn.bars:
        right, left = ((days * shape.plot / length) for days in (length - bar.finish, bar.start))
        for skipped in range(len(bar.beside)):
            pieces = bar.beside[skipped:]
            wanted = (em(" · ".join(piece.text for piece in pieces)) + 2) * WORDS
            if wanted <= right and (bar.row, "right") not in entered:
                yield bar, pieces, "right"
                break
            if wanted <= left and len(pieces) == 1 and (bar.row, "left") not in entered:
                yield bar, pieces, "left"


def route(link: Link, shape: Shape) -> tuple[list[tuple[float, float]], str]:
    """Return the corners of a link, in days and rows, and the sign of its arrowhead."""
    centre, height = shape.bar
    way = 1 if link.to_row > link.row else -1
    start = link.x, link.row + centre + way * height / 2
    if link.enters == "side":
        return [start, (link.x, link.to_row + centre - way * height * 0.72)], f"triangle-{'down' if way > 0 else 'up'}"
    side, symbol = (-1, "triangle-right") if link.enters == "left" else (1, "triangle-left")
    corner = link.x, link.to_row + centre
    return [start, corner, (link.to_x + side * 0.12, corner[1])], symbol


def _order(line: TaskLine) -> tuple[date, date, bool, str]:
    return line.start, line.finish, line.duration == 0, line.task.code


def _since(first: date, day: date) -> float:
    return float((day - first).days)


def _window(lines: Sequence[TaskLine | TaskGroup], day: date) -> tuple[date, date]:
    """Return the first and the last day of all that is drawn, in whole weeks where it is short."""
    known = [
        day for line in lines for day in (line.start, line.finish, line.baseline_start, line.baseline_finish) if day
    ]
    first, last = min(known, default=day), max(known, default=day)
    return min(first, last), max(first + timedelta(days=13), last)


def _rows(
    lines: Sequence[TaskLine], goals: Mapping[str, str], _: Language
) -> tuple[list[tuple[TaskLine, int]], tuple[Heading, ...]]:
    """Return each task with its row, and the headings of groups; those come in order of their first task."""
    groups: dict[str, list[TaskLine]] = {}
    for line in lines:
        groups.setdefault(goals.get(line.task.objective or "", ""), []).append(line)
    if len(lines) <= FEW or len(groups) < 2:
        return [(line, row) for row, line in enumerate(lines)], ()
    placed: list[tuple[TaskLine, int]] = []
    headings: list[Heading] = []
    for name, group in sorted(groups.items(), key=lambda group: not group[0]):
        headings.append(Heading(len(placed) + len(headings), name or _("Without a goal")))
        placed += [(line, row) for row, line in enumerate(group, len(placed) + len(headings))]
    return placed, tuple(headings)


def _bar(_: Language, line: TaskLine, row: int, first: date, calendar: Calendar, owners: Mapping[str, str]) -> Bar:
    start, finish, baseline = _ends(line, first)
    if line.duration == 0:
        start = finish = finish - 0.5
        baseline = (baseline[1] - 0.5, baseline[1] - 0.5) if baseline else None
    done = start + (finish - start) * _share_done(line, calendar)
    return Bar(line, row, _.name(line.task, "title"), start, finish, done, baseline, tuple(_beside(_, line, owners)))


def _group_bar(
    _: Language, group: TaskGroup, row: int, first: date, calendar: Calendar, names: Mapping[str, str]
) -> Bar:
    start, finish, baseline = _ends(group, first)
    done = start + (finish - start) * _share_done(group, calendar)
    return Bar(group, row, names[group.key], start, finish, done, baseline, tuple(_beside_group(_, group)))


def _ends(line: TaskLine | TaskGroup, first: date) -> tuple[float, float, tuple[float, float] | None]:
    """Return where a line begins and ends, and where it was to by the baseline."""
    baseline = None
    if line.baseline_start is not None and line.baseline_finish is not None:
        baseline = _since(first, line.baseline_start), _since(first, line.baseline_finish) + 1
    return _since(first, line.start), _since(first, line.finish) + 1, baseline


def _share_done(line: TaskLine | TaskGroup, calendar: Calendar) -> float:
    """Return which share of the bar is done, so that each working day has as much of the work."""
    if line.progress in (0, 1):
        return float(line.progress)
    span = list(days(line.start, line.finish))
    left = float(line.progress) * max(sum(map(calendar.works, span)), 1)
    for number, day in enumerate(span):
        if calendar.works(day):
            if left <= 1:
                return (number + left) / len(span)
            left -= 1
    return float(line.progress)


def _beside_group(_: Language, group: TaskGroup) -> Iterator[Piece]:
    yield Piece(_("{done} of {count} done", done=group.done, count=len(group.lines)))
    for status, count in ((TaskStatus.LATE, group.late), (TaskStatus.OVERDUE, group.overdue)):
        if count:
            yield Piece(f"▼ {word(_, status)} {_.number(count)}", bad=True)


def _beside(_: Language, line: TaskLine, owners: Mapping[str, str]) -> Iterator[Piece]:
    if owner := owners.get(line.task.owner or ""):
        yield Piece(owner)
    if 0 < line.progress < 1:
        yield Piece(_.percent(line.progress))
    if line.added:
        yield Piece(_("added"))
    if line.slip:
        yield Piece(slip_words(_, line.slip), bad=line.slip > 0)
    if line.status in (TaskStatus.LATE, TaskStatus.OVERDUE):
        yield Piece(f"▼ {word(_, line.status)}", bad=True)


def slip_words(_: Language, slip: int) -> str:
    """Return how many working days the finish is after the baseline's (before, where negative): +3 d."""
    return _("{days} d", days=_.number(slip, signed=True))


# links


def _links(bars: Sequence[Bar], room: float) -> list[Link]:
    """Return the links between bars; `room` is left to the middle of a milestone, which is a sign and no bar."""
    by_task = {bar.line.task.task: bar for bar in bars if isinstance(bar.line, TaskLine)}
    return [
        _link(by_task[link.predecessor], bar, link, room if bar.milestone else 0)
        for bar in bars
        if isinstance(bar.line, TaskLine)
        for link in bar.line.predecessors
        if link.predecessor in by_task
    ]


def _link(before: Bar, after: Bar, link: TaskLink, room: float) -> Link:
    from_start = link.kind in (LinkKind.START_START, LinkKind.START_FINISH)
    inside = min(0.35, (before.finish - before.start) / 2)
    x = before.start + inside if from_start else before.finish - inside
    critical = before.critical and after.critical
    if x < after.start - room:
        return Link(x, before.row, after.start - room, after.row, "left", critical)
    if x > after.finish + room:
        return Link(x, before.row, after.finish + room, after.row, "right", critical)
    return Link(x, before.row, x, after.row, "side", critical)


def _few_enough(links: Sequence[Link]) -> tuple[Link, ...]:
    for drawn in (links, [link for link in links if link.critical]):
        if len(drawn) <= MOST_LINKS:
            return tuple(drawn)
    return ()


# the scale


def _days_off(first: date, last: date, calendar: Calendar) -> Iterator[tuple[float, float]]:
    """Yield runs of days on which nobody works; none where there are so many that they would be stripes."""
    begun: date | None = None
    if (last - first).days > 7 * _MOST_WEEKS:
        return
    for day in (*days(first, last), None):
        works = day is None or calendar.works(day)
        if not works and begun is None:
            begun = day
        if works and begun is not None:
            yield _since(first, begun), _since(first, day or last + DAY)
            begun = None


def _ticks(_: Language, first: date, last: date, first_weekday: int) -> Iterator[Tick]:
    """Yield the beginnings of weeks, or of months where there are many weeks."""
    weekly = (last - first).days <= 7 * _MOST_WEEKS
    day = week_start(first, first_weekday) if weekly else month_start(first)
    while day <= last:
        if day >= first:
            yield Tick(_since(first, day), _.short_day(day) if weekly else _.month_name(day))
        day = day + timedelta(days=7) if weekly else next_month(day)
