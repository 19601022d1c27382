"""The app's door: a socket beside the database by which a command has the app do what only its holder can.

It is a file that nobody but the person who started the app can open; nothing of it is on the network.
"""

import contextlib
import logging
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Listener
from pathlib import Path

from planlib.errors import RefusedError

_MOST = 1 << 20
"""Bytes of what may be asked."""
_PATIENCE = 5
"""Seconds in which somebody who knocked has to say what for."""
_LONGEST = 900
"""Seconds that an answer may take: it is given once everybody was told, or given up."""


def address(database: Path) -> str:
    """Return where the door to a database is."""
    if os.name == "nt":
        return rf"\\.\pipe\{database.absolute().as_posix().replace('/', '-').replace(':', '')}"
    return f"{database.absolute()}.sock"


def ask(database: Path, request: bytes) -> bytes | None:
    """Return what the app that holds the database answers; None where there is no door.

    RefusedError `app_failed` where it could not answer.
    """
    try:
        connection = Client(address(database))
    except OSError:
        return None
    with connection, contextlib.suppress(EOFError, OSError):
        connection.send_bytes(request)
        if connection.poll(_LONGEST):
            return connection.recv_bytes()
    raise RefusedError("app_failed", path=str(database))


class Door:
    """An open door; who holds the database has it, and no other."""

    def __init__(self, database: Path, answer: Callable[[bytes], bytes]) -> None:
        """Open it, with a thread that answers one after the other; one that was left open by a crash is replaced.

        OSError where the system makes none: the path may be too long.
        """
        if os.name != "nt":
            Path(address(database)).unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self._listener = Listener(address(database))
        finally:
            os.umask(before)
        self._answer = answer
        threading.Thread(target=self._serve, name="door", daemon=True).start()

    def close(self) -> None:
        """Shut it; what is being answered is."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(EOFError, OSError):
                if connection.poll(_PATIENCE):
                    self._respond(connection.recv_bytes(_MOST), connection.send_bytes)

    def _respond(self, request: bytes, send: Callable[[bytes], None]) -> None:
        try:
            answer = self._answer(request)
        except Exception:  # a fault of one answer must not shut the door
            logging.getLogger(__name__).exception("A request could not be answered.")
            return
        send(answer)
