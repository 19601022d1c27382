"""The sentences of the month-end summary on the screen: the rows behind each number, and writing them anew."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from planlib.document import Document, Fact, Section, Sentence
from planlib.explaining import By
from planlib.export.marked import marked
from planlib.locale import Language
from planlib.month_end.sources import Source
from planlib.month_end.wordings import rewrite
from planlib.snapshot import Snapshot
from planlib.store.drafts import Place, drafted_names
from planlib.store.ledger import Change
from planlib.vocabulary import PlanState
from ui import session
from ui.form import Saying
from ui.links import link
from ui.markup import Tone, bold, chip, joined, note, section, sentences
from ui.saving import say_saved, what_was_saved
from ui.show import show

_SAVED = "sentence saved"
_LONGEST = 2000
_SHORT = 60
"""Characters by which a sentence is chosen."""
Sources = Mapping[Fact, Source]


def sentences_part(_: Language, snapshot: Snapshot, found: Section, sources: Sources) -> None:
    """Draw what a section says, its numbers with the rows behind them; and what to do about those that changed."""
    if not found.sentences:
        return
    show(section(found.title), sentences([_sentence(_, one, sources) for one in found.sentences]))
    for one in found.sentences:
        if one.edited and one.edited.moved:
            _flag(_, snapshot, found, one)


def _sentence(_: Language, one: Sentence, sources: Sources) -> Markup:
    return marked(one, partial(_number, _, sources)) + _origin(_, one)


def _number(_: Language, sources: Sources, fact: Fact) -> Markup:
    """Return a number that shows what it is and its rows when it is pointed at, reached by key or touched."""
    source = sources[fact]
    leads = link(source.page, _("See where it comes from"), **source.asked)
    tip = joined([bold(f"{fact.label} {fact.full}"), *([source.rows] if source.rows else []), leads], Markup("<br>"))
    one = Markup('<span class="pl-number" tabindex="0">{}<span class="pl-tip">{}</span></span>')
    return one.format(fact.text, tip)


def _origin(_: Language, one: Sentence) -> Markup:
    """Return by whom a sentence was written, or in which other language alone it was; nothing of a rule's own."""
    if one.edited:
        text = _("Written by hand: {by}", by=one.edited.by)
    elif one.only_in:
        text = _("Written by hand in {languages} only; these are the rule's words.", languages=_.join([*one.only_in]))
    else:
        return Markup("")
    return Markup("<small>{}</small>").format(text)


# what was written and does not fit any more


def _flag(_: Language, snapshot: Snapshot, found: Section, one: Sentence) -> None:
    assert one.edited
    said = [*one.edited.moved, *([_("The rule says: {words}", words=one.edited.rule)] if one.edited.rule else [])]
    entry = Markup('<div class="pl-owed">{}<p>{}<small>{}</small></p></div>')
    show(entry.format(chip(_("Numbers have changed"), Tone.WARN), one.text, joined(said, Markup("<br>"))))
    if _is_open(snapshot):
        with st.container(horizontal=True):
            _settle(_, snapshot, found, one, _("Keep these words"), one.text)
            _settle(_, snapshot, found, one, _("Take the rule's words"), "")


def _settle(_: Language, snapshot: Snapshot, found: Section, one: Sentence, label: str, text: str) -> None:
    if st.button(label, key=f"{found.name} {one.name} {_.code} {text and 'keep'}"):
        by = By(session.actor(), session.now(), snapshot.known_at)
        say_saved(rewrite(session.store(), snapshot, found.name, one, text, _, by), _SAVED)
        st.rerun()


# writing anew


def rewriting(_: Language, snapshot: Snapshot, month: Document) -> None:
    """Draw the form in which a sentence is written anew; those whose numbers changed come first."""
    what_was_saved(_, _SAVED)
    every = [(part, one) for part in month.sections for one in part.sentences]
    if not (every and _is_open(snapshot)):
        return
    every.sort(key=lambda pair: not (pair[1].edited and pair[1].edited.moved))
    with st.popover(_("Edit a sentence"), icon=":material/edit:"):
        part, one = _choose(_, snapshot, every)
        form = Saying(_place(_, snapshot, part, one), snapshot.known_at, "text")
        form.say_left(_)
        key, stands = form.key("text"), form.start("text", one.text)
        text = form.enter("text", st.text_area(_("Sentence"), stands, max_chars=_LONGEST, height=130, key=key))
        rule = one.edited.rule if one.edited else one.text
        show(note(_("The rule says: {words}", words=rule)), note(_("Left empty, the rule's words come back.")))

        def write(by: By) -> Change | None:
            return rewrite(session.store(), snapshot, part.name, one, text or "", _, by)

        form.record(_, write, _SAVED)


def _choose(_: Language, snapshot: Snapshot, every: Sequence[tuple[Section, Sentence]]) -> tuple[Section, Sentence]:
    """Ask which sentence; first stands one that was begun and not recorded."""
    places = {_place(_, snapshot, *pair).table: pair for pair in every}
    key = f"rewritten {_.code}"
    if st.session_state.get(key) not in places:
        drafted = drafted_names(session.store(), session.actor(), snapshot.key)
        st.session_state[key] = next((table for table in places if table in drafted), next(iter(places)))

    def words(table: str) -> str:
        part, one = places[table]
        text = one.text if len(one.text) <= _SHORT else f"{one.text[:_SHORT]}…"
        return f"{part.title} · {text}"

    return places[st.selectbox(_("Which one"), list(places), format_func=words, key=key)]


def _place(_: Language, snapshot: Snapshot, part: Section, one: Sentence) -> Place:
    return Place(session.actor(), snapshot.key, f"sentence {part.name} {one.name} {_.code}")


def _is_open(snapshot: Snapshot) -> bool:
    return not session.read_only() and snapshot.plan.state is not PlanState.CLOSED
