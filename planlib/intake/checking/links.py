"""What a task waits for, as one cell of a file says it: “A; B SS+2; C FS-1ed”."""

import re
from collections.abc import Callable, Iterable, Mapping

from pydantic import ValidationError

from planlib.intake.checking.records import faults_of
from planlib.intake.values.values import Fault, is_blank, name_key
from planlib.model import TaskLink
from planlib.vocabulary import LinkKind, ProblemCode

_WAIT = re.compile(
    r"(?P<name>.*?\S)\s*(?P<kind>FS|SS|FF|SF)?\s*"
    r"(?:(?P<lag>[+-]\s*\d{1,4})\s*(?P<unit>d|days?|天|日|个?工作日|ed|edays?|个?自然日)?)?"
)
_ELAPSED = ("e", "自然", "个自然")
"""How units begin that count days off too."""

Named = Callable[[str], str | Fault]
"""Finds the id of the task that a text names."""


def read_links(text: str, start: Mapping[str, object], named: Named) -> tuple[TaskLink, ...] | Fault:
    """Return the links of the task that `start` names by its key; none of an empty cell."""
    if is_blank(text):
        return ()
    links: dict[str, TaskLink] = {}
    for part in _parts(text, named):
        link = _link(part, start, named)
        if isinstance(link, Fault):
            return link
        if link.predecessor in links:
            return Fault(ProblemCode.DUPLICATE_KEY)
        links[link.predecessor] = link
    return tuple(links.values())


def links_text(links: Iterable[TaskLink], codes: Mapping[str, str]) -> str:
    """Return the cell that says so; tasks by their codes."""
    return "; ".join(sorted(_text(link, codes[link.predecessor]) for link in links))


def _text(link: TaskLink, code: str) -> str:
    unit = "ed" if link.elapsed else ""
    is_plain = link.kind == LinkKind.FINISH_START and not link.lag and not unit
    return code if is_plain else f"{code} {link.kind}{f'{link.lag:+d}{unit}' if link.lag or unit else ''}"


def _parts(text: str, named: Named) -> Iterable[str]:
    """Yield the parts between semicolons, and between commas where no name has one in it."""
    for part in filter(None, map(str.strip, re.split(r"[;；\n]", text))):
        is_known = not isinstance(named(_split(part, named)[0]), Fault)
        yield from [part] if is_known else filter(None, map(str.strip, re.split(r"[,，、]", part)))


def _split(part: str, named: Named) -> tuple[str, re.Match[str] | None]:
    """Return the name in a part, and what follows it; a name goes before what it looks like."""
    key = name_key(part)
    found = _WAIT.fullmatch(key)
    if found is None or not isinstance(named(key), Fault):
        return key, None
    return found["name"], found


def _link(part: str, start: Mapping[str, object], named: Named) -> TaskLink | Fault:
    name, found = _split(part, named)
    task = named(name)
    if isinstance(task, Fault):
        return Fault(task.code, {**task.parameters, "value": name})
    said = {} if found is None else found.groupdict()
    fields = {
        "predecessor": task,
        "kind": said.get("kind") or LinkKind.FINISH_START,
        "lag": int((said.get("lag") or "0").replace(" ", "")),
        "elapsed": (said.get("unit") or "").startswith(_ELAPSED),
    }
    try:
        return TaskLink.model_validate({**start, **fields})
    except ValidationError as error:
        return next(fault for _field, fault in faults_of(error))
