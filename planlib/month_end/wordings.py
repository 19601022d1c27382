"""Sentences of the summary that somebody wrote in place of the rules, in one language, and whether they still hold.

With the text the numbers are kept that its sentence knew then. Where these are others now, the text may say what is
not so any more: it is marked, until somebody writes it anew, keeps it, or takes the rule's words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import orjson

from planlib.document import Edited, Fact, Sentence
from planlib.explaining import By
from planlib.locale import LANGUAGES, NONE, Language
from planlib.model import Wording
from planlib.month_end.sentences import furthest_off
from planlib.review.original import when_and_why
from planlib.snapshot import Snapshot
from planlib.store.changes import get
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.vocabulary import ChangeKind

LISTED = 6
"""Numbers that a footnote lists."""


class Written(NamedTuple):
    """A text that stands, and the change that wrote it."""

    wording: Wording
    change_id: int


def rewrite(
    store: Store, snapshot: Snapshot, section: str, sentence: Sentence, text: str, language: Language, by: By
) -> Change | None:
    """Record what is written in place of a sentence; nothing, or the rule's own words, gives it back to the rule.

    The numbers that it knows are kept as they are now. None where it stands so.

    Raises:
        RefusedError: `plan_closed`.
        ConflictError: Somebody else wrote it meanwhile.
    """
    team, month = snapshot.key
    key, text = (team, month, section, sentence.name, language.code), text.strip()
    rule, known = sentence.text, sentence.facts
    if sentence.edited:
        rule, known = sentence.edited.rule, sentence.edited.facts
    if text in ("", rule):
        write = Write("wordings", removed=[key], based_on=by.seen)
    else:
        facts = orjson.dumps({"rule": rule, "facts": [list(fact) for fact in known]}).decode()
        names = dict(zip(("team", "month", "section", "sentence", "language"), key, strict=True))
        write = Write("wordings", [Wording(**names, text=text, facts=facts)], based_on=by.seen)
    return record(store, [write], actor=by.actor, kind=ChangeKind.EDIT, at=by.at, plan=snapshot.key)


def worded(
    store: Store, snapshot: Snapshot, section: str, sentences: Iterable[Sentence], _: Language
) -> tuple[Sentence, ...]:
    """Return a section's sentences with what was written in place of them, as it was known at the snapshot's moment.

    One of which the rule has nothing to say any more comes last.
    """
    found = list(sentences)
    written = _written(store, snapshot, section)
    known = {sentence.name for sentence in found}
    gone = [Sentence(name, "") for name, code in written if code == _.code and name not in known]
    told = (_worded(store, snapshot, sentence, written, _) for sentence in [*found, *gone])
    return tuple(sentence for sentence in told if sentence.text)


def _written(store: Store, snapshot: Snapshot, section: str) -> Mapping[tuple[str, str], Written]:
    """Return what stands, by the sentence's name and the language."""
    where = {**snapshot.key._asdict(), "section": section}
    found = current(store, "wordings", known_at=snapshot.known_at, where=where)
    return {(one.record.sentence, one.record.language): Written(*one) for one in found}


def _worded(
    store: Store, snapshot: Snapshot, sentence: Sentence, written: Mapping[tuple[str, str], Written], _: Language
) -> Sentence:
    own = written.get((sentence.name, _.code))
    if own is None:
        others = [LANGUAGES[code] for name, code in written if name == sentence.name]
        return replace(sentence, only_in=tuple(others)) if sentence.text else sentence
    with store.cursor() as cursor:
        change = get(cursor, own.change_id)
    by = "".join(when_and_why(_, store, snapshot, [change] if change else []))
    then, now = _known(own.wording), {_name(fact): fact for fact in sentence.facts}
    here = {_name(fact): fact for fact in _of_kpis(snapshot, then.facts, _)} | now
    facts = [here[name] for name in dict.fromkeys([*map(_name, then.facts), *now]) if name in here]
    moved = tuple(_moved(then, sentence, here, _))
    edited, text = Edited(sentence.text, tuple(facts), by, moved, _note(by, moved, _)), own.wording.text
    return replace(sentence, text=text, facts=tuple(fact for fact in facts if fact.text in text), edited=edited)


class _Known(NamedTuple):
    """What a sentence said by the rule as somebody wrote it, and the numbers that it was about."""

    rule: str
    facts: Sequence[Fact]


def _known(wording: Wording) -> _Known:
    found = orjson.loads(wording.facts)
    return _Known(found["rule"], [Fact(*fact) for fact in found["facts"]])


def _moved(then: _Known, sentence: Sentence, here: Mapping[tuple[str, ...], Fact], _: Language) -> Iterator[str]:
    """Yield each number that is another one: what, old → new; and that the rule tells of something else.

    `here` is what there is to tell now; of a KPI also where the rule does not tell of it any more.
    """
    for old in then.facts:
        new = here.get(_name(old))
        if new is None or old.exact != new.exact:
            yield _change(old, new)
    known = {(fact.source, fact.of) for fact in then.facts}
    if then.rule and not sentence.text:
        yield _("the rule has nothing to say any more")
    elif any((fact.source, fact.of) not in known for fact in sentence.facts):
        yield _("the rule now tells of something else")


def _change(old: Fact, new: Fact | None) -> str:
    """Return what, old → new, with more digits where they are written alike."""
    if new is None:
        return f"{old.label} {old.text} → {NONE}"
    before, after = (old.full, new.full) if old.text == new.text else (old.text, new.text)
    return f"{old.label} {before} → {after}"


def _of_kpis(snapshot: Snapshot, then: Sequence[Fact], _: Language) -> Iterator[Fact]:
    """Yield what would be told now of the KPIs that were told of."""
    codes = {fact.of for fact in then if fact.source == "kpis"}
    for line in snapshot.kpis():
        if line.kpi.code in codes:
            yield from furthest_off(line, snapshot, _).facts


def _name(fact: Fact) -> tuple[str, ...]:
    """Return what tells a number from the others of its sentence: counts and segments are told by their labels."""
    return fact.source, fact.of, fact.field, fact.label


def _note(by: str, moved: Sequence[str], _: Language) -> str:
    if not moved:
        return ""
    listed = list(moved[:LISTED])
    if (more := len(moved) - LISTED) > 0:
        listed.append(_.plural("{count} more", "{count} more", more))
    return _("Written by hand ({by}); numbers have changed since: {moved}.", by=by, moved=_.clauses(listed))
