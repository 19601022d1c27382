"""Every bad and odd file of ../shared/hostile becomes what its manifest says, for the reasons it allows."""

import json
import multiprocessing
import resource
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.hostile_importer import run

FOLDER = Path(__file__).parent.parent.parent / "shared" / "hostile"
MANIFEST = FOLDER / "manifest.json"
FILES = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.is_file() else {"context": {}, "files": []}
ADDRESS_SPACE = 4 << 30
"""Bytes that reading a file may ask for, and below them the seconds and megabytes it may take."""
SECONDS = 10
MEGABYTES = 500

pytestmark = pytest.mark.skipif(not MANIFEST.is_file(), reason="../shared/hostile is not on this machine")


@pytest.fixture(scope="module")
def check() -> ModuleType:
    """Return ../shared/hostile/check.py."""
    spec = spec_from_file_location("hostile_check", FOLDER / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("entry", FILES["files"], ids=[entry["file"] for entry in FILES["files"]])
def test_a_hostile_file_becomes_what_the_manifest_says(entry: dict[str, Any], check: ModuleType) -> None:
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    child = context.Process(target=_run, args=(entry, FILES["context"], answers))
    child.start()
    try:
        found, seconds, megabytes = answers.get(timeout=60)
    finally:
        child.kill()
        child.join()
    assert isinstance(found, dict), found
    assert check.judge(entry, found, strict_reasons=True) == []
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def _run(entry: dict[str, Any], context: dict[str, Any], answers: Any) -> None:
    """Put what became of the file into `answers`, with the seconds and the megabytes it took."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    data = (FOLDER / entry["file"]).read_bytes()
    start, used = time.perf_counter(), _megabytes()
    try:
        found: Any = run(data, entry["file"], entry["kind"], context)
    except BaseException as fault:  # the parent tells it
        found = repr(fault)
    answers.put((found, time.perf_counter() - start, _megabytes() - used))


def _megabytes() -> int:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
