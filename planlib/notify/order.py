"""An order to tell a team, and what became of it in words; both can be handed to the app that holds the database."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import orjson

from planlib.errors import PlanError, RefusedError
from planlib.export.pack import Format
from planlib.locale import N_, Language, language
from planlib.locale.sentences import error_sentence
from planlib.model import Team
from planlib.notify.channels import SECONDS, Cause, Failure, receivers
from planlib.notify.sending import Kind, Post, Sent, Wanted
from planlib.plans import find_plan, team_of
from planlib.snapshot import open_snapshot
from planlib.store.changes import change_at
from planlib.store.connect import Store

_WHY = {
    Cause.UNREACHABLE: N_("it cannot be reached, or does not let this account in"),
    Cause.ANSWER: N_("it answers {detail}"),
    Cause.SILENT: N_("no answer within {seconds} seconds"),
    Cause.REFUSED: N_("it does not take the message: {detail}"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Who is told what of which plan, as it was said."""

    plan: str
    kind: Kind
    to: list[str]
    lang: str
    now: datetime
    actor: str
    formats: list[Format]
    once: bool = False
    days: int = 2
    link: str = ""
    at: datetime | None = None
    """As it stood then; of midnight the day that begins."""
    dry_run: bool = False

    def packed(self) -> bytes:
        """Return the order as the app is handed it."""
        return orjson.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order, in the language in which it was given."""

    lines: list[str]
    """One a receiver; more where it is only shown."""
    refused: str = ""
    """Why it was not done, or not for all."""


def taken(store: Store) -> Callable[[bytes], bytes]:
    """Return what carries out a packed order on a store, and packs what became of it."""

    def take(packed: bytes) -> bytes:
        said = orjson.loads(packed)
        kind, formats, at = Kind(said.pop("kind")), [Format(one) for one in said.pop("formats")], said.pop("at")
        now, then = datetime.fromisoformat(said.pop("now")), datetime.fromisoformat(at) if at else None
        return orjson.dumps(carried_out(store, Order(kind=kind, formats=formats, now=now, at=then, **said)))

    return take


def unpacked(answer: bytes) -> Outcome:
    """Return what the app says became of an order."""
    return Outcome(**orjson.loads(answer))


def carried_out(store: Store, order: Order) -> Outcome:
    """Tell everybody, and return who was told; what stands in the way is a sentence."""
    _ = language(order.lang)
    try:
        told = _told(store, order, _)
    except PlanError as fault:
        return Outcome([], error_sentence(_, fault))
    if not told:
        return Outcome([_("{plan} is not active, so there is nothing to be alert to.", plan=order.plan)])
    failed = [one for one in told if one.failure]
    lines = [line for one in told for line in (_shown(_, one) if order.dry_run else [_line(_, one)])]
    if not failed:
        return Outcome(lines)
    return Outcome(lines, error_sentence(_, RefusedError("not_told", count=len(failed), total=len(told))))


def _told(store: Store, order: Order, _: Language) -> list[Sent]:
    everybody = receivers(order.to, _)
    key = find_plan(store, order.plan)
    team = team_of(store, key)
    moment = _moment(order, team)
    today, known_at = moment.astimezone(ZoneInfo(team.timezone)).date(), change_at(store, moment) if order.at else None
    snapshot = open_snapshot(store, order.actor, key, today=today, known_at=known_at)
    wanted = Wanted(order.kind, order.formats, order.once, order.days, order.link)
    return Post(store, order.actor, snapshot, today, order.now).send(wanted, everybody, dry_run=order.dry_run)


def _moment(order: Order, team: Team) -> datetime:
    """Return as of when the plan is told of: of a bare day its end."""
    if order.at is None:
        return order.now
    end = datetime.combine(order.at, time.max) if order.at.time() == time() else order.at
    return end if end.tzinfo else end.replace(tzinfo=ZoneInfo(team.timezone))


def _line(_: Language, one: Sent) -> str:
    """Return what became of it for one receiver."""
    name = one.receiver.name
    if one.failure:
        return _("{receiver}: not sent, {why}.", receiver=name, why=_why(_, one.failure))
    if one.message is None:
        return _("{receiver}: nothing new.", receiver=name)
    if one.without_files:
        return _("{receiver}: sent, without the files, which this channel does not take.", receiver=name)
    return _("{receiver}: sent.", receiver=name)


def _why(_: Language, failure: Failure) -> str:
    if failure.cause is Cause.REFUSED and not failure.detail:
        return _("it does not take the message")
    return _(_WHY[failure.cause], detail=failure.detail.rstrip("."), seconds=SECONDS)


def _shown(_: Language, one: Sent) -> Iterator[str]:
    """Yield what a receiver would be told."""
    yield f"## {one.receiver.name}" if one.message else _line(_, one)
    if one.message:
        yield from ("", one.message.title, "", one.message.text, "")
        yield from (_("with {file}", file=file.name) for file in one.message.files)
