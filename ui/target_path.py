"""One KPI's target drawn as it is edited: what it is, on which path, and what that does now.

Every field writes the cell that the table has, so that the table, the form and "What will change" are one draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from planlib import charts
from planlib.editing.cells import Cells
from planlib.editing.one_target import (
    FIELDS,
    TargetKind,
    kind_of,
    of_kind,
    spread_cells,
    target_cells,
    target_typed,
    with_cells,
)
from planlib.editing.sheets import Column, Kind
from planlib.editing.tables import Tables
from planlib.editing.words import choice_words
from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import quantity
from planlib.locale.words import reason_sentence, status_word
from planlib.metrics.figure import Figure
from planlib.metrics.split import in_steps
from planlib.model import Kpi, Target
from planlib.snapshot import KpiLine, Snapshot, TargetBasis
from planlib.target_words import no_path, path_meaning, path_name
from planlib.vocabulary import Path
from ui import address
from ui.draft import Draft
from ui.markup import Number, Tone, chip, finding, note, numbers, section, tone
from ui.show import chart, reader, show
from ui.target_split import season_table, week_sliders

KPI = "target"
"""What the address calls the KPI whose target is drawn."""
_KINDS = {TargetKind.NUMBER: N_("A number"), TargetKind.RANGE: N_("A range"), TargetKind.GROWTH: N_("A growth")}
_COMMON = ("weight", "commitment")


def target_section(_: Language, snapshot: Snapshot, tables: Tables) -> None:
    """Draw the choice of a KPI below the table of targets, and its target once one is chosen."""
    if tables.sheet.name != "targets":
        return
    edits = Draft(tables.sheet, tables.key).now
    known = (*tables.rows, *(cells["kpi"] for cells in edits.added))
    kpis = {tables.kpis[row].code: tables.kpis[row] for row in known if row in tables.kpis and row not in edits.removed}
    if not kpis:
        return
    show(section(_("One target, drawn"), _("its path, and what a change does now, while you edit it")))
    names = {"": _("Choose a KPI")} | {code: _.name(kpi) for code, kpi in kpis.items()}
    with st.container(horizontal=True, gap="large"):
        code = address.choose(_("Whose target?"), KPI, names, "", width=360)
        form = _Form(_, snapshot, tables, kpis[code]) if code else None
        kind = form.choose_kind() if form else None
    if form and kind:
        form.draw(kind)


class _Form:
    """The form of one KPI's target."""

    def __init__(self, _: Language, snapshot: Snapshot, tables: Tables, kpi: Kpi) -> None:
        self._ = _
        self._snapshot = snapshot
        self._tables = tables
        self._kpi = kpi
        draft = Draft(tables.sheet, tables.key)
        self._cells: Cells = target_cells(_, tables, draft.now, kpi.kpi) or {}
        self._key = f"target {tables.key} {kpi.kpi}"
        self._round = draft.round
        self._typed = target_typed(_, tables, draft.now, kpi.kpi)
        stored = tables.rows.get(kpi.kpi)
        self._stands: Target | None = stored.record if stored else None

    def draw(self, kind: TargetKind) -> None:
        """Draw the fields of a target of this kind, the path and what it does now."""
        _, basis = self._, self._snapshot.target_basis(self._kpi.kpi)
        self._fields((*FIELDS[kind], *_COMMON, *self._of_parts()))
        target = self._typed or self._stands
        if target is None:
            show(note(_("The path appears once there is a target that can be read.")))
            return
        left, right = st.columns([4, 8], gap="large")
        with left:
            self._path(target, basis, kind)
        with right:
            line = self._course(target, basis)
        path = Path(self._cells["path"]) if self._cells["path"] in set(Path) else None
        if path is Path.WEEKLY and not no_path(_, self._kpi, target):
            week_sliders(_, self._tables, self._cells, basis, self._key, self._write)
        elif path is Path.SEASONAL:
            season_table(_, basis, self._snapshot.team.first_weekday)
        self._effect(line)

    # fields

    def _write(self, cells: Mapping[str, Any]) -> None:
        draft = Draft(self._tables.sheet, self._tables.key)
        draft.begin(with_cells(self._, self._tables, draft.now, self._kpi.kpi, cells), draft.at)

    def choose_kind(self) -> TargetKind:
        """Draw the choice of what the target is; what is written for the other kinds is emptied."""
        key, _ = f"{self._key} kind {self._round}", self._
        kind = kind_of(self._kpi, self._cells)
        if any(self._cells[field] for field in FIELDS[kind] if field != "baseline"):
            st.session_state[key] = kind.value
        st.session_state.setdefault(key, kind.value)
        names = {kind.value: _(name) for kind, name in _KINDS.items()}
        st.segmented_control(
            _("The target is"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=key,
            on_change=lambda: self._write(of_kind(TargetKind(st.session_state[key]))),
        )
        return TargetKind(st.session_state[key])

    def _fields(self, fields: Sequence[str]) -> None:
        for place, field in zip(st.columns(len(fields)), fields, strict=True):
            with place:
                self._field(self._tables.sheet.by_field[field])

    def _of_parts(self) -> list[str]:
        """Return the field that says why parts do not add up to the target, where it has some."""
        parts = self._tables.stored["target_parts"].values()
        return ["parts_reason"] if any(part.record.kpi == self._kpi.kpi for part in parts) else []

    def _field(self, column: Column) -> None:
        """Draw one field with the cell of the table in it."""
        _, key, cell = self._, f"{self._key} {column.field}", self._cells[column.field]
        look: dict[str, Any] = {
            "label": _(column.head),
            "help": _(column.help) if column.help else None,
            "key": key,
            "on_change": lambda: self._write({column.field: st.session_state[key] or None}),
        }
        if column.kind is not Kind.CHOICE:
            st.session_state[key] = cell if isinstance(cell, str) else ""
            st.text_input(**look)
            return
        words = choice_words(_, self._tables.sheet, column)
        st.session_state[key] = cell if cell in words else None
        st.selectbox(options=list(words), format_func=words.__getitem__, placeholder="", **look)

    def _path(self, target: Target, basis: TargetBasis, kind: TargetKind) -> None:
        """Draw the choice of the path, with what each means."""
        _, key = self._, f"{self._key} path"
        if kind is TargetKind.GROWTH:
            show(note(_("A growth is judged by the weeks and has no path over the month.")))
            return
        if why := no_path(_, self._kpi, target):
            show(note(why))
            return
        options: list[str | None] = [None, *Path]
        st.session_state[key] = self._cells["path"] if self._cells["path"] in options else None
        even = in_steps(basis.even)

        def chosen() -> None:
            self._write(spread_cells(_, self._tables, self._kpi.kpi, st.session_state[key], even))

        st.radio(
            _("Path"),
            options,
            format_func=lambda path: path_name(_, self._kpi, target, path),
            captions=[path_meaning(_, path) for path in options],
            key=key,
            on_change=chosen,
        )

    # what it comes to

    def _course(self, target: Target, basis: TargetBasis) -> KpiLine:
        """Draw the path as edited over the saved one, and return how the KPI would stand."""
        line, drawn = self._snapshot.with_target(target)
        saved = self._saved()
        path = self._snapshot.day_by_day(saved.kpi.kpi).path if saved else ()
        figure = charts.edited_path(line, drawn, reader(self._snapshot), path, basis.before)
        chart(figure, charts.path_words(line, reader(self._snapshot)))
        if self._typed is None:
            text = self._("What is typed cannot be read yet; the path is the saved one.")
            show(finding(text, chip(self._("To be put right"), Tone.BAD)))
        return line

    def _saved(self) -> KpiLine | None:
        """Return how the KPI stands by the target that is saved; None where there is none."""
        return next((line for line in self._snapshot.kpis() if line.kpi.kpi == self._kpi.kpi), None)

    def _effect(self, line: KpiLine) -> None:
        """Show what the change does now, before it is saved: the same figures as on every other page."""
        _, before = self._, self._saved()
        head = section(_("What this does now"), _("before anything is saved"))
        show(head, numbers(*self._changes(line, before)))

    def _changes(self, line: KpiLine, before: KpiLine | None) -> Iterator[Number]:
        _ = self._
        for name, read, judged in (
            (_("Expected by now"), self._due, Tone.PLAIN),
            (_("Pace"), self._pace, Tone.PLAIN),
            (_("Status"), self._status, tone(line.status)),
        ):
            (now, why), was = read(line), read(before)[0] if before else NONE
            yield Number(name, now, why if now == was and why else self._beside(now, was), judged)

    def _beside(self, now: str, was: str) -> str:
        return self._("as saved") if now == was else self._("saved: {value}", value=was)

    def _due(self, line: KpiLine) -> tuple[str, str]:
        """Return what is expected by now, and why that is not known."""
        return quantity(self._, line.kpi, line.expected.value, self._snapshot.team.currency), self._why(line.expected)

    def _pace(self, line: KpiLine) -> tuple[str, str]:
        return self._.number(line.pace.value, 2), self._why(line.pace)

    def _status(self, line: KpiLine) -> tuple[str, str]:
        return status_word(self._, line.status), ""

    def _why(self, figure: Figure[Any]) -> str:
        return reason_sentence(self._, figure.reason) if figure.reason else ""
