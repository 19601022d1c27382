"""Which KPIs the trends page shows, and how it cuts their weeks; both in the address."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planlib.locale import Language
from planlib.model import Kpi
from ui import address
from ui.show import not_there

WHOLE, CUT = "whole", "cut"
_MORE = "kpi more"
"""Names the widget of the KPIs after the first."""


def chosen_kpis(_: Language, kpis: Mapping[str, Kpi]) -> list[Kpi]:
    """Return the KPIs that the address asks for, in its order, else the first one; say which there are not."""
    asked = address.several(address.KPI)
    codes = [code for code in asked if code in kpis] or [next(iter(kpis))]
    for code in asked:
        if code not in kpis:
            not_there(_("KPI"), code, _.join([_.name(kpis[known]) for known in codes]))
    return [kpis[code] for code in codes]


def choose_kpis(_: Language, kpis: Mapping[str, Kpi], chosen: list[Kpi]) -> None:
    """Draw the choice of the KPI, and of others below it."""
    first, *more = (kpi.code for kpi in chosen)
    names = {code: _.name(kpi) for code, kpi in kpis.items()}
    one, others = address.widget_key(address.KPI), address.widget_key(_MORE)
    st.session_state[one], st.session_state[others] = first, more
    look: dict[str, Any] = {"format_func": names.__getitem__, "on_change": _turned, "label_visibility": "collapsed"}
    st.selectbox(_("KPI"), list(kpis), key=one, width=210, **look)
    rest = [code for code in kpis if code != first]
    if rest:
        width = 210 if len(chosen) <= 2 else 420
        st.multiselect(_("More KPIs"), rest, key=others, placeholder=_("and more KPIs"), width=width, **look)


def _turned() -> None:
    first, more = (st.session_state[address.widget_key(name)] for name in (address.KPI, _MORE))
    address.put_several(address.KPI, [first, *more])


def weeks_cut() -> bool:
    """Return whether the address asks for weeks that are cut at the months' edges."""
    return address.valid(address.WEEKS, (WHOLE, CUT), WHOLE) == CUT


def choose_weeks(_: Language) -> None:
    """Draw the choice between whole weeks and those cut at the months' edges."""
    names = {WHOLE: _("Whole weeks"), CUT: _("Cut at month ends")}
    address.switch(_("Weeks"), address.WEEKS, names, WHOLE)
