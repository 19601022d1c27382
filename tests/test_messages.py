"""Every text of the screens has its Chinese, with the same placeholders, and the catalogue holds nothing else."""

import ast
import re
import string
from collections.abc import Sequence
from pathlib import Path

from tools.messages import extracted, translated

ROOT = Path(__file__).parent.parent


def forms(text: str | Sequence[str]) -> list[str]:
    """The singular and the plural of a text, or the one form it has."""
    return [text] if isinstance(text, str) else list(text)


TEXTS = [forms(message.id) for message in extracted() if message.id]
CHINESE = {forms(message.id)[0]: forms(message.string or "") for message in translated() if message.id}


DAY = r"\{(?:day|last_day|whole_day|period|month|due|made)\}"
"""Placeholders of days and months, which begin with a digit and end in Chinese: 10月23日."""
BADLY_SPACED = re.compile(
    r"[一-鿿] [一-鿿]"  # none between Chinese words,
    r"|(?![年月第])[一-鿿][0-9]|[0-9](?![万亿年月日周])[一-鿿]"  # one beside a number, but 3.5亿, 10月 and 第43周
    rf"|[一-鿿]{DAY}|{DAY} [一-鿿]"
    r"|[，。；：、）] \S|\S [，。；：、（]|[＋－％]"
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogue_has_the_texts_of_the_source_and_no_others() -> None:
    """`make messages` brings it up to date."""
    assert sorted(CHINESE) == sorted(text for text, *_ in TEXTS)
    assert not translated().obsolete


def test_every_text_is_translated() -> None:
    assert [text for text, *_ in TEXTS if not all(CHINESE[text])] == []


def test_a_translation_fills_in_what_its_text_does() -> None:
    """Of a plural text, the plural form counts: one form is all that Chinese has."""
    different = [
        text for text, *more in TEXTS if placeholders(CHINESE[text][0]) != placeholders(more[0] if more else text)
    ]
    assert different == []


def test_no_text_is_asked_for_that_the_catalogue_lacks() -> None:
    """A text inside an f-string is not found by what collects them before Python 3.12."""
    asked = {
        str(call.args[0].value)
        for folder in ("planlib", "ui", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert len(asked) > 500
    assert sorted(asked - CHINESE.keys()) == []


def test_chinese_has_a_space_beside_numbers_and_nowhere_else() -> None:
    assert [text for text in CHINESE.values() if BADLY_SPACED.search(text[0])] == []
