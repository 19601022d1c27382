"""What a name that is to become a KPI or a budget line is likely to be, by its words and by its values in the file.

It is only a proposal: it is told, and what a person says goes before it. Of several rules the first that fits counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from planlib.intake.values.units import Unit
from planlib.intake.values.values import Day, Number
from planlib.locale.units import unit_word
from planlib.vocabulary import Aggregation, BudgetKind, Direction, Frequency, Measure

Found = TypeVar("Found")


class Evidence(NamedTuple):
    """What a file says of a name."""

    name: str
    unit: Unit = Unit()
    values: Sequence[Number] = ()
    bases: Sequence[Number] = ()
    """The denominators of the values; empty where one has none."""
    days: Sequence[Day] = ()


def _words(chinese: str, english: str) -> re.Pattern[str]:
    return re.compile(rf"{chinese}|(?<![a-z])(?:{english})(?![a-z])", re.I)


_MEASURES = (
    (Measure.PERCENT, _words("率|占比|比例|比重|百分比|%", "rates?|share|percent(?:age)?|pct|margin|cvr|on[- ]time")),
    (Measure.DURATION, _words("天数$", "duration|(?:lead|cycle|response|waiting) time|hours?|minutes?")),
    (Measure.COUNT, _words("(?<!指)数$|量$|人次$", "number|count")),
    (Measure.SCORE, _words("评分|得分|打分|满意度|净推荐", "scores?|ratings?|nps|csat|satisfaction")),
    (Measure.DURATION, _words("时长|耗时|用时|时效|工时", "overtime|(?<!on[- ])time")),
    (
        Measure.CURRENCY,
        _words(
            "额|收入|营收|流水|成本|费用(?!户)|利润|毛利|单价|客单|均价",
            "gmv|revenue|sales|income|costs?|spend|amount|profit|price|value|payments?|purchases|aov",
        ),
    ),
    (
        Measure.COUNT,
        _words("订单|新客|人数", "orders?|customers?|users?|visits?|visitors?|complaints?|items?|units?|tickets?"),
    ),
)
_AGGREGATIONS = (
    (Aggregation.MAX, _words("最大|最高|最长|最慢|峰值", "max(?:imum)?|highest|peak|longest|slowest")),
    (Aggregation.MIN, _words("最小|最低|最短|最快", "min(?:imum)?|lowest|shortest|fastest")),
    (Aggregation.RATIO, _words("产出比|投产比", "roi|roas|return on")),
    (Aggregation.LAST, _words("库存|余额|存量|期末|累计|在册|在职", "stock|inventory|balance|backlog|headcount")),
    (Aggregation.MEAN, _words("平均|均价|单价|客单|人均|日均|每", "average|avg|mean|aov|price|per")),
)
_DOWN = _words(
    "退|投诉|客诉|流失|差评|最慢|故障|缺陷|逾期|延迟|超时|损耗|缺勤|离职|差错|返工|报废|等待|耗时|响应|事故|缺货|成本|费用(?!户)",
    "refunds?|returns?|returned|churn|complaints?|defects?|errors?|late|delays?|downtime|attrition|waste|scrap"
    "|waiting|response|slowest|incidents?|accidents?|costs?|expenses?|stockouts?|overdue",
)
_RETURN_ON = _words("回报|产出|复购|退税", "returns? on|returning")
"""Words of good things that hold one of a bad thing."""

_OF_TIME = ("seconds", "minutes", "hours", "days", "weeks", "months")

_REVENUE = _words("收入|营收|回款", "revenue|income|sales")
_SPENT = _words("费|成本|支出", "costs?|expenses?|commissions?|salar(?:y|ies)|travel")
_CATEGORIES = (
    (
        "people",
        _words("工资|薪|人力|奖金|社保|公积金|福利", "payroll|salar(?:y|ies)|wages?|bonus(?:es)?|staff|benefits"),
    ),
    ("marketing", _words("广告|推广|营销|市场|投放|宣传|品牌", "ads?|advertising|marketing|promotions?|brand|media")),
    ("materials", _words("材料|原料|采购|包装|耗材|辅料", "materials?|packaging|supplies|purchas(?:es|ing)")),
    (
        "logistics",
        _words("物流|运费|快递|仓储|配送|运输", "logistics|freight|shipping|courier|warehous(?:e|ing)|delivery"),
    ),
    ("facilities", _words("房租|租金|租赁|水电|物业|办公", "rent|utilities|office|facilit(?:y|ies)|electricity")),
    (
        "technology",
        _words("软件|服务器|云|系统|技术|信息化", "software|servers?|cloud|hosting|it|licen[cs]es?|saas"),
    ),
    ("training", _words("培训|课程|学习", "training|courses?")),
    ("travel", _words("差旅|出差|机票|住宿|交通|会议", "travel|flights?|hotels?|meetings?")),
    (
        "services",
        _words("咨询|外包|法律|审计|服务|顾问|手续费", "consult(?:ing|ants?)|outsourcing|legal|audit|services?|fees"),
    ),
    ("sales", _words("销售|佣金|提成", "sales|commissions?")),
)


def kpi_proposal(found: Evidence, said: Mapping[str, str]) -> dict[str, str]:
    """Return by field what a KPI is, `said` or else likely; what is said of one field counts for the others."""
    measure = Measure(said.get("measure") or _measure(found))
    proposed = {
        "measure": measure,
        "unit": _unit(found.unit),
        "direction": Direction.DOWN if _is_bad(found.name) else Direction.UP,
        "aggregation": _aggregation(found, measure),
        "frequency": _frequency(found.days),
    }
    return {**proposed, **said}


def is_revenue(name: str) -> bool:
    """Say whether a budget line of the name is likely to bring money in."""
    return bool(_REVENUE.search(name)) and not _SPENT.search(name)


def line_proposal(name: str, said: Mapping[str, str]) -> dict[str, str]:
    """Return by field what a budget line is, `said` or else likely."""
    kind = BudgetKind.REVENUE if is_revenue(name) else BudgetKind.COST
    return {"kind": kind, "category": _first(_CATEGORIES, name) or "other", **said}


def _measure(found: Evidence) -> Measure:
    by_name = _first(_MEASURES, found.name)
    numbers = [number.value for number in found.values]
    if found.unit.percent or any(number.percent for number in found.values):
        return Measure.PERCENT
    if found.unit.is_money:
        return Measure.CURRENCY
    if unit_word("en", found.unit.text) in _OF_TIME:
        return Measure.DURATION
    if by_name is not None:
        return by_name
    pairs = zip(numbers, (number.value for number in found.bases), strict=False)
    if found.bases and all(0 <= value <= base for value, base in pairs):
        return Measure.PERCENT
    is_whole = all(number == int(number) for number in numbers)
    if numbers and not is_whole and all(0 <= number <= 1 for number in numbers):
        return Measure.PERCENT
    return Measure.COUNT if numbers and is_whole and not found.bases else Measure.OTHER


def _aggregation(found: Evidence, measure: Measure) -> Aggregation:
    by_name = _first(_AGGREGATIONS, found.name)
    if found.bases or (measure == Measure.PERCENT and by_name not in (Aggregation.MAX, Aggregation.MIN)):
        return Aggregation.RATIO
    return by_name or (Aggregation.MEAN if measure in (Measure.SCORE, Measure.DURATION) else Aggregation.SUM)


def _frequency(days: Sequence[Day]) -> Frequency:
    """Return how often there is a value: months without a day, or days that are whole weeks apart, tell."""
    if days and all(day.month_only for day in days):
        return Frequency.MONTH
    dates = sorted({day.day for day in days})
    is_weekly = len(dates) > 2 and all((later - day).days % 7 == 0 for day, later in pairwise(dates))
    return Frequency.WEEK if is_weekly else Frequency.DAY


def _unit(unit: Unit) -> str:
    """Return what stands after the numbers; nothing for money and percentages, which have theirs."""
    return "" if unit.percent or unit.is_money or unit.scale != 1 else unit.text


def _is_bad(name: str) -> bool:
    return bool(_DOWN.search(_RETURN_ON.sub("", name)))


def _first(words: Iterable[tuple[Found, re.Pattern[str]]], name: str) -> Found | None:
    return next((found for found, pattern in words if pattern.search(name)), None)
