"""Starts the app under uvicorn, which sends small answers without the delay that `streamlit run` has."""

import os
import socket
from pathlib import Path

import uvicorn

from planlib.errors import RefusedError
from planlib.place import ROOT

ADDRESS = "127.0.0.1"


def require_free(port: int) -> None:
    """Raise RefusedError `port_taken` where somebody listens on the port already."""
    try:
        socket.create_server((ADDRESS, port)).close()
    except OSError as fault:
        raise RefusedError("port_taken", port=str(port)) from fault


def serve(database: Path, port: int) -> None:
    """Serve the app to this machine until it is stopped."""
    os.environ["PLANLIB_DB"] = str(database.absolute())
    os.chdir(ROOT)  # Streamlit reads its settings from the working folder
    uvicorn.run(
        "app:app",
        app_dir=str(ROOT),
        host=ADDRESS,
        port=port,
        log_level="warning",
        ws_per_message_deflate=False,  # on one machine it costs more time than it saves
        timeout_graceful_shutdown=3,
    )
