"""From bytes to rows: line numbers as an editor shows them, and whatever is not a table of texts refused."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planlib.errors import InvalidError, Problem
from planlib.intake.options import Limits, Options
from planlib.intake.reading.read import read
from planlib.intake.reading.source import Body, Row
from planlib.intake.reading.table import Table
from planlib.intake.reading.text import careful, regular

OPTIONS = Options()


def table(text: str, **options: Any) -> Table:
    return read(text.encode(), Options(**options))


def rows(found: Table) -> dict[int, tuple[str, ...]]:
    return {int(line): found.cells(row) for row, line in enumerate(found.lines)}


def problem(data: bytes, limits: Limits = OPTIONS.limits) -> Problem:
    with pytest.raises(InvalidError) as refused:
        read(data, Options(limits=limits))
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n3,4", {2: ("1", "2"), 3: ("3", "4")}),
        ("a;b\n1,5;2\n", {2: ("1,5", "2")}),
        ("a\tb\r\n1\t2\r\n", {2: ("1", "2")}),
        ("\n\na,b\n\n1,2\n,\n3,4\n", {5: ("1", "2"), 7: ("3", "4")}),
        ("a,b\r\n1,2\n3,4\r\n\r\n5,6", {2: ("1", "2"), 3: ("3", "4"), 5: ("5", "6")}),
        ('a,b\n1,"x\ny\nz"\n3,4\n', {2: ("1", "x\ny\nz"), 5: ("3", "4")}),
        ('a,b\n1,"say ""hi"", ok"\n5" pipe,4\n', {2: ("1", 'say "hi", ok'), 3: ('5" pipe', "4")}),
        ('"a\n(x)",b\n1,2\n', {3: ("1", "2")}),
        ("a,b\n合 计,7\n1,2\nGrand Total:,9\ntotal cost,3\n", {3: ("1", "2"), 5: ("total cost", "3")}),
        ("a,b\r1,2\r3,4\r", {2: ("1", "2"), 3: ("3", "4")}),
    ],
)
def test_rows_carry_the_line_they_start_on(text: str, expected: dict[int, tuple[str, ...]]) -> None:
    assert rows(table(text)) == expected


def test_a_row_with_a_wrong_number_of_cells_is_kept_apart() -> None:
    found = table("a,b,c\n1,2,3,4\n5,6,7\n8\n")
    assert rows(found) == {3: ("5", "6", "7")}
    assert found.ragged == ((2, ("1", "2", "3", "4")), (4, ("8",)))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t\n", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b"a,b\n", "no_data_rows"),
        (b"a,b\n,\n", "no_data_rows"),
        (b"PK\x03\x04rest", "not_an_xlsx"),
        (b"%PDF-1.7", "type_mismatch"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><table>", "type_mismatch"),
        (b'a,b\n1,"2\n3,4\n', "unterminated_quote"),
        (b'a,b\n1,"2"x\n3,4\n', "unterminated_quote"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert problem(data).code == code


def test_an_open_quote_is_told_by_its_line() -> None:
    assert problem(b'a,b\n"x\ny",1\n1,"2\n3,4\n').line == 4


@pytest.mark.parametrize("quoted", [True, False])
def test_limits_hold(quoted: bool) -> None:
    cell = b'"1"' if quoted else b"1"
    assert problem(b"a\n" + cell * 60, Limits(size=50)).code == "too_large"
    assert problem(b"a,b\n" + (cell + b",2\n") * 5, Limits(rows=4)).code == "too_many_rows"
    assert problem(b"a,b,c\n1,2,3\n", Limits(columns=2)).code == "too_many_columns"


# what is between the cells


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("day;value\n2025-03-05;1,5\n2025-03-06;2,5\n", ";"),
        ("Sales in March\n\nday;value;note\n2025-03-05;1,5;a, b\n2025-03-06;2,5;c, d\n", ";"),
        ("day|value\n2025-03-05|1\n", "|"),
        ("day\tvalue, net\n2025-03-05\t1,5\n", "\t"),
        ("day   value\n2025-03-05   1\n", "  "),
        ("day value\n2025-03-05 1\n2025-03-06 2\n", " "),
        ('day,value\n"2025;03;05",1\n', ","),
        ("value\n1\n2\n", ","),
    ],
)
def test_what_is_between_the_cells_is_found_over_the_first_rows(text: str, delimiter: str) -> None:
    found = table(text)
    assert found.delimiter == delimiter
    told = [notice.parameters for notice in found.decisions if notice.code == "delimiter"]
    assert told == ([] if delimiter == "," else [{"delimiter": delimiter}])


def test_runs_of_blanks_are_one_delimiter() -> None:
    found = table("name       day         value\nNet sales  2025-03-05     1\n  Costs    2025-03-06  2  \n")
    assert rows(found) == {2: ("Net sales", "2025-03-05", "1"), 3: ("Costs", "2025-03-06", "2")}


def test_a_person_may_say_what_is_between_the_cells() -> None:
    assert rows(table("a;b,c\n1;2,3\n", delimiter=";")) == {2: ("1", "2,3")}
    with pytest.raises(InvalidError) as refused:
        table("a,b\n1,2\n", delimiter="ab")
    assert refused.value.problems[0].code == "bad_choice"


# the two ways to read


PLAIN = st.text(alphabet="ab1 .-;'é销\r\n", max_size=4)
QUOTED = st.text(alphabet='ab1 ,"\r\né销', max_size=4).map(lambda cell: '"' + cell.replace('"', '""') + '"')
ODD = st.sampled_from(['5" pipe', '"a"b', ' "c"', '""', '""""', '"'])


def careful_or_none(data: bytes, header: Row) -> Body | None:
    try:
        return careful(data, ",", header, OPTIONS.limits)
    except InvalidError:
        return None


def content(body: Body) -> list[tuple[int, tuple[str, ...]]]:
    """Rows by line that are not blank, those of another width among them."""
    cells = zip(*(column.to_pylist() for column in body.columns), strict=True)
    found = [*zip(body.lines.tolist(), cells, strict=True), *body.ragged]
    return sorted((line, cells) for line, cells in found if any(cell.strip() for cell in cells))


@settings(deadline=None)
@given(
    st.lists(st.lists(st.one_of(PLAIN, QUOTED, ODD), min_size=1, max_size=3), max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example([['"x\ny"', "1"], ["2"], ['"a""b"', "3"]], "\r\n")
@example([["1", "2"], ["", "", ""], ["3", "4"]], "\n")
def test_the_fast_and_the_careful_reader_agree(body: list[list[str]], end: str) -> None:
    data = end.join(["k,v", *(",".join(cells) for cells in body)]).encode()
    header = Row(1, ["k", "v"], 1)
    fast, slow = regular(data, ",", header), careful_or_none(data, header)
    if fast is not None:
        assert slow is not None
        assert content(fast) == content(slow)


@pytest.mark.parametrize(
    "text",
    ["k,v\n1,2\n3\n4,5,6\n", 'k,v\r\n"1","a\r\nb"\r\n"2","c"\r\n', "k,v\r1,2\r", 'k,v\n"",""""\n', "k,v\n"],
)
def test_a_file_of_plain_lines_or_plain_quotes_is_read_fast(text: str) -> None:
    assert regular(text.encode(), ",", Row(1, ["k", "v"], 1)) is not None


CELL = st.text(alphabet="ab1 .-,;\"'\t\r\né销=", max_size=4)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(body: list[tuple[str, str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    data = "\r\n".join(["k,v", *(",".join(map(quoted, cells)) for cells in body)]).encode()
    expected = [cells for cells in body if any(cell.strip() for cell in cells)]
    as_it_stands = Options(delimiter=",", header=1, footer=False)
    if not expected:
        assert problem(data).code == "no_data_rows"
    else:
        assert [read(data, as_it_stands).cells(row) for row in range(len(expected))] == expected
