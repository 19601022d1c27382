"""Links to what something is about, by its key: the page with the rows behind it."""

from markupsafe import Markup

from planlib.meeting.agenda import Item, ItemKind
from planlib.meeting.words import item_title, kpi_of
from planlib.snapshot import Snapshot
from ui import session
from ui.address import KPI
from ui.budget_table import LINE
from ui.links import link
from ui.plan_parts import TABLE
from ui.risks import RISK
from ui.tasks import TASK

_PAGES = {ItemKind.MONTH: "weekly_review", ItemKind.TASKS: "tasks", ItemKind.RISKS: "risks"}


def to_item(snapshot: Snapshot, item: Item) -> Markup:
    """Return the title of a meeting's item, leading to the page with all of it; nowhere where it is of no page."""
    title = item_title(session.language(), snapshot, item)
    page = _PAGES.get(item.kind)
    return link(page, title) if page else to_thing(snapshot, item.key, title)


def to_thing(snapshot: Snapshot, about: str, text: object) -> Markup:
    """Return the text, leading to a KPI, a budget line, a goal, a task or a risk; nowhere where there is none."""
    kind, _colon, found = about.partition(":")
    match kind:
        case "kpi" | "part" if kpi := kpi_of(snapshot, about):
            return link("kpis", text, **{KPI: kpi.code})
        case "line":
            lines = [one.budget.code for one in snapshot.budget().lines if one.budget.line == found]
            return _to("budget", LINE, lines, text)
        case "task":
            return _to("tasks", TASK, [one.task.code for one in snapshot.tasks if one.task.task == found], text)
        case "risk":
            return _to("risks", RISK, [one.risk.code for one in snapshot.risks().lines if one.risk.risk == found], text)
        case "objective":
            return link("plan", text, **{TABLE: "objectives"})
        case "milestone":
            return link("plan", text, **{TABLE: "milestones"})
    return Markup("{}").format(text)


def _to(page: str, name: str, codes: list[str], text: object) -> Markup:
    return link(page, text, **{name: codes[0]}) if codes else Markup("{}").format(text)
