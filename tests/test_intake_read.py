"""From bytes to rows: line numbers as an editor shows them, and whatever is not a table of texts refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.errors import InvalidError, Problem
from planlib.intake import read as reading
from planlib.intake.options import Limits
from planlib.intake.read import Table, read

LIMITS = Limits()


def table(text: str) -> Table:
    return read(text.encode(), limits=LIMITS)


def rows(found: Table) -> dict[int, tuple[str, ...]]:
    return {int(line): found.cells(row) for row, line in enumerate(found.lines)}


def problem(data: bytes, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(InvalidError) as refused:
        read(data, limits=limits)
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
        (b"PK\x03\x04rest", "not_a_csv"),
        (b"\xd0\xcf\x11\xe0rest", "not_a_csv"),
        (b"%PDF-1.7", "not_a_csv"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><table>", "not_a_csv"),
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


CELL = st.text(alphabet="ab1 .-,;\"'\t\r\né销=", max_size=4)


@given(st.lists(st.lists(st.text(alphabet="ab1 .-;'é销", max_size=4), min_size=2, max_size=3), max_size=6))
def test_the_fast_and_the_careful_reader_agree(body: list[list[str]]) -> None:
    data = "\r\n".join(["k,v", *(",".join(cells) for cells in body)]).encode()
    header = reading._header(data, ",", LIMITS)
    fast = reading.regular(data, ",", header)
    careful = reading.careful(data, ",", header, LIMITS)
    if fast is not None:
        filled = [any(cell.as_py().strip() for cell in cells) for cells in zip(*fast.columns, strict=True)]
        columns = [
            [text for text, kept in zip(column.to_pylist(), filled, strict=True) if kept] for column in fast.columns
        ]
        assert columns == [column.to_pylist() for column in careful.columns]
        assert fast.lines[filled].tolist() == careful.lines.tolist()
        assert careful.ragged == ()


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(body: list[tuple[str, str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    data = "\r\n".join(["k,v", *(",".join(map(quoted, cells)) for cells in body)]).encode()
    expected = [cells for cells in body if any(cell.strip() for cell in cells)]
    if not expected:
        assert problem(data).code == "no_data_rows"
    else:
        assert [read(data, limits=LIMITS).cells(row) for row in range(len(expected))] == expected
