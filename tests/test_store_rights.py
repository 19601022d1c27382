"""Rights: who may record what, by the role of the person whose login makes the change."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pytest

from planlib.errors import RefusedError
from planlib.locale import language
from planlib.locale.sentences import error_sentence
from planlib.model import Actual, Kpi, Leave, Person, Plan, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record, undo
from planlib.store.rights import Right, Rights, rights_of
from planlib.vocabulary import ChangeKind, PlanState, Role
from tests.stores import ON_DUCKLAKE

MARCH = date(2026, 3, 1)
AT = datetime(2026, 4, 2, 8, tzinfo=UTC)
ROLES = {"wu": Role.VIEWER, "li": Role.EDITOR, "chen": Role.CLOSER, "he": Role.ADMIN}
NAMES = {"wu": "吴桐", "li": "李闻", "chen": "陈思远", "he": "何嘉"}
EVERYBODY = (*ROLES, "stranger")
NUMBER = count(1)


def person(login: str, role: Role | None, team: str = "t", name: str = "") -> Person:
    return Person(person=f"{team}-{login}", team=team, name_zh=NAMES[login], name_en=name, login=login, role=role)


def save(store: Store, actor: str, *writes: Write, kind: ChangeKind = ChangeKind.EDIT) -> int:
    change = record(store, writes, actor=actor, kind=kind, at=AT, reason="told")
    assert change is not None
    return change.change_id


def set_role(store: Store, actor: str, login: str, role: Role | None, team: str = "t") -> int:
    return save(store, actor, Write("people", [person(login, role, team)]))


def set_state(store: Store, actor: str, state: PlanState, kind: ChangeKind) -> int:
    return save(store, actor, Write("plans", [Plan(team="t", month=MARCH, state=state)]), kind=kind)


def value() -> Write:
    return Write("actuals", [Actual(kpi="k", day=MARCH, value=Decimal(next(NUMBER)))])


@pytest.fixture
def team(store: Store) -> Store:
    """Give a store of two teams, each with a plan in force, a KPI and four people; none has a role."""
    save(store, "he", Write("teams", [Team(team=one, code=one) for one in "tu"]))
    people = [person(login, None, one) for one in "tu" for login in ROLES]
    plans = [Plan(team=one, month=MARCH, state=PlanState.ACTIVE) for one in "tu"]
    save(store, "he", Write("plans", plans), Write("people", people), Write("kpis", [Kpi(kpi="k", team="t", code="k")]))
    return store


@pytest.fixture
def ruled(team: Store) -> Store:
    """Give the same with a person of each role in the first team."""
    save(team, "he", Write("people", [person(login, role) for login, role in ROLES.items()]))
    return team


def refusal(deed: Callable[[], object]) -> str:
    """Return why a deed is refused, nothing where it is done."""
    try:
        deed()
    except RefusedError as error:
        return error.code
    return ""


# what each kind of change asks for


def close(store: Store, actor: str) -> None:
    set_state(store, actor, PlanState.CLOSED, ChangeKind.CLOSE)
    set_state(store, "he", PlanState.ACTIVE, ChangeKind.REOPEN)


def close_by_hand(store: Store, actor: str) -> None:
    set_state(store, actor, PlanState.CLOSED, ChangeKind.EDIT)
    set_state(store, "he", PlanState.ACTIVE, ChangeKind.REOPEN)


def in_closed(store: Store, deed: Callable[[], object]) -> None:
    set_state(store, "he", PlanState.CLOSED, ChangeKind.CLOSE)
    try:
        deed()
    finally:
        if current(store, "plans", where={"team": "t"})[0].record.state == PlanState.CLOSED:
            set_state(store, "he", PlanState.ACTIVE, ChangeKind.REOPEN)


def reopen(store: Store, actor: str) -> None:
    in_closed(store, lambda: set_state(store, actor, PlanState.ACTIVE, ChangeKind.REOPEN))


def restate(store: Store, actor: str) -> None:
    in_closed(store, lambda: save(store, actor, value(), kind=ChangeKind.RESTATEMENT))


def undo_a_restatement(store: Store, actor: str) -> None:
    def deed() -> None:
        restated = save(store, "he", value(), kind=ChangeKind.RESTATEMENT)
        undo(store, restated, actor=actor, at=AT)

    in_closed(store, deed)


def give_a_role(store: Store, actor: str) -> None:
    undo(store, set_role(store, actor, "wu", Role.EDITOR), actor="he", at=AT)


def undo_of_a_role(store: Store, actor: str) -> None:
    given = set_role(store, "he", "li", Role.CLOSER)
    try:
        undo(store, given, actor=actor, at=AT)
    finally:
        record(store, [Write("people", [person("li", Role.EDITOR)])], actor="he", kind=ChangeKind.EDIT, at=AT)


def take_a_login(store: Store, actor: str) -> None:
    """Make somebody's right one's own."""
    taken = person("chen", Role.CLOSER).model_copy(update={"login": f"new-{next(NUMBER)}"})
    undo(store, save(store, actor, Write("people", [taken])), actor="he", at=AT)


def remove_a_person(store: Store, actor: str) -> None:
    undo(store, save(store, actor, Write("people", removed=[("t-wu",)])), actor="he", at=AT)


def name_a_person(store: Store, actor: str) -> None:
    save(store, actor, Write("people", [person("chen", Role.CLOSER, name=f"Chen {next(NUMBER)}")]))


def edit(store: Store, actor: str) -> None:
    save(store, actor, Write("kpis", [Kpi(kpi="k", team="t", code="k", unit=str(next(NUMBER)))]))


def enter_a_leave(store: Store, actor: str) -> None:
    day = date.fromordinal(MARCH.toordinal() + next(NUMBER))
    save(store, actor, Write("leave", [Leave(person="t-li", first=day, last=day)]), kind=ChangeKind.MEETING)


def of_the_other_team(store: Store, actor: str) -> None:
    plan = Plan(team="u", month=MARCH, state=PlanState.CLOSED)
    save(store, actor, Write("plans", [plan]), kind=ChangeKind.CLOSE)
    opened = plan.model_copy(update={"state": PlanState.ACTIVE})
    save(store, actor, Write("plans", [opened]), kind=ChangeKind.REOPEN)


RECORD, CLOSE, GIVE, ANY = {"li", "stranger", "chen", "he"}, {"chen", "he"}, {"he"}, set(EVERYBODY)
MAY = {
    edit: RECORD,
    enter_a_leave: RECORD,
    name_a_person: RECORD,
    close: CLOSE,
    close_by_hand: CLOSE,
    reopen: CLOSE,
    restate: CLOSE,
    undo_a_restatement: CLOSE,
    give_a_role: GIVE,
    undo_of_a_role: GIVE,
    take_a_login: GIVE,
    remove_a_person: GIVE,
    of_the_other_team: ANY,
}


def test_each_kind_of_change_is_for_those_who_have_the_right(ruled: Store) -> None:
    who = ("stranger",) if ON_DUCKLAKE else EVERYBODY
    for deed, allowed in MAY.items():
        wrong = "may_not_close" if allowed == CLOSE else "may_not_give"
        expected = {one: "" if one in allowed else "only_reads" if one == "wu" else wrong for one in who}
        assert {one: refusal(lambda: deed(ruled, one)) for one in who} == expected, deed.__name__  # noqa: B023


def test_a_right_that_nobody_was_given_is_everybodys(team: Store) -> None:
    for deed in (edit, close, reopen, restate):
        deed(team, "stranger")
    set_role(team, "li", "wu", Role.VIEWER)
    assert refusal(lambda: close(team, "wu")) == "only_reads"
    close(team, "stranger")
    set_role(team, "chen", "chen", Role.CLOSER)  # closers give roles where there is no admin
    assert refusal(lambda: set_role(team, "li", "li", Role.CLOSER)) == "may_not_give"
    set_role(team, "chen", "wu", None)
    set_role(team, "chen", "chen", None)
    close(team, "stranger")


def test_nobody_takes_the_way_back_from_themselves(team: Store) -> None:
    assert refusal(lambda: set_role(team, "chen", "he", Role.ADMIN)) == "locks_out"
    assert refusal(lambda: set_role(team, "li", "li", Role.VIEWER)) == "locks_out"
    save(team, "he", Write("people", [person("he", Role.ADMIN), person("chen", Role.ADMIN)]))
    for less in (Role.CLOSER, None):
        assert refusal(lambda: set_role(team, "he", "he", less)) == "locks_out"  # noqa: B023
    set_role(team, "chen", "he", None)


def test_a_refusal_names_who_may_and_who_can_change_that(ruled: Store) -> None:
    rights = rights_of(ruled, "t")
    said = {
        (who, right): error_sentence(language("zh"), error)
        for who in ("wu", "li")
        for right in Right
        if (error := rights.refusal(who, right))
    }
    assert set(said) == {("wu", right) for right in Right} | {("li", Right.CLOSE), ("li", Right.ROLES)}
    assert "何嘉、陈思远" in said["li", Right.CLOSE]
    assert all("何嘉" in sentence for sentence in said.values())
    assert rights_of(ruled, "u") == Rights()


def test_who_is_two_people_has_the_rights_of_both() -> None:
    rights = Rights((person("wu", Role.VIEWER), person("wu", Role.CLOSER)))
    assert rights.may("wu", Right.CLOSE)
