"""What all tests share: how they spread over the processors, and the browser."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from planlib.sample import load_sample
from planlib.store.connect import Store

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together, and those that drive a browser, so that one browser runs at a time."""
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Return how Playwright starts the system's Chromium; nothing is downloaded for the tests."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "there is no Chromium on this machine; on Debian: sudo apt install chromium"
        (pytest.fail if os.environ.get("PLANLIB_REQUIRE_BROWSER") else pytest.skip)(message)
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM_OPTIONS)}


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an empty plan database in memory."""
    store = Store.open(":memory:")
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with the sample plan, for reading; a test that writes takes a copy."""
    path = tmp_path_factory.mktemp("sample") / "plan.duckdb"
    store = Store.open(path, create=True)
    load_sample(store, at=datetime.now(UTC), actor="local")
    store.close()
    return path
