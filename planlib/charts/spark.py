"""The last values of a KPI as a line no larger than a word."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import quote

WIDTH, HEIGHT, _EDGE = 92, 30, 4


def sparkline(values: Sequence[Decimal], target: Decimal | None = None) -> str:
    """Return the data address of an SVG with the values, the last one dotted, and the target as a dashed line.

    It is drawn in one ink, to be used as a mask: the colour comes from the page's theme. Empty with fewer than two
    values.
    """
    if len(values) < 2:
        return ""
    heights = [float(value) for value in values]
    level = None if target is None else float(target)
    low, high = min([*heights, *_some(level)]), max([*heights, *_some(level)])
    points = [
        (_EDGE + index * (WIDTH - 2 * _EDGE) / (len(heights) - 1), _y(y, low, high)) for index, y in enumerate(heights)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    aim = "" if level is None else _dashes(_y(level, low, high))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{aim}'
        f'<polyline points="{path}" fill="none" stroke="#000" stroke-width="1.7" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
    return "data:image/svg+xml," + quote(svg)


def _some(level: float | None) -> list[float]:
    return [] if level is None else [level]


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE)


def _dashes(y: float) -> str:
    return f'<path d="M0 {y:.1f}H{WIDTH}" stroke="#000" stroke-opacity=".45" stroke-width="1" stroke-dasharray="3 3"/>'
