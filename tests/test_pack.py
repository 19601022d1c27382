"""The month-end pack: each format is read back, and says in words and numbers what the summary says."""

import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from pptx import Presentation

from planlib.document import Cell, Chart, ChartKind, Column, Document, Fact, Look, Section, Sentence, Series, Table
from planlib.export.html_file import LIBRARY
from planlib.export.pack import Format, written
from planlib.export.waterfall import Part, stacked
from planlib.locale import LANGUAGES, Language, language
from planlib.locale.scale import scale
from planlib.month_end.raw import raw_tables
from planlib.month_end.summary import summary
from planlib.plans import find_plan
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from tests.pack_texts import TEXTS, md_text, squeezed
from tools.chart_library import bundled

# openpyxl does not know the bars that newer Excels draw in cells
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

DAY = date(2026, 10, 26)
WANTED = ("budget", "month")
READ = tuple(Format)


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = tmp_path_factory.mktemp("pack") / "plan.duckdb"
    shutil.copy(sample_file, copy)
    store = Store.open(copy)
    yield store
    store.close()


@pytest.fixture(scope="module")
def snapshot(sample: Store) -> Snapshot:
    return open_snapshot(sample, "a", find_plan(sample, "ecom/2026-10"), today=DAY)


@pytest.fixture(scope="module", params=LANGUAGES)
def told(sample: Store, snapshot: Snapshot, request: pytest.FixtureRequest) -> tuple[Document, Language]:
    spoken = language(request.param)
    return summary(sample, snapshot, spoken), spoken


@pytest.mark.parametrize("wanted", READ)
def test_every_word_and_number_of_the_summary_is_in_each_format(
    told: tuple[Document, Language], snapshot: Snapshot, wanted: Format
) -> None:
    document, spoken = told
    file = written(wanted, document, raw_tables(snapshot, spoken), DAY, spoken)
    read = squeezed(TEXTS[wanted](file))
    expected = [document.title, document.stamp, *(section.title for section in document.sections if section)]
    expected += [sentence.text for sentence in document.sentences]
    if wanted is not Format.XLSX:  # its numbers are numbers: see below
        expected += [cell.text for table in document.tables for row in table.brief.rows for cell in row]
    assert [text for text in expected if squeezed(text) not in read] == []


def test_a_workbook_has_the_exact_numbers_and_formulas_that_come_to_them(
    told: tuple[Document, Language], snapshot: Snapshot
) -> None:
    document, spoken = told
    file = written(Format.XLSX, document, raw_tables(snapshot, spoken), DAY, spoken)
    values, formulas = (openpyxl.load_workbook(io.BytesIO(file), data_only=only) for only in (True, False))
    for section in document.sections:
        for table in section.tables:
            if table.rows:
                found = rows_below(values[section.title], table)
                for row, cells in zip(table.rows, found, strict=True):
                    for cell, there in zip(row, cells, strict=True):
                        if isinstance(there, int | float):
                            points = 100 if cell.text.endswith(spoken.points(Decimal(0), 0)[1:]) else 1
                            assert float(cell.exact) * points == pytest.approx(there, abs=1e-9)
    budget = document.table("budget")
    sheet = formulas[document.section("budget").title]
    written_as = rows_below(sheet, budget)
    at = [column.field for column in budget.columns]
    assert all(str(row[at.index("variance")]).startswith("=") for row in written_as)
    revenue, cost, result = written_as[-3:]
    assert "SUMIFS" in revenue[at.index("actual")]
    assert "SUMIFS" in cost[at.index("actual")]
    assert re.fullmatch(r"=[A-Z]+\d+-[A-Z]+\d+", result[at.index("actual")])
    assert str(cost[at.index("available")]).startswith("=")
    for name in ("kpis", "budget"):
        title = document.section(name).title
        written_there: Any = formulas[title]
        sums = [cell for row in written_there for cell in row if cell.data_type == "f"]
        assert len(sums) > 10
        for cell_of_sum in sums:
            came_to: Any = values[title][cell_of_sum.coordinate]
            assert worked_out(cell_of_sum.value, values[title]) == pytest.approx(came_to.value, abs=1e-6)
    rows = [[cell.value for cell in row] for row in values[spoken("Recorded payments")].iter_rows(min_row=2)]
    assert sum(Decimal(str(row[3])) for row in rows) == sum(
        payment.spend.amount for line in snapshot.budget().lines for payment in snapshot.payments(line.budget.line)
    )


def test_a_budget_without_revenue_is_written_too(told: tuple[Document, Language]) -> None:
    document, spoken = told
    budget = document.table("budget")
    kind = [column.field for column in budget.columns].index("kind")
    costs = replace(budget, rows=tuple(row for row in budget.rows if row[kind].exact != "revenue"))
    alone = replace(document, sections=(Section("budget", spoken("Budget"), tables=(costs,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(written(Format.XLSX, alone, (), DAY, spoken))).worksheets[0]
    at = [column.field for column in costs.columns].index("actual")
    revenue, cost, _result = (row[at] for row in rows_below(sheet, costs)[-3:])
    assert isinstance(revenue, int | float)
    assert "SUMIFS" in str(cost)


def worked_out(formula: str, sheet: Any) -> float:
    """What a formula of the pack comes to with the numbers of its sheet."""
    if summed := re.fullmatch(r'=SUMIFS\((.+),(.+),"(.+)"\)', formula.replace("$", "")):
        amounts, kinds, kind = summed.groups()
        pairs = zip(sheet[amounts], sheet[kinds], strict=True)
        return float(sum(amount.value for (amount,), (one,) in pairs if one.value == kind and amount.value != "—"))
    return float(eval(re.sub(r"[A-Z]+\d+", lambda cell: f"({sheet[cell[0]].value})", formula[1:])))


def rows_below(sheet: Any, table: Table) -> list[list[Any]]:
    """The rows of a table on a sheet, found by its head."""
    heads = [column.head for column in table.columns]
    grid = [[cell.value for cell in row][: len(heads)] for row in sheet.iter_rows(max_col=len(heads))]
    first = grid.index(heads) + 1
    return grid[first : first + len(table.rows)]


def test_slides_have_charts_that_can_be_edited(told: tuple[Document, Language], snapshot: Snapshot) -> None:
    document, spoken = told
    show = Presentation(io.BytesIO(written(Format.PPTX, document, (), DAY, spoken)))
    drawn = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    charts = [figure for section in document.sections for figure in section.figures if isinstance(figure, Chart)]
    by_title = {chart.chart_title.text_frame.text.partition(" (")[0]: chart for chart in drawn}
    assert len(drawn) == len(charts) > 3
    for chart in charts:
        shown = by_title[chart.title.partition(" (")[0]].plots[0]
        if chart.kind is ChartKind.BARS:
            assert by_title[chart.title.partition(" (")[0]].value_axis.minimum_scale == 0
        assert tuple(shown.categories) == chart.categories
        if chart.kind is not ChartKind.WATERFALL:
            numbers = [
                [None if one is None else float(chart.number(one)) for one in series.values] for series in chart.series
            ]
            assert [list(series.values) for series in shown.series] == numbers
    notes = [slide.notes_slide.notes_text_frame.text for slide in show.slides if slide.has_notes_slide]
    fact = next(fact for sentence in document.sentences for fact in sentence.facts if fact.full != fact.text)
    assert any(f"{fact.label}: {fact.full}" in note for note in notes)


def test_the_columns_of_a_waterfall_reach_from_level_to_level() -> None:
    amounts = tuple(map(Decimal, (-5, 12, -4, -9, -6)))
    series = Series("", Look.STEPS, amounts, (None, True, False, False, None))
    chart = Chart("w", "w", ChartKind.WATERFALL, tuple("abcde"), (series,), scale(language("en"), [Decimal(5)]), "")
    columns = [column for column in stacked(chart) if column.part is not Part.LABEL]
    drawn = [[column.series.values[at] or Decimal(0) for column in columns] for at in range(5)]
    tops = [sum(value for value in values if value > 0) for values in drawn]
    depths = [sum(value for value in values if value < 0) for values in drawn]
    assert list(zip(depths, tops, strict=True)) == [(-5, 0), (-5, 7), (0, 7), (-6, 3), (-6, 0)]


@pytest.mark.parametrize("wanted", READ)
def test_a_file_is_the_same_each_time_it_is_written(sample: Store, snapshot: Snapshot, wanted: Format) -> None:
    spoken = language("en")
    first, second = (
        written(wanted, summary(sample, snapshot, spoken, WANTED), raw_tables(snapshot, spoken), DAY, spoken)
        for _number in range(2)
    )
    assert first == second


@pytest.fixture(scope="module")
def coloured(sample: Store, snapshot: Snapshot) -> Document:
    """The summary of a team with a colour of its own."""
    return replace(summary(sample, snapshot, language("zh")), accent="#7A1F4E")


def test_slides_stand_on_a_master_of_the_team(coloured: Document) -> None:
    show = Presentation(io.BytesIO(written(Format.PPTX, coloured, (), DAY, language("zh"))))
    named = {shape.name: shape.text_frame.text for shape in show.slide_master.shapes if shape.has_text_frame}
    assert named["Team"] == "电商运营组"
    themes = [rel.target_part.blob for rel in show.slide_master.part.rels.values() if rel.reltype.endswith("/theme")]
    assert b'<a:accent1><a:srgbClr val="7A1F4E"/>' in themes[0]


def test_a_workbook_is_set_up_to_be_read_and_printed(coloured: Document, snapshot: Snapshot) -> None:
    spoken = language("zh")
    file = written(Format.XLSX, coloured, raw_tables(snapshot, spoken), DAY, spoken)
    book = openpyxl.load_workbook(io.BytesIO(file))
    budget = book[coloured.section("budget").title]
    assert budget.page_setup.orientation == "landscape"
    assert budget.page_setup.scale < 100
    assert book[coloured.section("trends").title].row_breaks.brk
    assert len(budget._charts) == 1
    assert budget.conditional_formatting
    tasks = book[coloured.section("tasks").title]
    assert (tasks.freeze_panes, tasks["C7"].is_date) == ("B7", True)
    values = book[spoken("Recorded values")]
    assert (values.freeze_panes, values.print_title_rows, bool(values.auto_filter.ref)) == ("A2", "$1:$1", True)


def test_a_word_file_has_headings_captions_and_footnotes(coloured: Document) -> None:
    file = written(Format.DOCX, coloured, (), DAY, language("zh"))
    word = docx.Document(io.BytesIO(file))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style is not None]
    assert styles.count("Heading 1") == sum(map(bool, coloured.sections))
    captions = sum(len(section.figures) for section in coloured.sections)
    body, notes, look = (parts_of(file, f"word/{name}.xml") for name in ("document", "footnotes", "styles"))
    assert body.count("SEQ Figure") == captions
    assert [fact for fact in rounded(coloured) if fact.full not in notes] == []
    assert "7A1F4E" in look
    assert body.index("<w:tblBorders>") < body.index("<w:tblLayout") < body.index("<w:tblLook")


def rounded(document: Document) -> list[Fact]:
    """The numbers of which sentences have not all digits."""
    return [fact for sentence in document.sentences for fact in sentence.facts if fact.full not in ("", fact.text)]


def test_markdown_has_the_digits_of_each_sentence_in_its_footnote(told: tuple[Document, Language]) -> None:
    document, spoken = told
    read = md_text(written(Format.MD, document, (), DAY, spoken))
    notes = dict(re.findall(r"^(\[\^\d+\]): (.+)$", read, re.MULTILINE))
    lines = {line for line in read.splitlines() if line.startswith("- ")}
    assert len(notes) == len(set(re.findall(r"\[\^\d+\]$", "\n".join(lines), re.MULTILINE))) > 5
    for sentence in document.sentences:
        wanted = rounded(Document("", "", (Section("", "", (sentence,)),)))
        mark = next(mark for mark in ("", *notes) if f"- {sentence.text}{mark}" in lines)
        assert [fact for fact in wanted if f"{fact.label.rpartition(' · ')[2]} {fact.full}" not in notes[mark]] == []


def parts_of(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read(name).decode()


def test_a_pdf_is_tagged_and_brings_its_fonts(coloured: Document) -> None:
    read = pypdf.PdfReader(io.BytesIO(written(Format.PDF, coloured, (), DAY, language("zh"))))
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("zh")
    assert [entry.title for entry in read.outline if not isinstance(entry, list)] == [
        section.title for section in coloured.sections if section
    ]
    pages: list[Any] = list(read.pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].get_object().values()]
    kinds = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(kind.get_object()) for kind in kinds)


def test_the_web_page_asks_nothing_of_the_network(coloured: Document) -> None:
    page = written(Format.HTML, coloured, (), DAY, language("zh")).decode()
    assert "default-src 'none'" in page
    asked = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*? (?:src|href)="([^"]*)""", page.partition("<script>")[0])
    assert [source[:60] for source in asked if not source.startswith("data:")] == []
    assert page.count('class="chart"') == sum(
        isinstance(figure, Chart) for section in coloured.sections for figure in section.figures
    )


def test_a_web_page_draws_with_the_library_that_draws_here() -> None:
    """Run `make charts` where it does not."""
    assert gzip.decompress(LIBRARY.read_bytes()).decode() == bundled()


@pytest.mark.parametrize("wanted", READ)
def test_what_a_person_typed_stays_words(wanted: Format) -> None:
    hostile = '=HYPERLINK("http://evil")<script>alert(1)</script>#set page(width: 1pt) \x07$x$ @ref {{ 7 * 7 }}'
    table = Table("t", hostile, (Column("a", hostile, right=False),), ((Cell(hostile, hostile),),))
    document = Document(hostile, hostile, (Section("s", hostile, (Sentence("s", hostile),), tables=(table,)),), hostile)
    file = written(wanted, document, [table], DAY, language("en"))
    read = squeezed(TEXTS[wanted](file))
    assert read.count(squeezed("<script>alert(1)</script>#set page(width: 1pt)")) >= 3
    if wanted is Format.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(file))
        assert all(cell.data_type != "f" and not cell.hyperlink for sheet in book for row in sheet for cell in row)


def test_only_the_sections_that_are_wanted_are_told(sample: Store, snapshot: Snapshot) -> None:
    found = summary(sample, snapshot, language("en"), WANTED)
    assert [section.name for section in found.sections] == ["month", "budget"]
