"""The arrows of ARCHITECTURE.md: who may import whom, and what a layer must not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = (
    {"app", "ui", "pages", "planlib.cli", "planlib.server", "planlib.__main__"},
    {"planlib"},
    {"planlib.store", "planlib.metrics"},
    {"planlib.locale.amounts", "planlib.locale.words", "planlib.locale.sentences"},
    {"planlib.model"},
    {"planlib.errors", "planlib.vocabulary", "planlib.locale", "planlib.place"},
)
"""From the screens down to the words; a module imports from its own layer and from those below."""

STREAMLIT_MAY_BE_IN = ("app.py", "ui/", "pages/")


def sources() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in ("ui", "pages", "planlib"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Names of the modules that `path` imports anywhere in it, with what is taken from them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: str) -> int:
    """Where a module stands: by the longest of the names above that is its own or its package's."""
    parts = module.split(".")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next(index for name in names for index, layer in enumerate(LAYERS) if name in layer)


def is_ours(module: str) -> bool:
    return module.split(".")[0] in {"app", "ui", "pages", "planlib"}


def modules(*paths: str) -> list[str]:
    """The modules of planlib at `paths`: a file's own, all of a folder's."""
    found = [path for name in paths for path in (ROOT / "planlib").glob(f"{name}.py")]
    found += [path for name in paths for path in (ROOT / "planlib" / name).rglob("*.py")]
    return sorted(map(module_name, found))


def loaded_by(names: list[str]) -> set[str]:
    """Top-level packages that a fresh Python has loaded after importing the modules."""
    code = f"import sys, {', '.join(names)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_nobody_imports_upwards() -> None:
    upwards = [
        f"{module_name(path)} imports {imported}"
        for path in sources()
        for imported in imports(path)
        if is_ours(imported) and layer(imported) < layer(module_name(path))
    ]
    assert upwards == []


def test_streamlit_stays_on_the_screen() -> None:
    strays = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not str(path.relative_to(ROOT)).startswith(STREAMLIT_MAY_BE_IN)
        and any(imported.split(".")[0] == "streamlit" for imported in imports(path))
    ]
    assert strays == []


def test_pages_do_not_import_each_other() -> None:
    pages = sorted((ROOT / "pages").glob("*.py"))
    assert [path.name for path in pages if any(name.startswith("pages") for name in imports(path))] == []


def test_only_the_store_speaks_sql() -> None:
    """Outside planlib/store nobody imports duckdb or calls `.execute`."""
    strays = []
    for path in sources():
        if (ROOT / "planlib" / "store") in path.parents:
            continue
        calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        executes = any(isinstance(call, ast.Attribute) and call.attr.startswith("execute") for call in calls)
        if executes or any(imported.split(".")[0] == "duckdb" for imported in imports(path)):
            strays.append(str(path.relative_to(ROOT)))
    assert strays == []


def test_the_package_itself_is_empty() -> None:
    """A docstring and nothing else: an import there would load itself into every layer."""
    tree = ast.parse((ROOT / "planlib" / "__init__.py").read_text("utf-8"))
    assert [type(node) for node in tree.body] == [ast.Expr]


@pytest.mark.parametrize(
    ("paths", "absent"),
    [
        (["metrics"], {"duckdb", "pandas", "plotly", "streamlit", "scipy", "pyarrow"}),
        (["errors", "vocabulary", "place", "model", "locale"], {"duckdb", "pandas", "plotly", "streamlit"}),
        (
            ["store", "snapshot", "intake", "month_end", "kick_off", "export", "notify", "cli"],
            {"plotly", "streamlit", "apprise"},
        ),
        (["**/*"], {"streamlit"}),
    ],
)
def test_what_a_layer_does_not_load(paths: list[str], absent: set[str]) -> None:
    found = modules(*paths)
    assert found
    assert loaded_by([name for name in found if name != "planlib.__main__"]).isdisjoint(absent)
