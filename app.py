"""The server. `planlib serve`, `uvicorn app:app` and `streamlit run app.py` all start this.

The main script lives in ui/: beside a folder called pages/, Streamlit would show each page without its frame
until somebody has opened the front page.
"""

import contextlib
import gc
import os
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from planlib.door import Door
from planlib.errors import PlanError
from planlib.intake.settings import MEGABYTE, limits_from
from planlib.notify.order import taken
from planlib.place import database
from ui import session

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
"""No other site can frame the app, learn its addresses or have a file taken for what it is not."""


class Guarded:
    """An app whose every answer carries the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and add the headers where an answer begins."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, guarded)


@contextlib.asynccontextmanager
async def _holding(_app: st.App) -> AsyncIterator[None]:
    """Hold the database from the start, not from the first visit; where it cannot be opened, the pages say why.

    Commands that find it held come to its door. The server turns larger files away than the settings allow before they
    are in memory.
    """
    config.set_option("server.maxUploadSize", limits_from(os.environ).size // MEGABYTE)
    with contextlib.ExitStack() as open_doors:
        with contextlib.suppress(PlanError, OSError):
            open_doors.enter_context(contextlib.closing(Door(database(), taken(session.store()))))
        gc.collect()
        gc.freeze()  # what is loaded stays; to look it through for garbage would halt a page for a tenth of a second
        yield


app = st.App(Path(__file__).parent / "ui" / "main.py", lifespan=_holding, middleware=[Middleware(Guarded)])
