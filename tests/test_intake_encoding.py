"""Which encodings are read, and that no guess puts wrong characters into a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.errors import InvalidError, Problem
from planlib.intake.reading.encoding import decode

TEXT = "指标,日期,数值\n销售额,2025-03-05,1\n毛利率,2025-03-06,12.5%\n"


def problem(data: bytes, encoding: str | None = None) -> Problem:
    with pytest.raises(InvalidError) as refused:
        decode(data, encoding)
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encodings_of_chinese_software_are_found_out(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT.encode(), encoding)


def test_big5_is_taken_where_its_characters_are_the_common_ones() -> None:
    text = "指標,日期,數值\n銷售額,2025-03-05,1\n毛利率,2025-03-06,12.5%\n"
    assert decode(text.encode("big5")) == (text.encode(), "big5hkscs")


def test_a_wrong_choice_names_the_line_and_the_choice() -> None:
    found = problem(b"kpi\n" + TEXT.encode("gb18030"), "utf-8")
    assert (found.code, found.line, found.parameters) == ("bad_encoding", 2, {"chosen": "UTF-8"})


@given(st.text(alphabet="的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会", min_size=3))
def test_chinese_in_gb18030_reads_as_it_was_written(text: str) -> None:
    line = f"指标,{text}\n"
    assert decode(line.encode("gb18030")).data.decode() == line


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("°C,µm\n".encode("cp1252"), "bad_encoding", 1),
        (TEXT.encode() + "订单数,2025-03-07,3\n".encode("gb18030"), "bad_encoding", 4),
        (TEXT.encode("gb18030") + "订单数,2025-03-07,3\n".encode(), "bad_encoding", None),
        ("kpi,café\n".encode("latin-1"), "bad_encoding", 1),
        (TEXT.encode("gb18030") + "销售额".encode("gb18030")[:-1], "truncated_file", 4),
        (TEXT.encode() + "销售额".encode()[:-1], "truncated_file", 4),
        ("指标\n".encode("utf-16")[:-1], "truncated_file", None),
    ],
)
def test_what_would_be_a_guess_is_refused(data: bytes, code: str, line: int | None) -> None:
    found = problem(data)
    assert found.code == code
    assert line is None or found.line == line


def test_a_person_may_say_the_encoding() -> None:
    assert decode("指標,日期\n".encode("big5"), "big5") == ("指標,日期\n".encode(), "big5hkscs")
    assert problem(TEXT.encode("gb18030"), "utf-8").code == "bad_encoding"
    assert problem(b"", "hex").value == "hex"
