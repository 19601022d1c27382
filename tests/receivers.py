"""Those who are told, for tests: a webhook and a mail server, on this machine, that keep what they got."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Webhook:
    """What was posted, and what is answered."""

    address: str = ""
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Path and JSON."""
    status: int = 200
    answer: bytes = b""

    @property
    def messages(self) -> list[str]:
        """Title and text of what json:// brought."""
        return [f"{said['title']}\n{said['message']}" for _path, said in self.got]


@contextmanager
def listening() -> Iterator[Webhook]:
    """Give a webhook that listens on a port of its own."""
    hook = Webhook()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.got.append((self.path, json.loads(body)))
            self.send_response(hook.status)
            self.end_headers()
            self.wfile.write(hook.answer)

        def log_message(self, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hook.address = f"127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield hook
        server.shutdown()


@dataclass
class Mailbox:
    """A mail server; who begins with "nobody" is refused."""

    address: str = ""
    got: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return "550 there is no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, person: str) -> str:
        """Return the address by which somebody is sent mail."""
        return f"mailto://{self.address}?from=plan@example.com&to={person}@example.com"


@contextmanager
def receiving() -> Iterator[Mailbox]:
    """Give a mail server that listens on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    box = Mailbox(f"127.0.0.1:{port}")
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()
