"""The last values of a KPI as a line no larger than a word."""

from collections.abc import Collection, Sequence
from itertools import groupby
from urllib.parse import quote

WIDTH, HEIGHT, _EDGE = 92, 30, 4


def sparkline(values: Sequence[float | None], target: float | None = None, signals: Collection[int] = ()) -> str:
    """Return the data address of an SVG with the values, the last one dotted, and the target as a dashed line.

    A gap, None, breaks the line; the values whose numbers are among `signals` are hollow. It is drawn in one ink, to
    be used as a mask: the colour comes from the page's theme. Empty with fewer than two values.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    reach = [*known, *([] if target is None else [target])]
    low, high = min(reach), max(reach)
    points = {
        number: (_EDGE + number * (WIDTH - 2 * _EDGE) / (len(values) - 1), _y(value, low, high))
        for number, value in enumerate(values)
        if value is not None
    }
    hollow = [points[number] for number in signals if number in points]
    x, y = points[max(points)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f"{'' if target is None else _dashes(_y(target, low, high))}"
        f"{_lines(points, hollow)}{''.join(_ring(*point) for point in hollow)}"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
    return "data:image/svg+xml," + quote(svg)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE)


def _lines(points: dict[int, tuple[float, float]], hollow: Sequence[tuple[float, float]]) -> str:
    """Return a line for each stretch without a gap; it leaves out the insides of hollow points."""
    lines = ""
    for _, numbered in groupby(enumerate(points), key=lambda pair: pair[1] - pair[0]):
        stretch = [number for _, number in numbered]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (points[number] for number in stretch))
        lines += f'<polyline points="{path}" fill="none" stroke="#000" stroke-width="1.7" stroke-linejoin="round"/>'
    if not hollow:
        return lines
    holes = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>' for x, y in hollow)
    mask = (
        f'<mask id="h" maskUnits="userSpaceOnUse"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{holes}</mask>'
    )
    return f'{mask}<g mask="url(#h)">{lines}</g>'


def _ring(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="none" stroke="#000" stroke-width="1.3"/>'


def _dashes(y: float) -> str:
    return f'<path d="M0 {y:.1f}H{WIDTH}" stroke="#000" stroke-opacity=".45" stroke-width="1" stroke-dasharray="3 3"/>'
