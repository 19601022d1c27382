"""The channels by which a team is told, through apprise: Feishu, DingTalk, WeCom, Slack, mail, any webhook.

An address holds secrets: no text of ours has more of it than the channel and its host, and the database has a hash.
Apprise is slow to load, and loaded when something is sent.
"""

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from planlib.errors import RefusedError
from planlib.locale import LANGUAGES, Language
from planlib.locale import language as language_of

SECONDS = 30
"""That one channel may take."""
_ROBOTS = ("dingtalk", "feishu", "lark", "wecombot")
"""Chat robots: a message has so many bytes rather than characters, and what they refuse they answer with 200, too."""
_WIDEST = 3
"""Bytes of a Chinese character."""
_REFUSED = 422
_LEAST = 5
"""Characters from which a part of an address may be a secret."""


class File(NamedTuple):
    """A file that goes along."""

    name: str
    mime: str
    content: bytes


class Message(NamedTuple):
    """What is sent, in one language."""

    title: str
    markdown: str
    text: str
    """The same without markup, for channels that show none."""
    files: Sequence[File] = ()


class Cause(StrEnum):
    """Why a message did not arrive."""

    UNREACHABLE = "unreachable"
    ANSWER = "answer"
    """It was answered with a code of HTTP that is no success."""
    SILENT = "silent"
    """There was no answer in time."""
    REFUSED = "refused"


class Failure(NamedTuple):
    """Why a message did not arrive, and what the channel says of it, if anything."""

    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is told, in their language."""

    channel: Any
    """Apprise's plugin for the address."""
    language: Language

    @property
    def name(self) -> str:
        """The channel and its host, or to whom a mail goes: what of the address is no secret."""
        scheme, rest = self.channel.url(privacy=True).partition("?")[0].split("://", 1)
        if "mail" in scheme:
            return f"{scheme}://{rest.rpartition('@')[2].replace('%40', '@').strip('/')}"
        return f"{scheme}://{rest.split('/')[0].rpartition('@')[2]}"

    @property
    def id(self) -> str:
        """By which it is remembered, in each language by itself.

        It is costly to guess the address from it, as a password of a mailbox may be short.
        """
        known = f"{self.language.code}={self.channel.url()}"
        return hashlib.scrypt(known.encode(), salt=b"planlib", n=2**14, r=8, p=1, dklen=16).hex()

    @property
    def takes_files(self) -> bool:
        """Whether files arrive; of Slack's addresses those of a bot take them, its webhooks do not."""
        by_webhook = "webhook" in str(getattr(self.channel, "mode", ""))
        return bool(self.channel.attachment_support) and not by_webhook

    def send(self, message: Message) -> Failure | None:
        """Send a message, in several where it is too long for the channel; None once it has arrived."""
        apprise = _apprise()
        channel = self.channel
        formats = channel.notify_format if isinstance(channel.notify_format, tuple) else (channel.notify_format,)
        marked = any(form in (apprise.NotifyFormat.MARKDOWN, apprise.NotifyFormat.HTML) for form in formats)
        body = message.markdown if marked else message.text
        if channel.secure_protocol in _ROBOTS and not body.isascii():
            channel.body_maxlen = type(channel).body_maxlen // _WIDEST
        sender = apprise.Apprise(asset=channel.asset)
        sender.add(channel)
        files = [_attached(file) for file in message.files] if self.takes_files else None
        form = apprise.NotifyFormat.MARKDOWN if marked else apprise.NotifyFormat.TEXT
        result = sender.notify(body=body, title=message.title, body_format=form, attach=files)
        return None if result else _failure(result, self._secrets())

    def _secrets(self) -> set[str]:
        return _parts(self.channel.url()) - _parts(self.name)


def receivers(addresses: Sequence[str], language: Language) -> list[Receiver]:
    """Return who is told, in `language` where an address does not begin with another, as in en=mailto://….

    RefusedError `bad_receiver` names an address that is none by its number and its scheme.
    """
    return [_receiver(number, text, language) for number, text in enumerate(addresses, 1)]


def _receiver(number: int, text: str, language: Language) -> Receiver:
    code, sign, rest = text.partition("=")
    chosen, url = (language_of(code), rest) if sign and code in LANGUAGES else (language, text)
    apprise = _apprise()
    asset = apprise.AppriseAsset(
        async_mode=False, http_redirects=False, service_timeout=SECONDS, storage_mode=apprise.PersistentStoreMode.MEMORY
    )
    asset.app_id = asset.app_desc = "planlib"
    asset.image_url_mask = asset.image_url_logo = ""  # Slack would fetch a logo that is not ours
    channel = apprise.Apprise.instantiate(url, asset=asset)
    if channel is None:
        scheme, there, _rest = url.partition("://")
        raise RefusedError("bad_receiver", number=number, scheme=f"{scheme}://" if there else None)
    channel.overflow_mode = apprise.OverflowMode.SPLIT
    return Receiver(channel, chosen)


def _attached(file: File) -> Any:
    memory = import_module("apprise.attachment.memory")
    return memory.AttachMemory(content=file.content, name=file.name, mimetype=file.mime)


def _failure(result: Any, secrets: set[str]) -> Failure:
    """Return why a message did not arrive, by what apprise took down; nothing that has a secret in it is repeated."""
    tries = [attempt for one in result for attempt in one]
    if any(attempt.status.name == "TIMEOUT" for attempt in tries):
        return Failure(Cause.SILENT)
    said = [entry.message for attempt in tries for entry in attempt if entry.level in ("WARNING", "ERROR")]
    if any("onnection error" in text for text in said):
        return Failure(Cause.UNREACHABLE)
    open_words = [text for text in said if not any(secret in text for secret in secrets)]
    told = [text for text in open_words if f"error={_REFUSED}" not in text]
    last = told[-1] if told else ""
    code = re.search(r"error=(\d+)", last)
    return Failure(Cause.ANSWER, code[1]) if code else Failure(Cause.REFUSED, last)


def _parts(url: str) -> set[str]:
    return {part for part in re.split(r"[/@:?&=%]+", url) if len(part) >= _LEAST}


@cache
def _apprise() -> Any:
    """Return apprise, which keeps what it logs to itself: it would repeat addresses on the terminal."""
    log = logging.getLogger("apprise")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    for name in _ROBOTS:
        plugin: Any = import_module(f"apprise.plugins.{name}")
        plugin.requests = _Robots(plugin.requests, log)
    return import_module("apprise")


class _Robots:
    """What the plugin of a robot takes for the library `requests`: an answer that says no has a status that does."""

    def __init__(self, requests: Any, log: logging.Logger) -> None:
        self._requests, self._log = requests, log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._requests, name)

    def post(self, *arguments: Any, **named: Any) -> Any:
        """Send it, and look into the answer."""
        answer = self._requests.post(*arguments, **named)
        if answer.ok and (why := _refusal(answer)):
            answer.status_code = _REFUSED
            self._log.warning(why)
        return answer


def _refusal(answer: Any) -> str:
    """Return why a robot did not take a message; empty where it did."""
    try:
        said = answer.json()
    except ValueError:
        return ""
    codes = [said.get(name) for name in ("errcode", "code", "StatusCode")] if isinstance(said, dict) else []
    code = next(filter(None, codes), None)
    return "" if code is None else f"{code} {said.get('errmsg') or said.get('msg') or ''}".strip()
