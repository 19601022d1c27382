"""What a person once said about files with one header, taken up when the next such file comes and nothing is said.

It is kept with the change of the import, so that taking the import back takes it back too.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from planlib.errors import InvalidError, Notice
from planlib.intake.known import Known
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.map import heading
from planlib.intake.mended import REASONS, mended
from planlib.intake.options import LEAVE_OUT, Options
from planlib.intake.reading.expect import expect
from planlib.intake.reading.read import read
from planlib.intake.reading.table import Table
from planlib.intake.values.values import name_key
from planlib.model import FileMapping
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, history
from planlib.vocabulary import DecisionCode, FileKind

_READING = ("delimiter", "header", "shape", "mapping", "constants")
"""Options that may change where the header is found and what its columns are."""
_OPTIONS = (*_READING, "decimal", "day_order", "units", "percent_as", "total", "rate")

_TRIED = 5
"""Ways of reading that are tried at most, the newest first, on a file whose header tells nothing by itself."""


class Recalled(NamedTuple):
    """What was said before."""

    choices: Mapping[str, Any]
    """Value by option."""
    change_id: int
    actor: str
    """Who said it."""

    @property
    def left_out(self) -> Mapping[str, str]:
        """The names whose rows are left out."""
        found: Mapping[str, str] = self.choices.get("names", {})
        return found

    def holds_for(self, options: Options) -> Options:
        """Return `options` with what was said before; of a name, what is said now wins."""
        return replace(options, **{**self.choices, "names": {**self.left_out, **options.names}})

    def decision(self, left_out: Collection[str]) -> tuple[Notice, ...]:
        """Return that it was taken up, with the remembered ones of the names that were `left_out`, if it mattered."""
        names = tuple(sorted({name_key(text) for text in left_out} & self.left_out.keys()))
        if not names and self.choices.keys() == {"names"}:
            return ()
        told = {"change_id": self.change_id, "actor": self.actor}
        return (Notice(DecisionCode.REMEMBERED, told | ({"left_out": names} if names else {})),)


class Opened(NamedTuple):
    """A file, read as it was asked for or as the one like it before."""

    table: Table
    options: Options
    recalled: Recalled | None = None


def opened(store: Store, data: bytes, kind: FileKind, here: Known, options: Options, known_at: int) -> Opened:
    """Return the file's table, and the options that hold for it.

    Raises:
        InvalidError: The file as a whole cannot be read.
    """

    def segments() -> set[str]:
        found = queries.segments(store, [kpi.kpi for kpi in here.kpis], date.max, known_at)
        return {segment for of_kpi in found.values() for segment in of_kpi if segment}

    def as_said(before: Recalled | None = None) -> Opened:
        merged = options if before is None else before.holds_for(options)
        return Opened(mended(read(data, merged, expect(kind, here, merged, segments))), merged, before)

    if said(options) or not options.remembered:
        return as_said()
    known = _recalled(store, here.team.team, kind, known_at)
    found, fault = _or_fault(as_said)
    if found is not None and REASONS.intersection(found.table.header):
        known = {_without_units(header): _of_refused(before) for header, before in reversed(known.items())}
    if found is not None and (before := known.get(_key(found.table.header))):
        joined = Opened(found.table, before.holds_for(options), before)
        return as_said(before) if set(before.choices) & set(_READING) else joined
    for header, before in [pair for pair in known.items() if found is None or _lays_out(pair[1])][:_TRIED]:
        tried, _ = _or_fault(partial(as_said, before))
        if tried is not None and header_key(tried.table.header) == header:
            return tried
    if found is None:
        assert fault is not None
        raise fault
    return found


def recall(store: Store, team: str, kind: FileKind, header: tuple[str, ...], known_at: int) -> Recalled | None:
    """Return what was said about files of the team with this header, None where nothing was."""
    return _recalled(store, team, kind, known_at).get(header_key(header))


def remembering(
    here: Known, kind: FileKind, header: tuple[str, ...], options: Options, before: Recalled | None
) -> tuple[Write, ...]:
    """Return the write that keeps what was said, none where nothing was that holds for the next file too.

    Beside what was taken up from `before` only a name to be left out can have been said.
    """
    left_out = {name_key(text): answer for text, answer in options.names.items() if answer == LEAVE_OUT}
    if before is not None and (left_out == before.left_out or REASONS.intersection(header)):
        return ()
    choices = said(options) | ({"names": left_out} if left_out else {})
    days = {field.name for field in FIELDS[kind] if field.holds == "day"}
    constants = {field: value for field, value in choices.pop("constants", {}).items() if field not in days}
    if constants:
        choices["constants"] = constants
    if not choices:
        return ()
    text = json.dumps(choices, ensure_ascii=False, sort_keys=True)
    kept = FileMapping(team=here.team.team, kind=kind, header=header_key(header), choices=text)
    return (Write("file_mappings", [kept]),)


def said(options: Options) -> dict[str, Any]:
    """Return the options that are not as they are by default, of those that may be remembered."""
    untold = Options()
    given = {name: getattr(options, name) for name in _OPTIONS}
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in given.items()
        if value != getattr(untold, name)
    }


def header_key(header: tuple[str, ...]) -> str:
    """Return what two spellings of one header have in common; reasons that rows were refused for do not matter."""
    found = (heading(text) for text in header if text not in REASONS)
    return "\n".join(f"{one.name} ({one.unit.text})" for one in found)


def _key(header: tuple[str, ...]) -> str:
    """Return what a header is looked for by: without the units in a file of refused rows, which has those said."""
    key = header_key(header)
    return _without_units(key) if REASONS.intersection(header) else key


def _without_units(key: str) -> str:
    return re.sub(r" \(.*\)$", " ()", key, flags=re.M)


def _of_refused(before: Recalled) -> Recalled:
    """Return what holds for refused rows too: they are written as we write files, the header on top."""
    kept = {name: value for name, value in before.choices.items() if name not in ("delimiter", "header")}
    return before._replace(choices=kept)


def _recalled(store: Store, team: str, kind: FileKind, known_at: int) -> dict[str, Recalled]:
    """Return what was said by header, the newest first."""
    found = current(store, "file_mappings", known_at=known_at, where={"team": team, "kind": kind.value})
    found.sort(key=lambda stored: -stored.change_id)
    actors = {change.change_id: change.actor for change in history(store, table="file_mappings")} if found else {}
    return {
        stored.record.header: Recalled(json.loads(stored.record.choices), stored.change_id, actors[stored.change_id])
        for stored in found
    }


def _lays_out(before: Recalled) -> bool:
    """Return whether the columns are others once it is taken up."""
    joins = any("+" in header for header in before.choices.get("mapping", {}).values())
    return joins or not {"delimiter", "header", "shape"}.isdisjoint(before.choices)


def _or_fault(read_as: Callable[[], Opened]) -> tuple[Opened | None, InvalidError | None]:
    try:
        return read_as(), None
    except InvalidError as fault:
        return None, fault
