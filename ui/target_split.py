"""The weekly shares of a target by sliders, which total 100% before they can be saved, and the season of the week."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from planlib.editing.cells import Cells
from planlib.editing.one_target import split_cell, split_typed
from planlib.editing.tables import Tables
from planlib.locale import NONE, Language
from planlib.metrics.split import in_steps, missing, rest_to_last
from planlib.snapshot import TargetBasis
from planlib.target_words import not_last_year, not_learnt, season_note, total_sentence, week_name, weekday_name
from ui.markup import Column, Row, Tone, chip, finding, note, section, table
from ui.show import show

Write = Callable[[Mapping[str, Any]], None]
"""Puts cells into the draft."""


def week_sliders(_: Language, tables: Tables, cells: Cells, basis: TargetBasis, key: str, write: Write) -> None:
    """Draw a slider for each week of the month, what they total, and from where they can be filled."""
    split = split_typed(_, tables, cells, len(basis.weeks)) or in_steps(basis.even)

    def put(shares: Sequence[Decimal]) -> None:
        write({"weekly_split": split_cell(_, tables, shares)})

    for number, (place, week) in enumerate(zip(st.columns(len(basis.weeks)), basis.weeks, strict=True)):
        name = f"{key} week {number}"
        st.session_state[name] = float(split[number] * 100)

        def moved(number: int = number, name: str = name) -> None:
            share = Decimal(str(st.session_state[name])) / 100
            put([*split[:number], share, *split[number + 1 :]])

        place.slider(week_name(_, week), 0.0, 100.0, step=0.5, format="%.1f%%", key=name, on_change=moved)
    right = not missing(split)
    show(
        finding(
            total_sentence(_, split), chip(_("Whole") if right else _("Not 100%"), Tone.GOOD if right else Tone.BAD)
        )
    )
    if not right:
        show(note(_("Until they total 100%, the path is drawn in the proportions of the weeks.")))
    _fill(_, split, basis, put)


def _fill(_: Language, split: list[Decimal], basis: TargetBasis, put: Callable[[Sequence[Decimal]], None]) -> None:
    """Draw the buttons that fill the shares, and why one cannot."""

    def offer(label: str, shares: tuple[Fraction, ...] | None) -> None:
        found = in_steps(shares) if shares else None
        st.button(label, disabled=found is None or found == split, on_click=put, args=(found,))

    last = rest_to_last(split)
    with st.container(horizontal=True):
        offer(_("Even by working day"), basis.even)
        offer(_("As last year"), basis.last_year.value)
        offer(_("As the weekdays usually go"), basis.learnt.value)
        idle = last is None or last == split
        st.button(_("Give the rest to the last week"), disabled=idle, on_click=put, args=(last,))
    reasons = [text for text in (not_last_year(_, basis), not_learnt(_, basis)) if text]
    if last is None:
        reasons.append(_("The weeks before the last are more than 100% already."))
    if reasons:
        show(note(_.sentences(reasons)))


def season_table(_: Language, basis: TargetBasis, first_weekday: int) -> None:
    """Show how much each weekday brings, or why that is not known."""
    why = not_learnt(_, basis)
    title = _("How the weekdays usually go")
    if why:
        show(
            section(title), note(_.sentences([why, _("Until then every day on which it is expected brings the same.")]))
        )
        return
    weekdays = [day % 7 for day in range(first_weekday, first_weekday + 7)]
    columns = [Column(_("Weekday")), *(Column(weekday_name(_, day), right=True) for day in weekdays)]
    indices = (_.number(float(basis.season[day]), 2) if day in basis.season else NONE for day in weekdays)
    row = Row([_("Against an average day"), *indices])
    show(section(title, season_note(_, basis)), table(columns, [row], title))
