"""Which kind of file a header belongs to, where it is not what somebody said."""

import pytest

from planlib.intake.reading.expect import better_kind
from planlib.vocabulary import FileKind


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("指标,目标值,权重", FileKind.TARGETS),
        ("指标,目标,权重", FileKind.TARGETS),
        ("科目,付款日期,金额,供应商", FileKind.SPEND),
        ("代码,名称,单位,方向", FileKind.KPIS),
        ("科目,名称,预算金额,收支", FileKind.BUDGET),
        ("姓名,英文名", FileKind.PEOPLE),
        ("目标,上级目标,负责人,截止日期", FileKind.OBJECTIVES),
        ("goal,title,owner,due by", FileKind.OBJECTIVES),
        ("日期,备注", None),
        ("代码,中文名称,英文名称", FileKind.KPIS),
        ("code,english name,chinese name", None),
    ],
)
def test_a_header_tells_the_kind_where_it_has_most_of_its_columns(header: str, kind: FileKind | None) -> None:
    assert better_kind(FileKind.ACTUALS, tuple(header.split(","))) == kind


def test_the_kind_that_was_said_stays_where_no_other_fits_better() -> None:
    assert better_kind(FileKind.TARGETS, ("指标", "目标值", "权重")) is None
