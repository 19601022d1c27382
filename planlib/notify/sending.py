"""Telling a team: what is said to whom, and who was told what.

An alert is remembered once it has arrived, by receiver: who could not be reached is told the next time, and nobody
twice. The pack of a closed month is remembered by its close.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from planlib.close import kept_close
from planlib.document import Document
from planlib.export.pack import MIME, Format
from planlib.locale import Language
from planlib.month_end.summary import summary
from planlib.notify.alerts import alerts, told_together
from planlib.notify.channels import Failure, File, Message, Receiver
from planlib.notify.digest import digest
from planlib.notify.message import MONTH_END, REVIEW, message, section
from planlib.packs import What, packed
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.told import Told, keep_told, known
from planlib.vocabulary import PlanState


class Kind(StrEnum):
    """What is sent."""

    DIGEST = "digest"
    """How the month stands, before the weekly meeting."""
    PACK = "pack"
    """The month-end summary with its files."""
    ALERTS = "alerts"
    """What turned bad since the receiver was told last."""


class Wanted(NamedTuple):
    """What is to be sent of a plan."""

    kind: Kind
    formats: Sequence[Format] = (Format.PDF, Format.XLSX)
    """Of the pack."""
    once: bool = False
    """Of the pack: when the month is closed, once for each close."""
    days: int = 2
    """Without data, after which there is an alert."""
    link: str = ""
    """Where readers open the app; empty where they do not."""


class Sent(NamedTuple):
    """What became of it for one receiver."""

    receiver: Receiver
    message: Message | None
    """None where there was nothing new to tell."""
    failure: Failure | None
    without_files: bool
    """There are files, and the channel takes none."""


class _Letter(NamedTuple):
    """A message, and what its receiver knows before and after it arrives."""

    message: Message | None
    before: Collection[str] = ()
    after: Collection[str] = ()


@dataclass(slots=True)
class Post:
    """A plan as it is told of: from which snapshot, by whom and when."""

    store: Store
    actor: str
    snapshot: Snapshot
    today: date
    at: datetime
    _made: dict[tuple[str, Format], File] = field(default_factory=dict)

    def send(self, wanted: Wanted, receivers: Sequence[Receiver], *, dry_run: bool = False) -> list[Sent]:
        """Tell each receiver, none where the plan is not active and alerts are wanted.

        A `dry_run` sends nothing and takes nothing down.
        """
        if wanted.kind is Kind.ALERTS and self.snapshot.plan.state is not PlanState.ACTIVE:
            return []
        return [self._send(wanted, receiver, dry_run) for receiver in receivers]

    def _send(self, wanted: Wanted, receiver: Receiver, dry_run: bool) -> Sent:
        write = {Kind.DIGEST: self._digest, Kind.PACK: self._pack, Kind.ALERTS: self._alerts}[wanted.kind]
        told = Told(receiver.id, self.snapshot.key, wanted.kind)
        letter = write(wanted, receiver, known(self.store, told))
        failure = None
        if not dry_run:
            failure = receiver.send(letter.message) if letter.message else None
            keep_told(self.store, told, letter.before if failure else letter.after, self.at)
        without = wanted.kind is Kind.PACK and letter.message is not None and not receiver.takes_files
        return Sent(receiver, letter.message, failure, without)

    def _digest(self, wanted: Wanted, receiver: Receiver, _known: set[str]) -> _Letter:
        found = digest(self.store, self.actor, self.snapshot, self.today, receiver.language)
        return _Letter(message(receiver.language, found, self.snapshot, wanted.link, REVIEW))

    def _pack(self, wanted: Wanted, receiver: Receiver, known: set[str]) -> _Letter:
        """Return the month's sentences, with the files where the channel takes them."""
        _, kept = receiver.language, kept_close(self.store, self.snapshot)
        after = {f"close:{kept.change.change_id}"} if kept else set()
        if wanted.once and after <= known:
            return _Letter(None, known, known)
        month = summary(self.store, self.snapshot, _, ("month",))
        where = [] if receiver.takes_files else [_("The files are in the app, on the page “Month end”.")]
        month = Document(month.title, month.stamp, (*month.sections, section("", where)), month.team)
        files = [self._file(form, _) for form in wanted.formats] if receiver.takes_files else []
        text = message(_, month, self.snapshot, wanted.link, MONTH_END)
        return _Letter(text._replace(files=files), known, after)

    def _file(self, form: Format, _: Language) -> File:
        """Return a file of the pack; made once for all who read the same language."""
        if (_.code, form) not in self._made:
            name = f"{self.snapshot.team.code}-{self.snapshot.key.month:%Y-%m}.{form}"
            content = packed(What.SUMMARY, form, self.store, self.snapshot, self.today, _)
            self._made[_.code, form] = File(name, MIME[form], content)
        return self._made[_.code, form]

    def _alerts(self, wanted: Wanted, receiver: Receiver, known: set[str]) -> _Letter:
        """Return what is new to the receiver; what is over is forgotten, so that it is told if it comes again."""
        _ = receiver.language
        standing = alerts(self.store, self.actor, self.snapshot, self.today, wanted.days, _)
        keys = {key for alert in standing for key in alert.keys}
        new = [alert for alert in standing if alert.is_new(known)]
        if not new:
            return _Letter(None, keys, keys)
        title = _.plural("{team}: {count} alert", "{team}: {count} alerts", len(new), team=_.name(self.snapshot.team))
        stamp = _("{month}, data to {day}.", month=_.month(self.snapshot.key.month), day=_.day(self.snapshot.day))
        found = Document(title, stamp, (section("", told_together(new, _)),))
        return _Letter(message(_, found, self.snapshot, wanted.link, REVIEW), known & keys, keys)
