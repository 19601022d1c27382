"""The numbers of a snapshot as JSON: what ``planlib show --json`` prints and what a month-end close keeps.

The shapes are stable. Exact numbers are strings with all their digits, ratios are numbers. What is undefined is
null, with the reason beside it: ``"pace": null, "pace_reason": "no_elapsed"``.
"""

from planlib.report.figures import heading
from planlib.report.goals import kpis_json
from planlib.report.money import budget_json
from planlib.report.trends import trend_json

__all__ = ["budget_json", "heading", "kpis_json", "trend_json"]
