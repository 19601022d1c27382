"""Names of a file that lead to nothing: what each means, asked once for all its rows."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from planlib.intake.mapping.created import SAID, answer_of, is_creation, said_of
from planlib.intake.mapping.fields import CHOICES
from planlib.intake.options import CREATE, LEAVE_OUT
from planlib.intake.values.values import name_key
from planlib.locale import Language
from planlib.locale.field_words import field_word
from planlib.locale.words import CATEGORIES, category_word, word
from planlib.model import Budget, Kpi
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import FileKind, Measure
from ui.markup import bold, note, rich, section
from ui.show import show
from ui.upload_parts import counted, show_beside
from ui.upload_preview import Upload

SHOWN = 20
"""Names that are asked for at a time."""
_UNSAID = None


def unknown_names(_: Language, store: Store, upload: Upload) -> None:
    """Draw each unknown name with what it may mean; one that was answered stays, to be answered otherwise."""
    asked = upload.choices.seen
    asked |= {one.text: one for one in upload.found.unknown}
    answered = upload.choices.by_name("names")
    open_ = [one for one in upload.found.unknown if one.text not in answered]
    shown = [text for text in asked if text in answered] + [one.text for one in open_[:SHOWN]]
    if not shown:
        return
    things = _things(_, store, upload)
    count = (
        _.plural("{count} name to answer for", "{count} names to answer for", len(open_))
        if open_
        else _("all answered")
    )
    show(section(_("Names nobody knows yet"), count))
    for text in shown:
        _name(_, upload, text, things)
    if len(open_) > 1:
        st.button(
            _("Leave the rows of these {count} names out", count=len(open_)),
            key=upload.choices.key("leave all out"),
            icon=":material/remove_selection:",
            type="tertiary",
            on_click=_leave_out,
            args=(upload, [one.text for one in open_]),
        )
    if len(open_) > SHOWN:
        show(note(_("{count} more are asked for once these are answered.", count=len(open_) - SHOWN)))


def _name(_: Language, upload: Upload, text: str, things: Mapping[str, str]) -> None:
    one = upload.choices.seen[text]
    said = upload.choices[f"names {text}"] or ""
    create = said if is_creation(said) else CREATE
    near = [code for code in one.suggestions if code in things]
    words = {code: things[code] for code in [*near, *things]}
    words |= {create: _create(_, one.field), LEAVE_OUT: _("leave its rows out")}
    rows = counted(_, one.rows, in_values=upload.found.in_values)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=upload.choices.key(f"pl-name {text}")
    ):
        name = rich(_("{field} {name} · {rows}"), field=field_word(_, one.field), name=bold(f"“{text}”"), rows=rows)
        show_beside(name, width=360)
        st.selectbox(
            _("“{name}” means", name=text),
            list(words),
            index=None,
            format_func=lambda code: words.get(code, code),
            placeholder=_("means …"),
            label_visibility="collapsed",
            width=300,
            **upload.choices.widget(f"names {text}", _UNSAID),
        )
    thing = next((made for made in upload.found.created if made.code == name_key(text)), None)
    if thing is not None:
        _created(_, upload, text, thing)


def _created(_: Language, upload: Upload, text: str, thing: Kpi | Budget) -> None:
    """Draw what is made of a name, each part to be said otherwise; at first it is what the file suggests."""
    with st.container(horizontal=True, gap="small", key=upload.choices.key(f"pl-created {text}")):
        for field in SAID[upload.choices.seen[text].field]:
            key = upload.choices.key(f"created {field} {text}")
            st.session_state[key] = value = getattr(thing, field)
            label = field_word(_, field)
            told: dict[str, Any] = {"key": key, "on_change": _say, "args": (upload, text, field), "width": 205}
            if field in CHOICES:
                st.selectbox(label, list(CHOICES[field]), format_func=partial(word, _), **told)
            elif field == "category":
                known = list(dict.fromkeys([*CATEGORIES, value]))
                st.selectbox(label, known, format_func=partial(category_word, _), accept_new_options=True, **told)
            else:
                has_own = isinstance(thing, Kpi) and thing.measure in (Measure.CURRENCY, Measure.PERCENT)
                hint = "" if has_own else _("such as orders or hours")
                st.text_input(label, placeholder=hint, max_chars=20, **told)


def _say(upload: Upload, text: str, field: str) -> None:
    """Take up what a field of the thing to be created was turned to, beside what was said of it before."""
    one = upload.choices.seen[text]
    said = said_of(one.field, upload.choices[f"names {text}"])
    turned = st.session_state[upload.choices.key(f"created {field} {text}")]
    upload.choices.turn(f"names {text}", answer_of(said | {field: turned or ""}))


def _create(_: Language, field: str) -> str:
    return _("a new KPI: create it") if field == "kpi" else _("a new budget line: create it")


def _leave_out(upload: Upload, texts: list[str]) -> None:
    for text in texts:
        upload.choices.say(f"names {text}", LEAVE_OUT)


def _things(_: Language, store: Store, upload: Upload) -> dict[str, str]:
    """Return the things that a name may mean by their code, as they are called, by name."""
    plan = upload.found.plan
    at = upload.found.based_on
    if upload.found.kind == FileKind.SPEND:
        records = current(store, "budgets", known_at=at, where=plan._asdict())
    else:
        records = current(store, "kpis", known_at=at, where={"team": plan.team})
    named = {stored.record.code: _.name(stored.record) for stored in records}
    return {
        code: name if name == code else f"{name} · {code}"
        for code, name in sorted(named.items(), key=lambda pair: pair[1])
    }
