"""Undo takes an upload back exactly: whatever kind it was, and whatever it made, learned and created on the way."""

from typing import Any

import pytest

from planlib.intake.preview import record_preview
from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import current, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import FileKind
from tests.intake_plan import MARCH, NOW, PLAN, faults, look, make_plan
from tests.stores import empty_store

BEFORE = [
    (FileKind.ACTUALS, "kpi,date,value\nREV,2025-03-01,90\nREV,2025-03-02,95\n"),
    (FileKind.TARGETS, "kpi,target\nREV,100\n"),
    (FileKind.SPEND, "line,day,amount,voucher\nADS,2025-03-01,5,v1\n"),
    (FileKind.TASKS, "task,title,owner,start,finish\nT1,写文案,王芳,2025-03-03,2025-03-05\n"),
    (FileKind.RISKS, "risk,title,likelihood,impact\nR1,缺货,3,3\n"),
]
UPLOADS: dict[FileKind, str] = {
    FileKind.ACTUALS: "kpi,date,segment,value\nREV,2025-03-01,,100\nREV,2025-03-03,华东,7\n",
    FileKind.SPEND: "line,day,amount,vendor,voucher\nADS,2025-03-01,6,甲,v1\n"
    "TRV,2025-03-02,8,乙,\nTRV,2025-03-02,8,乙,\n",
    FileKind.KPIS: "code,name_zh,unit,owner,aliases\nREV,销售,万元,李雷,流水\nNEW,新指标,个,韩梅,\n",
    FileKind.TARGETS: "kpi,target,weight\nREV,120,2\nORD,5,1\n",
    FileKind.BUDGET: "line,name,category,amount\nADS,广告,推广,2000\nNEW,礼品,推广,30\n",
    FileKind.PEOPLE: "person,name,capacity\nE1,王芳,6\nE2,李雷,8\n",
    FileKind.OBJECTIVES: "objective,parent,title,kind,owner,due\nO1,,增收,numeric,李雷,2025-03-30\nO2,O1,复购,,韩梅,\n",
    FileKind.MILESTONES: "objective,milestone,due\nO1,签约,2025-03-20\n",
    FileKind.TASKS: "task,title,owner,start,finish,predecessors\n"
    "T1,写文案,李雷,2025-03-03,2025-03-06,\nT2,投放,韩梅,2025-03-07,2025-03-10,T1\n",
    FileKind.RISKS: "risk,title,likelihood,impact,owner\nR1,缺货,5,4,李雷\nR2,断电,1,5,韩梅\n",
}


def standing(store: Store) -> dict[str, list[Any]]:
    """Return every row that stands, without the numbers of their changes."""
    return {table: [stored.record for stored in current(store, table)] for table in TABLES}


def uploaded(store: Store, kind: FileKind, text: str, plan: PlanKey = PLAN) -> int:
    found = look(store, kind, text, plan)
    assert faults(found) == []
    change = record_preview(store, found, actor="test", at=NOW, reason="why", accept_warnings=True)
    assert change is not None
    return change.change_id


@pytest.mark.parametrize("kind", FileKind)
def test_undo_leaves_everything_as_it_was_before_and_can_itself_be_undone(kind: FileKind) -> None:
    with empty_store() as store:
        make_plan(store)
        for other, text in BEFORE:
            uploaded(store, other, text)
        before = standing(store)
        change = uploaded(store, kind, UPLOADS[kind])
        after = standing(store)
        assert after != before
        undo(store, change, actor="test", at=NOW)
        assert standing(store) == before
        undo(store, store.last_change(), actor="test", at=NOW)
        assert standing(store) == after


def test_the_plan_and_the_team_that_an_upload_made_go_with_it() -> None:
    with empty_store() as store:
        make_plan(store)
        before = standing(store)
        change = uploaded(store, FileKind.BUDGET, "line,name,amount\nADS,广告,10\n", PlanKey("OPS", MARCH))
        assert len(standing(store)["teams"]) == 2
        undo(store, change, actor="test", at=NOW)
        assert standing(store) == before
