"""Who may close months and say who has which role, as the pages tell it before anybody tries."""

from markupsafe import Markup

from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from planlib.locale.words import actor_word
from planlib.model import Person
from planlib.snapshot import Snapshot
from planlib.store.rights import Right, Rights, rights_of
from planlib.vocabulary import PlanState
from ui import address, session
from ui.links import link
from ui.markup import Tone, bold, chip, finding, note, rich
from ui.plan_parts import TABLE
from ui.show import show

PEOPLE = "people"


def may_close(_: Language, snapshot: Snapshot) -> bool:
    """Say who closes and reopens months, and return whether the reader may."""
    rights = rights_of(session.store(), snapshot.key.team)
    if barred := rights.refusal(session.actor(), Right.CLOSE):
        show(finding(error_sentence(_, barred), chip(_("Not yours to do"), Tone.WARN)))
    elif holders := rights.holders(Right.CLOSE):
        show(note(_("Closing, reopening and restating a month is for {who}.", who=_names(_, holders))))
    else:
        right = bold(link("plan", _("right"), **{TABLE: PEOPLE, **_open_month(snapshot)}))
        show(note(rich(_("Nobody was given the {right} to close and reopen months, so anyone may."), right=right)))
    return barred is None


def hindrance(_: Language, team: str, right: Right) -> str | None:
    """Return why the reader may not record what asks for a right, None where nothing stands in the way."""
    barred = rights_of(session.store(), team).refusal(session.actor(), right)
    return error_sentence(_, barred) if barred else None


def roles_said(_: Language, snapshot: Snapshot, table: str) -> Markup:
    """Return, for the table of people, as whom the reader makes changes, and who says who has which role."""
    if table != PEOPLE or session.read_only():
        return Markup("")
    rights, actor = rights_of(session.store(), snapshot.key.team), session.actor()
    me = _("You make changes as {actor}.", actor=actor_word(_, actor))
    return note(_.sentences([me, _givers(_, rights)]))


def _givers(_: Language, rights: Rights) -> str:
    if holders := rights.holders(Right.ROLES):
        return _("Who has which role is for {who} to say.", who=_names(_, holders))
    return _("As long as nobody is a month closer or an admin, anyone closes months and gives roles.")


def _names(_: Language, people: list[Person]) -> str:
    return _.join([_.name(one) or str(one.login) for one in people])


def _open_month(snapshot: Snapshot) -> dict[str, str]:
    """Return, for an address, a month in which people can be edited: the newest that is not closed, if there is one."""
    found = [
        plan.month
        for team, plan in session.plans()
        if team.team == snapshot.key.team and plan.state != PlanState.CLOSED
    ]
    return {address.MONTH: f"{max(found):%Y-%m}"} if found else {}
