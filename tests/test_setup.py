"""The set-up: what is pinned, and the settings with which the app is served."""

import re
import socket
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from websockets import Origin, Subprotocol
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tools.serving import serving

ROOT = Path(__file__).parent.parent
PLANLIB = Path(sys.executable).with_name("planlib")
PINS = (ROOT / "constraints.txt").read_text("ascii").split()


@pytest.mark.parametrize("constraints", ["constraints.txt", "constraints-ducklake.txt"])
def test_constraints_name_versions_and_nothing_else(constraints: str) -> None:
    pins = (ROOT / constraints).read_text("ascii").split()
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin)] == []


def test_everything_installed_for_the_project_is_pinned() -> None:
    pinned = {normal(pin.split("==")[0]) for pin in PINS}
    assert needed("planlib[dev]") - pinned == {"planlib"}


def needed(requirement: str) -> set[str]:
    """Names of the distributions that a requirement brings in on this machine, itself among them."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(requirement)]
    while waiting:
        wanted = waiting.pop()
        if (key := (normal(wanted.name), frozenset(wanted.extras))) in found:
            continue
        found.add(key)
        for child in map(Requirement, metadata.requires(wanted.name) or ()):
            if child.marker is None or any(child.marker.evaluate({"extra": name}) for name in ("", *wanted.extras)):
                waiting.append(child)
    return {name for name, _ in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_setting_is_one_that_streamlit_knows() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    names = [f"{section}.{name}" for section, values in settings.items() for name in values if section != "theme"]
    assert [name for name in names if name not in config.get_config_options()] == []


# the app as it is served


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The app as `planlib serve` starts it, from a folder that is not the project's."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    database = Path("plan.duckdb")
    subprocess.run([PLANLIB, "init", "--db", database], cwd=elsewhere, check=True)
    with serving(database, cwd=elsewhere) as address:
        yield int(address.rsplit(":", 1)[1])


def test_a_command_is_handed_to_the_app_that_holds_the_database(
    port: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = next(tmp_path_factory.getbasetemp().glob("elsewhere*/plan.duckdb"))
    order = ["notify", "--db", str(database), "--lang", "en", "--plan", "shop/2026-01", "--to", "json://127.0.0.1:1"]
    done = subprocess.run([PLANLIB, *order], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no plan “shop/2026-01”" in done.stderr


def test_only_this_machine_is_served(port: int) -> None:
    """A server on every interface would answer on any of this machine's addresses, 127.0.0.2 among them."""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_the_settings_are_in_force(port: int) -> None:
    sent = new_session(port).config
    assert not sent.gather_usage_stats
    assert sent.disable_data_export
    assert sent.show_error_links == sent.ShowErrorLinks.SHOW_ERROR_LINKS_FALSE
    assert sent.toolbar_mode == sent.ToolbarMode.MINIMAL


def test_a_foreign_name_of_the_server_is_refused(port: int) -> None:
    """As when a hostile page's own name is made to point at 127.0.0.1."""
    with pytest.raises(InvalidStatus, match="403"):
        new_session(port, host="attacker.example")


def test_no_other_site_may_frame_the_app(port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_second_app_on_a_database_is_refused_before_anybody_has_visited_the_first(tmp_path: Path) -> None:
    database = ["--db", str(tmp_path / "plan.duckdb")]
    subprocess.run([PLANLIB, "init", *database], check=True)
    with serving(tmp_path / "plan.duckdb"):
        second = subprocess.run(
            [PLANLIB, "serve", *database, "--port", "8999", "--lang", "en"], capture_output=True, text=True, timeout=60
        )
    assert (second.returncode, second.stdout) == (1, "")
    assert "only one at a time" in second.stderr


def test_a_port_in_use_is_said(port: int, tmp_path: Path) -> None:
    database = ["--db", str(tmp_path / "plan.duckdb")]
    subprocess.run([PLANLIB, "init", *database], check=True)
    second = subprocess.run(
        [PLANLIB, "serve", *database, "--port", str(port), "--lang", "en"], capture_output=True, text=True, timeout=60
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert f"Port {port} is taken" in second.stderr


def new_session(port: int, host: str = "127.0.0.1") -> NewSession:
    """What the app tells a browser that has just opened it."""
    origin = Origin(f"http://{host}:{port}")
    with connect(
        f"ws://{host}:{port}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        origin=origin,
        subprotocols=[Subprotocol("streamlit")],
    ) as browser:
        browser.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while True:
            message = ForwardMsg.FromString(browser.recv(timeout=20, decode=False))
            if message.HasField("new_session"):
                session: NewSession = message.new_session
                return session
