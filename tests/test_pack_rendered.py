"""The pack as it comes out of an office program: every word is there, on its page, and none covers another.

LibreOffice lays the files out and poppler tells where each word stands. Where they are not installed these tests are
skipped; `.ci/run` installs them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from planlib.document import Document
from planlib.export.pack import Format, written
from planlib.export.pptx_master import FLOOR, HEIGHT
from planlib.kick_off.plan_explained import plan_explained
from planlib.locale import language
from planlib.month_end.summary import summary
from planlib.plans import find_plan
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from tests.pack_texts import squeezed

DAY = date(2026, 10, 26)
NAMES = ("month-zh-pptx", "month-en-pptx", "plan-zh-pptx", "plan-en-pptx", "month-zh-docx", "month-en-docx")
FOOT = 0.02
"""Of a slide's height: what a rounded line may reach below."""


class Word(NamedTuple):
    """A word and the box it stands in, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page and its words."""

    width: float
    height: float
    words: list[Word]


@pytest.fixture(scope="module")
def office() -> str:
    """The path of LibreOffice."""
    found = shutil.which("soffice")
    if found is None or shutil.which("pdftotext") is None:
        needed = "libreoffice-impress libreoffice-writer poppler-utils"
        message = f"there is no LibreOffice or poppler here; on Debian: sudo apt install {needed}"
        (pytest.fail if os.environ.get("PLANLIB_REQUIRE_OFFICE") else pytest.skip)(message)
    return found


@pytest.fixture(scope="module")
def rendered(
    office: str, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Document, list[Page]]]:
    """What of the month and of its plan is drawn, with the pages that each file came to."""
    folder = tmp_path_factory.mktemp("rendered")
    store = Store.open(Path(shutil.copy(sample_file, folder)))
    snapshot = open_snapshot(store, "a", find_plan(store, "ecom/2026-10"), today=DAY)
    told = {}
    for name in NAMES:
        what, code, one = name.split("-")
        _ = language(code)
        told[name] = summary(store, snapshot, _) if what == "month" else plan_explained(snapshot, _)
        (folder / f"{name}.{one}").write_bytes(written(Format(one), told[name], (), DAY, _))
    store.close()
    files = [str(folder / f"{name}.{name.rpartition('-')[2]}") for name in told]
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (document, list(pages(folder / f"{name}.pdf"))) for name, document in told.items()}


def pages(pdf: Path) -> Iterator[Page]:
    listed = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>|xmlns=\"[^\"]*\"|[\x00-\x08\x0b-\x1f]", "", listed))
    for page in root.iter("page"):
        words = [
            Word(one.text or "", *(float(one.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")))
            for one in page.iter("word")
        ]
        yield Page(float(page.attrib["width"]), float(page.attrib["height"]), words)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_drawn_on_its_page(rendered: dict[str, tuple[Document, list[Page]]], name: str) -> None:
    document, drawn = rendered[name]
    read = squeezed("".join(word.text for page in drawn for word in page.words))
    numbers = {
        cell.text
        for table in document.tables
        for row in table.brief.rows
        for cell in row
        if re.fullmatch(r"[\d,.%+−]+", cell.text)
    }
    assert sorted(number for number in numbers if number not in read) == []
    assert not re.search("[\ufffd\u25a1]", read)
    beyond = [
        word.text
        for page in drawn
        for word in page.words
        if word.left < -1 or word.top < -1 or word.right > page.width + 1 or word.bottom > page.height + 1
    ]
    assert beyond == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("pptx")])
def test_nothing_on_a_slide_stands_on_another(rendered: dict[str, tuple[Document, list[Page]]], name: str) -> None:
    for number, page in enumerate(rendered[name][1], 1):
        floor = page.height * (FLOOR / HEIGHT + FOOT)
        footer = {word for word in page.words if word.top > page.height * FLOOR / HEIGHT}
        low = [word.text for word in page.words if word not in footer and word.bottom > floor]
        assert low == [], number
        covered = [(one.text, other.text) for one, other in combinations(page.words, 2) if covers(one, other)]
        assert covered == [], number


def covers(one: Word, other: Word) -> bool:
    """Whether two words share more than the edges of their boxes."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min(one.bottom - one.top, other.bottom - other.top)
    return wide > 1 and high > least / 2
