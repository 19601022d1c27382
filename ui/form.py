"""What is typed into a form and not saved yet, by the names of its fields.

It is kept beside the ledger, as the drafts of a plan's tables are, so that neither a page that is loaded again nor a
server that is started again loses it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from planlib.errors import ConflictError, RefusedError
from planlib.explaining import By
from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from planlib.store.drafts import Place, draft_at, forget_draft, keep_draft
from planlib.store.ledger import Change
from ui import session
from ui.markup import Tone, chip, finding
from ui.saving import say_saved
from ui.show import show

_VERSION = "version"


def typed_at(place: Place) -> dict[str, Any]:
    """Return what was typed there, each value as it was."""
    draft = draft_at(session.store(), place)
    return {} if draft is None else {name: _read(value) for name, value in json.loads(draft.content).items()}


def keep_typed(place: Place, typed: Mapping[str, Any]) -> None:
    """Keep what is typed in place of what was; where nothing is, that is forgotten.

    It looks at neither the session nor the address, where the next press of a person would end it.
    """
    if typed:
        content = json.dumps(dict(typed), default=lambda day: {"day": day.isoformat()}, ensure_ascii=False)
        keep_draft(session.store(), place, content, datetime.now(UTC))
    else:
        forget_draft(session.store(), place)


def _read(value: Any) -> Any:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


class Form:
    """Fields that begin with what was typed before, or else with what stands; kept until it is saved or dropped."""

    def __init__(self, place: Place, version: str, first: str) -> None:
        """Begin the form over what stands as of `version`; `first` is a field that it always has."""
        self._place, self._version = place, version
        self._name = f"{place.table} {place.plan.month} {version}"
        self._stands: dict[str, Any] = {}
        self._now: dict[str, Any] = {}
        self._begins = self.key(first) not in st.session_state
        if self._begins:
            st.session_state[f"{self._name} before"] = typed_at(place)
        self._before: Mapping[str, Any] = st.session_state[f"{self._name} before"]

    def key(self, field: str) -> str:
        """Return the session key of a field's widget."""
        return f"{self._name} {st.session_state.get(f'{self._name} round', 0)} {field}"

    def start(self, field: str, stands: Any) -> Any:
        """Return what a field begins with, where `stands` stands in the ledger."""
        self._stands[field] = stands
        return self._before.get(field, stands)

    def enter(self, field: str, value: Any) -> Any:
        """Return what is in a field now, having noted it."""
        self._now[field] = value
        return value

    @property
    def outdated(self) -> bool:
        """Whether what the form began with was typed over an earlier version."""
        return bool(self._before) and self._before.get(_VERSION) != self._version

    def keep(self) -> None:
        """Keep what differs from what stands; nothing is written where it is what was kept last."""
        typed = self._typed(self._before.get(_VERSION, self._version))
        kept = f"{self._name} kept"
        if typed != st.session_state.get(kept, self._before):
            keep_typed(self._place, typed)
            st.session_state[kept] = typed

    def empty(self, field: str) -> None:
        """Have the form begin anew with what is typed, and one field empty."""
        self._now[field] = None
        self.keep()
        self._again()

    def drop(self) -> None:
        """Forget what was typed, and have the form begin anew with what stands."""
        keep_typed(self._place, {})
        st.session_state.pop(f"{self._name} kept", None)
        self._again()

    def say_left(self, _: Language) -> None:
        """Say that the fields hold what was typed earlier, and draw the button that forgets it."""
        draft = draft_at(session.store(), self._place) if self._before else None
        if draft is None:
            return
        when = _.moment(draft.kept_at.astimezone(session.zone()))
        show(finding(_("The fields hold what you typed on {moment}.", moment=when), chip(_("Not saved"), Tone.WARN)))
        st.button(_("Drop what was typed"), on_click=self.drop, key=self.key("drop"))

    def _typed(self, version: str) -> dict[str, Any]:
        """Return what differs from what stands, and over which version."""
        typed = {name: value for name, value in self._now.items() if value != self._stands.get(name)}
        return typed | {_VERSION: version} if typed else {}

    def _again(self) -> None:
        name = f"{self._name} round"
        st.session_state[name] = st.session_state.get(name, 0) + 1


class Saying(Form):
    """A form in which a person says something of what stands, over all that was known as they began to write."""

    def __init__(self, place: Place, newest: int, first: str) -> None:
        """Begin the form with `newest` as the last change, or go on with it over the one it was begun with."""
        super().__init__(place, "", first)
        state, begun = st.session_state, f"{self._name} begun"
        if self._begins:
            state[begun] = (int(self._before.get(_VERSION, newest)), {})
        self._seen, self._stood = state[begun]
        self._version = str(self._seen)

    def start(self, field: str, stands: Any) -> Any:
        """Return what a field begins with, where `stands` stands in the ledger, or stood as the form was begun."""
        return super().start(field, self._stood.setdefault(field, stands))

    def record(self, _: Language, write: Callable[[By], Change | None], place: str) -> None:
        """Keep what is typed, and record it on a press; over what others said meanwhile the next press does.

        `place` is where the page says what was recorded.
        """
        self.keep()
        refused = f"{self._name} refused"
        if why_not := st.session_state.pop(refused, None):
            show(finding(why_not, chip(_("Not recorded"), Tone.BAD)))
        if not st.button(_("Record"), type="primary", icon=":material/check:", key=self.key("record")):
            return
        try:
            change = write(By(session.actor(), session.now(), self._seen))
        except ConflictError as error:
            keep_typed(self._place, self._typed(str(session.store().last_change())))
            self._again()
            st.session_state[refused] = error_sentence(_, error)
        except RefusedError as error:
            st.session_state[refused] = error_sentence(_, error)
        else:
            self.drop()
            say_saved(change, place)
        st.rerun()
