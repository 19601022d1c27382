"""Numbers to figures, in one visual language.

Actual solid, plan dotted, forecast dashed with a hatched interval, last year grey; words at the ends of lines
instead of legends. Figures have a transparent ground and a template of their own: show them with ``theme=None``
and ``config=CONFIG``, and hand ``alt_text`` of the same name to the reader who cannot see them.
"""

from planlib.charts.bridge import bridge, bridge_bars, bridge_words, shortened
from planlib.charts.control import control_chart, control_words
from planlib.charts.events import Event, event_marks
from planlib.charts.gap import GapBar, gap_bars, gap_chart, gap_chart_words, gap_scale
from planlib.charts.path import path_words, target_path
from planlib.charts.recent import recent, recent_note, recent_words
from planlib.charts.spark import sparkline
from planlib.charts.style import CONFIG, DARK, LIGHT, Palette, Reader
from planlib.charts.trend import average_name, last_months, last_weeks, trend, trend_words
from planlib.charts.risk_matrix import RiskMark, risk_marks, risk_matrix, risk_matrix_words

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Event",
    "GapBar",
    "Palette",
    "Reader",
    "average_name",
    "bridge",
    "bridge_bars",
    "bridge_words",
    "RiskMark",
    "control_chart",
    "control_words",
    "event_marks",
    "gap_bars",
    "gap_chart",
    "gap_chart_words",
    "gap_scale",
    "last_months",
    "last_weeks",
    "path_words",
    "recent",
    "recent_note",
    "recent_words",
    "shortened",
    "sparkline",
    "target_path",
    "trend",
    "trend_words",
]
    "risk_marks",
    "risk_matrix",
    "risk_matrix_words",
