"""Whatever goes wrong is said in both languages, with what would be right."""

import ast
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from planlib.errors import Notice, PlanError, Problem
from planlib.locale import LANGUAGES, language
from planlib.locale.error_texts import ERRORS
from planlib.locale.problem_texts import DECISIONS, NOTICES, PROBLEMS, REASONS, WARNINGS
from planlib.locale.sentences import decision_sentence, error_sentence, problem_message, problem_sentence
from planlib.vocabulary import DecisionCode, NoticeCode, ProblemCode, WarningCode

ROOT = Path(__file__).parent.parent
EXAMPLES: dict[str, Any] = {
    "plan": "ops/2026-03",
    "month": date(2026, 3, 1),
    "last_day": date(2026, 3, 31),
    "plans": ["ops/2026-02"],
    "known": ["a", "b"],
}


def raised() -> Iterator[tuple[str, dict[str, Any]]]:
    """Code and parameters of every PlanError that the source raises."""
    sources = [*(ROOT / "planlib").rglob("*.py"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERROR_NAMES:
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant):
                    yield str(code.value), {word.arg: EXAMPLES.get(word.arg, 7) for word in node.keywords if word.arg}


ERROR_NAMES = {"NotFoundError", "RefusedError", "StoreError", "LockedError", "VersionError"}
BARRED = {f"{name}{chinese}": ["Li"] for name in ("who", "by") for chinese in ("", "_zh")}
RAISED = [
    *raised(),
    *(("conflict", {"count": 2}), ("invalid", {"count": 3}), ("unmet", {"count": 2})),
    *((code, {"actor": "wu", **BARRED}) for code in ("only_reads", "may_not_close", "may_not_give")),
]


@pytest.mark.parametrize(("code", "parameters"), RAISED, ids=[code for code, _ in RAISED])
@pytest.mark.parametrize("name", LANGUAGES)
def test_every_error_that_is_raised_has_its_sentence(name: str, code: str, parameters: dict[str, Any]) -> None:
    sentence = error_sentence(language(name), PlanError(code, **parameters))
    assert "…" not in sentence
    assert "{" not in sentence


def test_no_sentence_is_left_over() -> None:
    assert set(ERRORS) - {code for code, _ in RAISED} <= {"already_closed", "not_closed"}
    assert (set(PROBLEMS), set(NOTICES)) == (set(ProblemCode), set(NoticeCode))
    assert (set(WARNINGS), set(DECISIONS)) == (set(WarningCode), set(DecisionCode))
    assert not set(ProblemCode) & set(WarningCode)


@pytest.mark.parametrize("code", [*ProblemCode, *WarningCode])
def test_a_problem_is_said_however_little_is_known_of_it(code: ProblemCode | WarningCode) -> None:
    parameters = {"field": "value"} if code == ProblemCode.MISSING_COLUMN else {}
    for name in LANGUAGES:
        assert problem_sentence(language(name), Problem(code, 3, "数值", "x", parameters))


@pytest.mark.parametrize(
    ("problem", "english", "chinese"),
    [
        (
            Problem(ProblemCode.UNKNOWN_KPI, 14, "指标", "Slaes", {"suggestion": "Sales"}),
            "Line 14, column “指标”: There is no KPI “Slaes”. Did you mean “Sales”?",
            "第 14 行，“指标”列：没有指标“Slaes”。您是指“Sales”吗？",
        ),
        (
            Problem(ProblemCode.DUPLICATE_KEY, 711, parameters={"lines": (712, 1000)}),
            "Line 711: The same row stands in line 712, 1000 too, and it is not clear which one holds. "
            "Keep one of them.",
            "第 711 行：与第 712、1000 行是同一项数据，不知取哪一行。请只保留一行。",
        ),
        (
            Problem(ProblemCode.OUT_OF_RANGE, 2, "v", "-1", {"smallest": Decimal(0), "largest": None}),
            "Line 2, column “v”: “-1” is too small. The smallest possible value is 0.",
            "第 2 行，“v”列：“-1”太小，可能的最小值是 0。",
        ),
        (
            Problem(ProblemCode.CLOSED_PERIOD, 5, "day", "2025-02-01", {"month": date(2025, 2, 1)}),
            "Line 5, column “day”: February 2025 is closed. "
            "Record late data as a restatement, with a reason; or reopen the month first.",
            "第 5 行，“day”列：2025年2月已月结。迟到的数据可作为追溯更正记录并说明理由，或先重新打开该月。",
        ),
        (
            Problem(
                ProblemCode.BAD_CHOICE, 2, "s", "x", {"known": ("up", "down"), "known_zh": ("越高越好", "越低越好")}
            ),
            "Line 2, column “s”: “x” cannot stand here. Choose one of up, down.",
            "第 2 行，“s”列：这里不能填“x”。可选：越高越好、越低越好。",
        ),
        (
            Problem(
                ProblemCode.MISSING_COLUMN,
                value="value",
                parameters={"field": "value", "known": ["value", "数值"], "header": ("kpi", "日期")},
            ),
            "There is no column for “value”. It may be called value, 数值. The file has kpi, 日期.",
            "没有“数值”列。列名可以是：value、数值。文件里有：kpi、日期。",
        ),
        (
            Problem(ProblemCode.TYPE_MISMATCH, parameters={"found": "pdf"}),
            "This is a PDF document, neither text nor a workbook. "
            "Save it as .xlsx or as “CSV UTF-8 (comma delimited)”.",
            "这是文档（PDF），既不是文本也不是工作簿。请另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。",
        ),
        (
            Problem(ProblemCode.BAD_VALUE, 9, parameters={"reason": "range_reversed"}),
            "Line 9: The lower limit is above the upper limit.",
            "第 9 行：下限高于上限。",
        ),
    ],
)
def test_a_problem_says_where_what_and_what_would_be_right(problem: Problem, english: str, chinese: str) -> None:
    assert problem_sentence(language("en"), problem) == english
    assert problem_sentence(language("zh"), problem) == chinese
    assert english.endswith(problem_message(language("en"), problem))


def test_a_long_value_is_cut_and_a_sentence_stays_one_line() -> None:
    problem = Problem(ProblemCode.BAD_NUMBER, 2, "v\nw", "x\n" * 500)
    sentence = problem_sentence(language("en"), problem)
    assert len(sentence) < 250
    assert "\n" not in sentence


def test_a_text_with_braces_is_only_text() -> None:
    problem = Problem(ProblemCode.UNKNOWN_KPI, 2, "{column}", "{value.__class__}")
    assert problem_sentence(language("en"), problem) == (
        "Line 2, column “{column}”: There is no KPI “{value.__class__}”."
    )


@pytest.mark.parametrize("name", LANGUAGES)
def test_reasons_and_notices_are_sentences(name: str) -> None:
    said = (text for texts in (*NOTICES.values(), *DECISIONS.values()) for text in texts)
    for text in (*REASONS.values(), *said):
        assert language(name)(text).endswith((".", "。"))
    scaled = Notice(DecisionCode.UNIT, {"column": "金额(万元)", "unit": "万元", "scale": Decimal(10_000)})
    assert "10,000" in decision_sentence(language(name), scaled)


def test_the_parameters_of_a_reason_are_those_it_is_told_with() -> None:
    names = {name for text in REASONS.values() for _, name, _, _ in Formatter().parse(text) if name}
    assert names <= {"days", "decimals", "left", "lines", "split", "unit", "value", "weeks", "whole"}
