"""How much a file may hold, as the environment says it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit import config
from typer.testing import CliRunner

import app
from planlib.cli import main
from planlib.errors import RefusedError
from planlib.intake.settings import SETTINGS, limits_from
from planlib.place import ROOT
from tests.workbook_files import LIMITS


def test_limits_are_settings() -> None:
    assert limits_from({}) == LIMITS
    given = {name: "3" for name in SETTINGS}
    assert limits_from(given | {"PLANLIB_MAX_ROWS": ""}) == replace(
        LIMITS, size=3 << 20, unpacked=3 << 20, columns=3, cell=3, memory=3 << 20, seconds=3
    )


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e6", "many", " 5", "٣", "9" * 30])
def test_a_setting_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(RefusedError) as fault:
        limits_from({"PLANLIB_MAX_ROWS": value})
    assert (fault.value.code, fault.value.parameters) == ("bad_setting", {"name": "PLANLIB_MAX_ROWS", "value": value})


def test_the_readme_has_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, (limit, unit) in SETTINGS.items():
        assert f"| `{name}` | {getattr(LIMITS, limit) // unit} |" in readme


def test_the_server_does_not_start_with_a_setting_that_cannot_be_read(tmp_path: Path) -> None:
    settings = {"PLANLIB_DB": str(tmp_path / "plan.duckdb"), "PLANLIB_MAX_ROWS": "many", "LC_ALL": "en"}
    result = CliRunner().invoke(main, ["serve"], env=settings)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "The setting PLANLIB_MAX_ROWS is “many”." in result.stderr


def test_the_server_takes_no_larger_file_than_the_settings_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def started() -> None:
        async with app._holding(app.app):
            assert config.get_option("server.maxUploadSize") == 3

    monkeypatch.setenv("PLANLIB_DB", str(tmp_path / "plan.duckdb"))
    monkeypatch.setenv("PLANLIB_MAX_FILE_MB", "3")
    before = config.get_option("server.maxUploadSize")
    assert before == LIMITS.size >> 20
    try:
        asyncio.run(started())
    finally:
        config.set_option("server.maxUploadSize", before)
