"""Starts the real server on a free port for browser tests and pictures, and stops it again."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 60
"""Seconds that the server may take to start."""


@contextlib.contextmanager
def serving(database: Path, cwd: Path | None = None) -> Iterator[str]:
    """Serve `database`, from the folder `cwd`, and give the address, without a slash at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "planlib", "--db", str(database), "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=cwd, env={**os.environ, "LANG": "C.UTF-8"})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def run(database: Path, *arguments: str) -> None:
    """Run the command line on `database`; CalledProcessError where it refuses."""
    subprocess.run([sys.executable, "-m", "planlib", "--db", str(database), *arguments], check=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped with {server.returncode}")
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"{address}/_stcore/health"),
        ):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
