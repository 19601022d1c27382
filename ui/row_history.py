"""The past of one row of a plan's table: who changed what of it, when, why and how often, and undo from there."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from planlib.editing.tables import Tables, read_tables, row_name
from planlib.editing.words import Difference
from planlib.locale import NONE, Language
from planlib.model import Record, Target
from planlib.plans import names_by_login
from planlib.row_history import Moved, Step, moved, row_history
from planlib.told import in_short
from ui import session
from ui.drafted import carried_over
from ui.history import one_change
from ui.links import link
from ui.markup import Column, Row, bold, cell, joined, note, section, table
from ui.show import show


def history_of_a_row(_: Language, tables: Tables) -> None:
    """Draw the choice of a row, its past, and one of its changes with its undo."""
    rows = tables.rows
    if not rows:
        return
    show(section(_("History of a row"), _("who changed what of it, when, why, and how often")))
    names = {row: row_name(_, tables, stored.record.model_dump()) for row, stored in rows.items()}
    chosen = st.selectbox(
        _("Row"),
        list(names),
        format_func=lambda row: names.get(row, row),
        index=0 if tables.sheet.fixed else None,
        placeholder=_("choose a row"),
        width=560,
        key=f"row of {tables.sheet.name} {tables.key}",
    )
    if chosen is None or chosen not in rows:
        return
    if not session.read_only():
        tables = read_tables(session.store(), tables.sheet, tables.key, session.store().last_change())
    steps = row_history(_, session.store(), tables, rows[chosen].record)
    show(_origin(_, tables, rows[chosen].record), *(note(_moved(_, one)) for one in moved(steps)))
    show(past(_, tables, steps))
    if not session.read_only():
        found = [step.change for step in steps]
        one_change(_, session.store(), tables.key, found, in_short(_, session.store(), found), f"row {chosen}")


def _origin(_: Language, tables: Tables, row: Record) -> Markup:
    about = tables.kpis[row.kpi] if isinstance(row, Target) else row
    return carried_over(_, tables.key, tables.sheet.name, row, getattr(about, "code", ""))


def past_of(_: Language, tables: Tables, row: Record) -> Markup:
    """Return the changes of a row, newest first, below their heading."""
    head = section(_("What became of it"), _("who, when and why"))
    return head + past(_, tables, row_history(_, session.store(), tables, row))


def past(_: Language, tables: Tables, steps: Sequence[Step]) -> Markup:
    """Return the table of the changes of a row."""
    names = names_by_login(_, session.store(), tables.key.team)
    columns = [
        Column(_("When")),
        Column(_("Who")),
        Column(_("What"), wrap=True, phone="row"),
        Column(_("Why"), wrap=True, phone="row"),
    ]
    return table(columns, (_step(_, step, names) for step in steps), _("What became of it"))


def _moved(_: Language, one: Moved) -> str:
    return _.plural(
        "{field} was changed once: {first} → {last}",
        "{field} was changed {count} times: {first} → {last}",
        one.times,
        field=_(one.column.head),
        first=_.own(one.first),
        last=_.own(one.last),
    )


def _step(_: Language, step: Step, names: Mapping[str, str]) -> Row:
    change = step.change
    when = _.moment(change.made_at.astimezone(session.zone()))
    number = link("uploads", f"#{change.change_id}", change=str(change.change_id))
    undone = _("undone by #{change}", change=change.undone_by) if change.undone_by is not None else ""
    who = names.get(change.actor, change.actor)
    told = joined([_told(_, one) for one in step.differences], Markup("<br>"))
    return Row([cell(when, number), cell(who, undone), told, _.own(change.reason) or NONE])


def _told(_: Language, one: Difference) -> Markup:
    if one.column is None:
        return Markup("{}").format(_("added") if one.before == NONE else _("removed"))
    old, new = _.own(one.before), bold(_.own(one.after))
    return Markup('<span class="pl-soft">{}</span> {} → {}').format(_(one.column.head), old, new)
