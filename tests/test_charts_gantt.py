"""The Gantt chart says what the lines of the tasks say, as a figure and as a file, on a screen and on a phone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from PIL import Image

from planlib import charts
from planlib.charts.gantt_rows import MOST_LINKS, WIDE, Gantt, cut, em, gantt, gantt_of_groups, route
from planlib.locale import language
from planlib.metrics.periods import Calendar
from planlib.model import Task, TaskLink
from planlib.snapshot import TaskLine, task_groups
from planlib.snapshot.task_lines import Span
from planlib.vocabulary import LinkKind, TaskStatus

MONTH = date(2026, 10, 1)
CALENDAR = Calendar({date(2026, 10, day): False for day in range(1, 8)})
"""The first week of October is a holiday; the 10th and 11th are a weekend."""
EN = charts.Reader(language("en"), charts.LIGHT, "CNY")
ZH = charts.Reader(language("zh"), charts.DARK, "CNY")


def day(number: int) -> date:
    return MONTH + timedelta(days=number - 1)


def line(code: str, start: int, finish: int, **fields: Any) -> TaskLine:
    task_fields = {name: fields.pop(name) for name in ("owner", "objective") if name in fields}
    task = Task(team="t", month=MONTH, task=code, code=code, duration=1, title_en=code.title(), **task_fields)
    waits = [TaskLink(team="t", month=MONTH, task=code, **link) for link in fields.pop("waits", [])]
    plain: dict[str, Any] = {
        "duration": finish - start + 1,
        "total_float": 2,
        "critical": False,
        "progress": Decimal(0),
        "status": TaskStatus.PLANNED,
        "baseline_start": day(start),
        "baseline_finish": day(finish),
        "slip": 0,
        "added": False,
    }
    return TaskLine(
        **plain | fields,
        task=task,
        start=day(start),
        finish=day(finish),
        early=Span(0, 1),
        late=Span(0, 1),
        free_float=0,
        moves=0,
        predecessors=tuple(waits),
        successors=(),
        assignments=(),
        steps=(),
    )


PAGES = line("pages", 8, 14, progress=Decimal("0.4"), critical=True, status=TaskStatus.LATE, slip=3)
LIVE = line("live", 16, 16, duration=0, critical=True, waits=[{"predecessor": "pages"}])
COPY = line("copy", 9, 9, progress=Decimal(1), status=TaskStatus.DONE, critical=True)
COPY = replace(COPY, baseline_start=day(8), baseline_finish=day(8))


def drawn(*lines: TaskLine, reader: charts.Reader = EN, **more: Any) -> Gantt:
    return gantt(reader.language, lines, CALENDAR, day(12), day(13), **more)


def boxes(figure: go.Figure, name: str) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of the rectangles of a trace."""
    (trace,) = [trace for trace in figure.data if trace.name == name]
    corners = list(zip(trace.x, trace.y, strict=True))
    return [(corners[n][0], corners[n + 1][0], corners[n][1], corners[n + 2][1]) for n in range(0, len(corners), 6)]


def texts(figure: go.Figure) -> list[str]:
    return [text for trace in figure.data if trace.mode == "text" for text in trace.text]


# what is where


def test_a_bar_reaches_from_the_morning_of_its_first_day_to_the_evening_of_its_last() -> None:
    found = drawn(PAGES, COPY)
    assert found.first == day(8)
    assert [(bar.name, bar.start, bar.finish) for bar in found.bars] == [("Pages", 0, 7), ("Copy", 1, 2)]
    assert boxes(charts.gantt_figure(found, EN), "critical") == [pytest.approx((0, 7, -0.29, 0.13))]
    assert boxes(charts.gantt_figure(found, EN), "baseline")[1][:2] == (0, 1)


def test_what_is_done_is_counted_by_working_days() -> None:
    """Of the 8th to the 14th the 10th and 11th are off: two of five working days end with the 9th."""
    found = drawn(PAGES)
    assert found.bars[0].done == 2
    figure = charts.gantt_figure(found, EN)
    assert boxes(figure, "done")[0][:2] == (0, 2)
    assert boxes(figure, "to come")[0][:2] == (2, 7)


def test_what_is_critical_has_a_heavy_frame_and_a_bold_name_until_it_is_done() -> None:
    figure = charts.gantt_figure(drawn(PAGES, COPY, line("quiet", 10, 12)), EN)
    assert list(figure.layout.yaxis.ticktext) == ["<b>Pages</b>", "Copy", "Quiet"]
    assert len(boxes(figure, "critical")) == 1
    assert len(boxes(figure, "frame")) == 2


def test_a_milestone_is_a_diamond_on_its_day() -> None:
    figure = charts.gantt_figure(drawn(PAGES, LIVE), EN)
    (diamonds,) = [
        trace for trace in figure.data if trace.mode == "markers" and trace.marker.symbol == "diamond" and trace.x
    ]
    assert list(diamonds.x) == [8.5]


def test_days_off_are_shaded_and_the_last_day_with_data_is_marked() -> None:
    found = drawn(PAGES)
    assert found.off[0] == (2, 4)
    assert found.now == (5, "Today")
    assert gantt(EN.language, [PAGES], CALENDAR, day(12), day(20)).now == (5, "As of 12 Oct")


def test_words_beside_a_bar_say_who_how_far_and_how_late() -> None:
    found = drawn(replace(PAGES, task=PAGES.task.model_copy(update={"owner": "li"})), owners={"li": "Li Wen"})
    assert [piece.text for piece in found.bars[0].beside] == ["Li Wen", "40%", "+3 d", "▼ Late"]
    (text,) = texts(charts.gantt_figure(found, EN))
    assert "Li Wen" in text
    assert 'color:#A8200D"><b>+3 d' in text


def test_a_name_is_no_markup_and_is_cut_to_its_place() -> None:
    wide = line("x", 8, 9, critical=False)
    named = replace(wide, task=wide.task.model_copy(update={"title_en": "<b>" + "very " * 20}))
    (name,) = charts.gantt_figure(drawn(named), EN).layout.yaxis.ticktext
    assert name.startswith("&lt;b&gt;very")
    assert name.endswith("…")
    assert em(cut("退款率" * 20, 10)) <= 10


def test_groups_are_rows_with_their_progress_and_what_is_late_in_them() -> None:
    """Each task counts by its days, the milestone as one: 40 % of 7, 1 of 1 and 0 of 1."""
    gone = line("gone", 1, 30, objective="a", status=TaskStatus.CANCELLED)
    of_a = [replace(one, task=one.task.model_copy(update={"objective": "a"})) for one in (PAGES, COPY, LIVE)]
    groups = task_groups([line("alone", 8, 9), *of_a, gone], lambda one: one.task.objective or "")
    found = gantt_of_groups(EN.language, groups, CALENDAR, day(12), day(13), names={"a": "Grow", "": "Other"})
    assert [(bar.name, bar.start, bar.finish, bar.critical) for bar in found.bars] == [
        ("Grow", 0, 9, True),
        ("Other", 0, 2, False),
    ]
    assert groups[0].progress == (7 * Decimal("0.4") + 1) / 9
    assert [piece.text for piece in found.bars[0].beside] == ["1 of 3 done", "▼ Late 1"]
    assert list(charts.gantt_figure(found, EN).layout.yaxis.ticktext) == ["<b>Grow</b>", "Other"]


def test_many_tasks_are_grouped_by_goal_in_order_of_start_and_cancelled_ones_left_out() -> None:
    of_goals = [line(f"t{n}", 20 - n, 21, objective="ab"[n % 2]) for n in range(9)]
    gone = line("gone", 8, 9, status=TaskStatus.CANCELLED)
    found = drawn(*of_goals, gone, line("alone", 8, 9), goals={"a": "Grow", "b": "Hold"})
    assert [one.text for one in found.headings] == ["Grow", "Hold", "Without a goal"]
    assert [bar.name for bar in found.bars] == ["T8", "T6", "T4", "T2", "T0", "T7", "T5", "T3", "T1", "Alone"]
    assert sorted([one.row for one in found.headings] + [bar.row for bar in found.bars]) == list(range(13))
    assert drawn(*of_goals[:8], goals={"a": "Grow", "b": "Hold"}).headings == ()


# links


@pytest.mark.parametrize(
    ("kind", "start", "leaves", "arrives", "enters"),
    [
        (LinkKind.FINISH_START, 16, 6.65, 8, "left"),
        (LinkKind.START_START, 12, 0.35, 4, "left"),
        (LinkKind.FINISH_FINISH, 12, 6.65, 6.65, "side"),
        (LinkKind.FINISH_START, 10, 6.65, 6.65, "side"),
    ],
)
def test_a_link_leaves_its_own_end_and_arrives_where_the_other_bar_is(
    kind: LinkKind, start: int, leaves: float, arrives: float, enters: str
) -> None:
    found = drawn(PAGES, line("after", start, 18, waits=[{"predecessor": "pages", "kind": kind}]))
    (link,) = found.links
    assert (link.row, link.to_row, link.enters) == (0, 1, enters)
    assert (link.x, link.to_x) == pytest.approx((leaves, arrives))
    corners, _sign = route(link, WIDE)
    assert corners[0][1] < corners[-1][1], "downwards"


def test_too_many_links_are_not_drawn_and_that_is_told() -> None:
    many = [line(f"t{n}", 8, 9, waits=[{"predecessor": "pages"}]) for n in range(MOST_LINKS)]
    assert len(drawn(PAGES, *many).links) == MOST_LINKS
    found = drawn(PAGES, *many, LIVE)
    assert [link.critical for link in found.links] == [True], "those along the critical path stay"
    assert found.unlinked == MOST_LINKS


def test_on_a_phone_names_stand_above_the_bars_and_links_are_left_out() -> None:
    found = drawn(PAGES, LIVE)
    wide, narrow = (charts.gantt_figure(found, EN, narrow=narrow) for narrow in (False, True))
    assert wide.layout.xaxis.range[0] < -1
    assert narrow.layout.xaxis.range[0] == 0
    lines = [sum(trace.mode == "lines" and trace.name is None for trace in one.data) for one in (wide, narrow)]
    assert lines == [2, 0]


def test_two_thousand_tasks_are_a_handful_of_shapes() -> None:
    many = [line(f"t{n}", 1 + n % 28, 3 + n % 28) for n in range(2000)]
    figure = charts.gantt_figure(drawn(*many), EN)
    assert len(figure.data) < 15
    assert len(boxes(figure, "frame")) == 2000


def test_those_who_cannot_see_it_are_told_each_row() -> None:
    assert charts.gantt_words(drawn(PAGES, LIVE), EN) == "Pages 8 Oct–14 Oct 40% Late, Live 16 Oct 0% Planned"


# files


def svg_texts(svg: str) -> Iterable[str]:
    return ("".join(one.itertext()) for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))


def test_the_svg_holds_the_title_the_names_and_the_key_as_words() -> None:
    found = list(svg_texts(charts.gantt_svg(drawn(PAGES, LIVE), "Tasks <& more>", "to 12 Oct", EN)))
    assert found[:2] == ["Tasks <& more>", "to 12 Oct"]
    assert {"Pages", "Live", "40% · +3 d · ▼ Late", "Today", "done", "to come", "baseline", "critical path"} <= set(
        found
    )


def test_the_png_is_drawn_without_a_browser_and_has_the_chinese_glyphs() -> None:
    """Two names of as many letters look different: no glyph is the box that stands for those a font lacks."""
    pictures = []
    for name in ("会场页面", "冷链压测"):
        named = replace(PAGES, task=PAGES.task.model_copy(update={"title_zh": name}))
        pictures.append(Image.open(BytesIO(charts.gantt_png(drawn(named, reader=ZH), "任务", "", ZH))))
    first, second = (picture.convert("L").crop((48, 208, 340, 272)) for picture in pictures)
    assert pictures[0].width == 2040
    assert sum(first.histogram()[:60]) > 100, "something is written"
    assert first.tobytes() != second.tobytes()


def test_a_picture_of_many_tasks_stays_of_a_size_that_can_be_opened() -> None:
    many = [line(f"t{n}", 8, 9) for n in range(500)]
    width, height = Image.open(BytesIO(charts.gantt_png(drawn(*many), "Tasks", "", EN))).size
    assert 2e7 < width * height < 3.1e7
