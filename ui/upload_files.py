"""The files that were dropped and what was said about each, kept until they are recorded or put aside.

Both outlive the widgets they come from, which Streamlit forgets on the way to another page.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.names import Unknown
from planlib.intake.options import Limits, Options
from planlib.locale import Language
from planlib.vocabulary import FileKind

TYPES = ("csv", "tsv", "txt", "xlsx", "xls", "ods")
_SHELF = "shelf of uploads"
OF_READING = (
    "sheet",
    "encoding",
    "delimiter",
    "merged_cells",
    "hidden_rows",
    "header",
    "shape",
    "footer",
    "decimal",
    "day_order",
    "year",
    "total",
    "rate",
    "history",
    "restate",
    "percent_as",
)
_BY_FIELD = ("units", "mapping", "constants")
_BY_NAME = (*_BY_FIELD, "names")
KINDS_OF = {
    "total": (FileKind.ACTUALS,),
    "rate": (FileKind.ACTUALS,),
    "history": (FileKind.ACTUALS, FileKind.SPEND),
    "restate": (FileKind.ACTUALS, FileKind.SPEND),
}
"""The kinds of file that an option is for, where it is not for all."""


def shelf() -> dict[str, Any]:
    """Return what the page keeps for the session; it is changed in place."""
    kept: dict[str, Any] = st.session_state.setdefault(
        _SHELF, {"files": [], "said": {}, "before": {}, "seen": {}, "previews": {}, "recorded": [], "round": 0}
    )
    return kept


def files() -> list[UploadedFile]:
    """Return the files that are neither recorded nor put aside, in the order they were dropped."""
    return list(shelf()["files"])


def drop_zone(_: Language) -> None:
    """Draw where files are dropped; it is empty again as soon as they are taken in."""
    label = _("Drop files here: CSV, TSV or TXT, XLSX, XLS or ODS")
    st.file_uploader(label, TYPES, accept_multiple_files=True, key=_zone(), on_change=_take_in)


def put_aside(kept: dict[str, Any], file_id: str) -> None:
    """Forget a file, and all that was said about it."""
    kept["files"][:] = [file for file in kept["files"] if file.file_id != file_id]
    for of_file in ("said", "before", "seen", "previews"):
        kept[of_file].pop(file_id, None)


def _zone() -> str:
    return f"drop zone {shelf()['round']}"


def _take_in() -> None:
    kept = shelf()
    kept["files"] += st.session_state[_zone()]
    kept["round"] += 1
    kept["recorded"].clear()


class Choices:
    """What a person said about one file, by the name of the option; of one with fields, such as `mapping day`.

    What was said about a file like it before holds until anything is said about this one, and is part of it then.
    """

    def __init__(self, file_id: str, kept: dict[str, Any]) -> None:
        """Take up what was said about the file so far."""
        self.file_id = file_id
        self._said: dict[str, Any] = kept["said"].setdefault(file_id, {})
        self._before: dict[str, Any] = kept["before"].setdefault(file_id, {})
        self.seen: dict[str, Unknown] = kept["seen"].setdefault(file_id, {})
        """The unknown names that were asked for."""

    def __contains__(self, name: str) -> bool:
        """Return whether anything was said about `name`."""
        return name in self._said

    def __getitem__(self, name: str) -> Any:
        """Return what was said about `name`, None where nothing was."""
        return self._said.get(name)

    def say(self, name: str, value: Any, default: Any = None) -> None:
        """Keep `value`, unless it is the default."""
        if value == default:
            self._said.pop(name, None)
        else:
            self._said[name] = value

    def recall(self, before: Mapping[str, Any]) -> None:
        """Learn what was said about a file like it before, by option."""
        self._before.clear()
        for option, value in before.items():
            self._before |= (
                {f"{option} {name}": one for name, one in value.items()} if option in _BY_NAME else {option: value}
            )

    def by_name(self, option: str) -> dict[str, Any]:
        """Return what was said about each field or name of an option."""
        start = f"{option} "
        return {name.removeprefix(start): said for name, said in self._said.items() if name.startswith(start)}

    def options(self, kind: FileKind, limits: Limits) -> Options:
        """Return how the file is to be read as one of `kind`."""
        plain = {
            name: self[name]
            for name in (*OF_READING, "remembered")
            if name in self and kind in KINDS_OF.get(name, FileKind)
        }
        fields = {field.name for field in FIELDS[kind]}
        named: dict[str, Any] = {option: self.by_name(option) for option in _BY_NAME}
        for option in _BY_FIELD:
            named[option] = {field: said for field, said in named[option].items() if field in fields}
        return Options(limits=limits, **plain, **named)

    def key(self, name: str) -> str:
        """Return the key of a widget about `name`."""
        return f"{self.file_id} {name}"

    def widget(self, name: str, default: Any = None, place: str = "") -> dict[str, Any]:
        """Return the arguments that tie a widget to `name`: it shows what was said, and says what it is turned to.

        Where a page has several of one name, each has its own `place`.
        """
        key = self.key(f"{name}{place}")
        st.session_state[key] = self._said.get(name, self._before.get(name, default))
        return {"key": key, "on_change": self._turned, "args": (key, name, default)}

    def turn(self, name: str, value: Any, default: Any = None) -> None:
        """Keep `value` as what is said of the file now, and what was said before with it."""
        if name in OF_READING or name.partition(" ")[0] in _BY_NAME:
            self._said |= {said: before for said, before in self._before.items() if said not in self._said}
            self._before.clear()
        self.say(name, value, default)

    def _turned(self, key: str, name: str, default: Any) -> None:
        self.turn(name, st.session_state[key], default)
