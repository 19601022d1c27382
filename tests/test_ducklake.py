"""The store on DuckLake: what it is tested for in memory holds there too, and the sample comes to the same numbers.

DuckDB's extension for it is a package for DuckDB 1.5.5 only. So both are installed beside everything else, and these
tests put them before the project's own DuckDB in a process of their own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planlib.place import ROOT
from planlib.store import queries
from tests.stores import EXTENSION
from tests.whole_sample import whole_sample

PACKAGES = Path(sys.prefix) / "ducklake"
STORE = ("tables", "ledger", "links", "rights", "memory", "queries", "drafts", "told")
SUITE = ["tests/on_ducklake.py", *(f"tests/test_store_{part}.py" for part in STORE)]
"""What snapshots and imports ask beyond that is in the whole sample."""


@pytest.fixture(scope="module")
def on_ducklake() -> dict[str, str]:
    """Return the environment of a process whose DuckDB has DuckLake."""
    extension = next(PACKAGES.glob("duckdb_extension_ducklake/extensions/*/ducklake.duckdb_extension"), None)
    if extension is None:
        message = "there is no DuckLake on this machine; `make test` fetches it"
        (pytest.fail if os.environ.get("PLANLIB_REQUIRE_DUCKLAKE") else pytest.skip)(message)
    return {**os.environ, "PYTHONPATH": str(PACKAGES), EXTENSION: str(extension), "PYTHONUTF8": "1"}


def run(module: str, *arguments: str, environment: dict[str, str]) -> str:
    """Return what a module prints; it has to end well."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-9000:] + done.stderr
    return done.stdout


def test_the_tests_of_the_store_pass_on_ducklake(on_ducklake: dict[str, str]) -> None:
    run("pytest", "-q", "-p", "no:cacheprovider", *SUITE, environment=on_ducklake)


def test_the_sample_asks_every_query_and_comes_to_the_same_on_ducklake(
    on_ducklake: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    folder = Path(queries.__file__).with_name("sql")

    def text(name: str) -> str:
        asked.add(name)
        return (folder / f"{name}.sql").read_text(encoding="utf-8")

    monkeypatch.setattr(queries, "_text", text)
    here = list(whole_sample())
    assert asked == {path.stem for path in folder.glob("*.sql")}
    assert run("tests.whole_sample", environment=on_ducklake).splitlines() == here
