"""A file's name is a text like any other: no file is opened, no program started and no query made by it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from planlib.intake.options import Options
from planlib.intake.preview import preview, record_preview
from planlib.store.ledger import current, history
from planlib.vocabulary import FileKind
from tests.intake_plan import NOW, PLAN, make_plan
from tests.stores import empty_store
from tests.workbook_files import sheet

MARK = "never-opened"
NAMES = [
    f"../../{MARK}.csv",
    f"/tmp/{MARK}",
    f"C:\\{MARK}.xlsx",
    f"{MARK}'); drop table changes; --.csv",
    f'{MARK}"; $(touch {MARK}) `id`\x00.xls',
    f"{MARK}\r\nSet-Cookie: x=1.csv",
]
HEADER, ROW = ["kpi", "day", "value"], ["REV", "2025-03-01", "100"]
FILES = {"text": "\n".join(map(",".join, (HEADER, ROW))).encode(), "workbook": sheet([*HEADER], [*ROW])}

_seen: list[str] | None = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event.partition(".")[0] in ("open", "os", "subprocess", "shutil", "glob", "pathlib"):
        _seen.append(f"{event} {arguments!r:.2000}")


sys.addaudithook(_hear)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Give all that Python asks of the system, as it asks for it."""
    global _seen  # an audit hook stays for good, and has no other way to be told to be quiet
    _seen = []
    try:
        yield _seen
    finally:
        _seen = None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FILES)
def test_a_name_reaches_neither_the_file_system_nor_a_query(name: str, form: str) -> None:
    with empty_store() as store:
        make_plan(store)
        with heard() as events:
            found = preview(store, FILES[form], name, FileKind.ACTUALS, PLAN, Options(), actor="test", today=NOW.date())
            change = record_preview(store, found, actor="test", at=NOW, accept_warnings=True)
        assert change is not None
        assert change.file is not None
        assert history(store, limit=1)[0].file == change.file
        assert change.file.name == name
        assert len(current(store, "actuals")) == 1
    assert [event for event in events if MARK in event] == []
    assert form == "text" or any(event.startswith("subprocess.Popen") for event in events), "it does listen"
