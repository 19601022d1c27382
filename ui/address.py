"""What is in view lives in the address: team, month, language, a past moment, and what a page adds to them.

A widget shows what the address says and writes to it when it is turned, so that every view is a link, the back
button goes back, and the session holds nothing of its own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from planlib.model import Meeting
from planlib.place import ROOT
from planlib.review.since import MEETING

TEAM = "team"
MONTH = "month"
LANGUAGE = "lang"
MOMENT = "at"
KPI = "kpi"
GRAIN = "grain"
WEEKS = "weeks"

CARRIED = (TEAM, MONTH, LANGUAGE, MOMENT)
"""Carried along to every page."""


def meeting_moment(meeting: Meeting) -> str:
    """Return how the address calls the moment at which a meeting ended."""
    return MEETING + meeting.meeting


def asked(name: str) -> str | None:
    """Return what the address says about `name`."""
    return st.query_params.get(name)


def put(name: str, value: str | None) -> None:
    """Write a choice into the address; None takes it out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def several(name: str) -> list[str]:
    """Return the values that the address has for `name`, in their order: kpi=orders,gmv."""
    return [value for value in dict.fromkeys((asked(name) or "").split(",")) if value]


def put_several(name: str, values: Iterable[str]) -> None:
    """Write values into the address, in their order."""
    put(name, ",".join(dict.fromkeys(values)))


def carried(**more: str) -> dict[str, str]:
    """Return the parameters that lead to the same view elsewhere, and `more`."""
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params} | more


def href(page: str, **more: str) -> str:
    """Return the address of a page with the same plan, moment and language in view."""
    return f"{page}?{urlencode(carried(**more))}"


def page_file(page: str) -> str:
    """Return the file of a page, as `st.page_link` and `st.switch_page` want it."""
    return str(ROOT / "pages" / f"{page}.py")


def widget_key(name: str) -> str:
    """Return the session key of the widget that shows `name`."""
    return f"shown {name}"


def turned(name: str, text: Callable[[Any], str] = str) -> None:
    """Write what a widget was just turned to into the address; for `on_change`."""
    value = st.session_state[widget_key(name)]
    put(name, None if value is None else text(value))


def choose(
    label: str, name: str, options: Mapping[str, str], default: str, *, visible: bool = True, **look: Any
) -> str:
    """Draw a select box of {value: word} that follows the address; the chosen value comes back."""
    value = valid(name, options, default)
    st.session_state[widget_key(name)] = value
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=widget_key(name),
        on_change=turned,
        args=(name,),
        label_visibility="visible" if visible else "collapsed",
        **look,
    )
    return value


def switch(label: str, name: str, options: Mapping[str, str], default: str, *, visible: bool = False) -> str:
    """Draw {value: word} side by side, following the address; the chosen value comes back."""
    value = valid(name, options, default)
    st.session_state[widget_key(name)] = value
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=widget_key(name),
        on_change=turned,
        args=(name,),
        label_visibility="visible" if visible else "collapsed",
    )
    return value


def valid(name: str, options: Collection[str], default: str) -> str:
    """Return what the address says about `name` where that is offered, else `default`."""
    value = asked(name)
    return value if value is not None and value in options else default
