"""Likelihood by impact: 25 cells shaded by band and named by it, risks as numbered marks, arrows to where they will be.

A threat is a disc, an opportunity a square; hollow is where it will be with all that is planned done.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

import plotly.graph_objects as go

from planlib.charts.style import Reader, blank
from planlib.locale.words import word
from planlib.metrics.risks import STEPS, band, score
from planlib.palette import LIGHT, Palette
from planlib.snapshot import Level, RiskLine, RisksView
from planlib.vocabulary import RiskBand, RiskKind, RiskState

_HEIGHT = 440
_MARK = 25
"""Pixels across a mark."""
_LATER = 20
"""Of one that says where a risk will be."""
_ACROSS = 2
"""Marks side by side in a cell of a phone."""
_STEP_X, _STEP_Y = 0.42, 0.36
"""Between marks of a cell, as shares of it; less where there are many."""
_WIDE, _HIGH = 0.9, 0.72
"""Shares of a cell that its marks may take, below its word."""
_TOP = 0.1
"""How far below the middle of a cell they are."""


def band_grounds(palette: Palette) -> Mapping[RiskBand, str]:
    """Return the colour of each band's cells."""
    if palette == LIGHT:
        return dict(zip(RiskBand, ("#E3F2EE", "#F3F4F6", "#FBF0D9", "#FBE7E3"), strict=True))
    return dict(zip(RiskBand, ("#173A32", "#2A3037", "#3D2F10", "#4A1F18"), strict=True))


_Places = Mapping[tuple[int, bool], tuple[float, float]]
"""By the number of a mark, and whether it is the one after what is planned."""


@dataclass(frozen=True, slots=True)
class RiskMark:
    """A risk on the matrix."""

    number: int
    line: RiskLine
    name: str


def risk_marks(view: RisksView, reader: Reader) -> list[RiskMark]:
    """Return the open risks that have a score, numbered as they are listed."""
    return [
        RiskMark(number, line, reader.language.name(line.risk, "title"))
        for number, line in enumerate(view.listed, 1)
        if line.current.band and line.risk.state is RiskState.OPEN
    ]


def risk_matrix(marks: Sequence[RiskMark], lowest: Sequence[int], reader: Reader) -> go.Figure:
    """Return the matrix of a team whose bands begin at the scores `lowest`."""
    _ = reader.language
    figure = blank(reader, height=_HEIGHT, right=4)
    cells = list(_cells(lowest, reader))
    places = _places(marks)
    figure.update_layout(
        shapes=[shape for shape, _word in cells],
        annotations=[
            *(words for _shape, words in cells),
            *(_arrow(mark, places, reader) for mark in marks if _moves(mark)),
        ],
        hovermode="closest",
        margin={"l": 4, "t": 4, "b": 4},
        xaxis=_axis(_("Impact →"), reader),
        yaxis=_axis(_("Likelihood →"), reader),
    )
    for later in (True, False):
        shown = [mark for mark in marks if not later or _moves(mark)]
        for kind, symbol in ((RiskKind.THREAT, "circle"), (RiskKind.OPPORTUNITY, "square")):
            of_kind = [mark for mark in shown if mark.line.risk.kind is kind]
            _add_marks(figure, of_kind, symbol, places, reader, later=later)
    return figure


def risk_matrix_words(marks: Sequence[RiskMark], reader: Reader) -> str:
    """Return the marks in words, for those who cannot see them."""
    _ = reader.language
    said = [f"{mark.number} {mark.name}: {_size(mark.line.current, reader)}" for mark in marks]
    return _.clauses(said) or _("No risk has a score.")


def _size(level: Level, reader: Reader) -> str:
    band = f"{word(reader.language, level.band)} " if level.band else ""
    return f"{band}{level.likelihood} × {level.impact}"


def _cells(lowest: Sequence[int], reader: Reader) -> list[tuple[dict[str, object], dict[str, object]]]:
    """Return each cell's ground and the word of its band."""
    grounds, found = band_grounds(reader.palette), []
    for likelihood in STEPS:
        for impact in STEPS:
            of = band(score(likelihood, impact).value or 0, lowest)
            ground = {
                "type": "rect",
                "layer": "below",
                "x0": impact - 0.5,
                "x1": impact + 0.5,
                "y0": likelihood - 0.5,
                "y1": likelihood + 0.5,
                "fillcolor": grounds[of],
                "line": {"color": reader.palette.ground, "width": 3},
            }
            words = {
                "x": impact - 0.5,
                "y": likelihood + 0.5,
                "text": word(reader.language, of),
                "font": {"size": 12.5, "color": reader.palette.soft},
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 3,
                "yshift": -1,
                "showarrow": False,
            }
            found.append((ground, words))
    return found


def _places(marks: Sequence[RiskMark]) -> dict[tuple[int, bool], tuple[float, float]]:
    """Return where each mark stands, now and (True) after what is planned: in rows of its cell, the latter below."""
    cells: dict[tuple[int, int], list[list[tuple[int, bool]]]] = defaultdict(list)
    for group in (marks, sorted(filter(_moves, marks), key=lambda mark: mark.line.current.impact or 0)):
        later, in_cell = group is not marks, defaultdict(list)
        for mark in group:
            level = mark.line.residual if later else mark.line.current
            in_cell[level.impact or 0, level.likelihood or 0].append((mark.number, later))
        for cell, those in in_cell.items():
            cells[cell] += _rows(those)
    return {
        one: (impact + across, likelihood - _TOP - down)
        for (impact, likelihood), rows in cells.items()
        for row, down in zip(rows, _spread(len(rows), _STEP_Y, _HIGH), strict=True)
        for one, across in zip(row, _spread(len(row), _STEP_X, _WIDE), strict=True)
    }


def _rows(those: list[tuple[int, bool]]) -> list[list[tuple[int, bool]]]:
    """Return them in one row, or in two where they are more than stand side by side on a phone."""
    half = len(those) if len(those) <= _ACROSS else ceil(len(those) / 2)
    return [those[start : start + half] for start in range(0, len(those), half)]


def _spread(count: int, step: float, room: float) -> list[float]:
    """Return places around 0, a `step` apart, or closer where there is no room for that."""
    apart = min(step, room / count)
    return [(number - (count - 1) / 2) * apart for number in range(count)]


def _moves(mark: RiskMark) -> bool:
    """Return whether what is planned takes a risk to another cell."""
    now, then = mark.line.current, mark.line.residual
    return then.band is not None and (now.likelihood, now.impact) != (then.likelihood, then.impact)


def _add_marks(
    figure: go.Figure, marks: Sequence[RiskMark], symbol: str, places: _Places, reader: Reader, *, later: bool
) -> None:
    """Draw marks of one kind: as they are filled, after what is planned smaller and hollow."""
    palette = reader.palette
    ink, fill = (palette.ink, palette.ground) if later else (palette.ground, palette.actual)
    figure.add_scatter(
        x=[places[mark.number, later][0] for mark in marks],
        y=[places[mark.number, later][1] for mark in marks],
        mode="markers+text",
        marker={
            "symbol": symbol,
            "size": _LATER if later else _MARK,
            "color": fill,
            "opacity": 1,
            "line": {"width": 1.5, "color": palette.plan if later else palette.actual},
        },
        text=[f"{mark.number}" if later else f"<b>{mark.number}</b>" for mark in marks],
        textfont={"size": 12.5 if later else 13.5, "color": ink},
        customdata=[_hover(mark, reader) for mark in marks],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _hover(mark: RiskMark, reader: Reader) -> str:
    _, line = reader.language, mark.line
    said = [f"<b>{escape(mark.name, quote=False)}</b>", _size(line.current, reader)]
    if line.residual.band:
        said.append(_("after what is planned: {size}", size=_size(line.residual, reader)))
    return "<br>".join(said)


def _arrow(mark: RiskMark, places: _Places, reader: Reader) -> dict[str, object]:
    """Return the arrow from where a risk is to where it will be."""
    (ax, ay), (x, y) = places[mark.number, False], places[mark.number, True]
    return {
        "x": x,
        "y": y,
        "ax": ax,
        "ay": ay,
        "axref": "x",
        "ayref": "y",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.1,
        "arrowwidth": 1.5,
        "arrowcolor": reader.palette.plan,
        "startstandoff": _MARK / 2,
        "standoff": _LATER / 2 + 1,
    }


def _axis(title: str, reader: Reader) -> dict[str, object]:
    return {
        "title": {"text": title, "font": {"size": 14, "color": reader.palette.soft}, "standoff": 10},
        "tickvals": list(STEPS),
        "ticktext": [str(step) for step in STEPS],
        "range": [0.5, 5.5],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
