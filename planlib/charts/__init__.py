"""Numbers to figures, in one visual language.

Actual solid, plan dotted, forecast dashed with a hatched interval, last year grey; words at the ends of lines
instead of legends. Figures have a transparent ground and a template of their own: show them with ``theme=None``
and ``config=CONFIG``, and hand ``alt_text`` of the same name to the reader who cannot see them.
"""

from planlib.charts.bridge import bridge, bridge_bars, bridge_words, shortened
from planlib.charts.control import control_chart, control_words
from planlib.charts.events import Event, event_marks
from planlib.charts.gantt import gantt_figure, gantt_words
from planlib.charts.gantt_file import gantt_png, gantt_svg
from planlib.charts.gantt_rows import Gantt, gantt, gantt_of_groups, slip_words
from planlib.charts.gap import GapBar, gap_bars, gap_chart, gap_chart_words, gap_scale
from planlib.charts.path import edited_path, path_words, target_path
from planlib.charts.recent import recent, recent_note, recent_words
from planlib.charts.risk_matrix import RiskMark, risk_marks, risk_matrix, risk_matrix_words
from planlib.charts.spark import sparkline
from planlib.charts.style import CONFIG, Reader
from planlib.charts.trend import average_name, last_months, last_weeks, trend, trend_words
from planlib.palette import DARK, LIGHT, Palette

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Event",
    "Gantt",
    "GapBar",
    "Palette",
    "Reader",
    "RiskMark",
    "average_name",
    "bridge",
    "bridge_bars",
    "bridge_words",
    "control_chart",
    "control_words",
    "edited_path",
    "event_marks",
    "gantt",
    "gantt_figure",
    "gantt_of_groups",
    "gantt_png",
    "gantt_svg",
    "gantt_words",
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
    "risk_marks",
    "risk_matrix",
    "risk_matrix_words",
    "shortened",
    "slip_words",
    "sparkline",
    "target_path",
    "trend",
    "trend_words",
]
