"""README.md names every command, option, field and word there is, and none that is not."""

import inspect
import re
from enum import StrEnum
from pathlib import Path

import pytest
import typer.main

from planlib import vocabulary
from planlib.cli import main
from planlib.intake.mapping.fields import FIELDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = typer.main.get_group(main).commands
VOCABULARY = [
    words for _, words in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(words, StrEnum) and len(words)
]


def rows() -> list[tuple[set[str], str]]:
    """The README's table rows as the words in code quotes and the whole line."""
    return [(set(re.findall(r"`([^`]+)`", line)), line) for line in README.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_named(name: str) -> None:
    assert f"planlib {name}" in README
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    assert sorted(option for option in options if not re.search(rf"{option}\b", README)) == []


def test_no_command_or_option_is_invented() -> None:
    known = {option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"planlib (\w+)", README)) <= set(COMMANDS)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README)) <= known | {"--db", "--lang", "--help"}


@pytest.mark.parametrize("words", VOCABULARY, ids=lambda words: words.__name__)
def test_every_word_is_listed(words: type[StrEnum]) -> None:
    assert {word.value for word in words} in [listed for listed, _ in rows()]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_listed(kind: vocabulary.FileKind) -> None:
    listed, line = next((listed, line) for listed, line in rows() if line.startswith(f"| `{kind}` |"))
    assert listed == {kind.value} | {field.name for field in FIELDS[kind]}
    assert set(re.findall(r"\*\*`(\w+)`\*\*", line)) == {field.name for field in FIELDS[kind] if field.needed}


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []
