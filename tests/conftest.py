"""What all tests share: the browser, an empty store, and the sample plan."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from planlib.sample import load_sample
from planlib.store.connect import Store
from tests.stores import empty_store
from tools.browsing import CHROMIUM_OPTIONS, chromium
from tools.serving import serving


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Return how Playwright starts the system's Chromium; nothing is downloaded for the tests."""
    path = chromium()
    if path is None:
        message = "there is no Chromium on this machine; on Debian: sudo apt install chromium"
        (pytest.fail if os.environ.get("PLANLIB_REQUIRE_BROWSER") else pytest.skip)(message)
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM_OPTIONS)}


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """Put Python's main module back: Streamlit's AppTest leaves the page there, which a new process would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an empty plan database."""
    with empty_store() as store:
        yield store


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with the sample plan, for reading; a test that writes takes a copy."""
    path = tmp_path_factory.mktemp("sample") / "plan.duckdb"
    store = Store.open(path, create=True)
    load_sample(store, at=datetime.now(UTC), actor="local")
    store.close()
    return path


@pytest.fixture(scope="session")
def sample_app(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the app on the sample plan, for reading; a test that writes serves a copy of its own."""
    with serving(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("served")))) as address:
        yield address
