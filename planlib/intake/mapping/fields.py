"""The fields of each kind of file: by which headers and words they are known, in Chinese and in English."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, NamedTuple

from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    Commitment,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    GrowthMode,
    Measure,
    ObjectiveKind,
    Path,
    Phasing,
    RiskKind,
    RiskResponse,
    RiskState,
    Role,
    SpendStatus,
)

Holds = Literal[
    "name", "text", "number", "day", "choice", "flag", "shares", "phases", "length", "hours", "step", "links", "trigger"
]


class Field(NamedTuple):
    """One field of a file."""

    name: str
    holds: Holds
    headers: tuple[str, ...]
    """Other headers it is known by; case, width and a unit in brackets do not matter."""
    needed: bool = False
    """Every file of the kind must have it."""
    longest: int = 200
    words: str = ""
    """The entry of ``CHOICES`` that a choice is made from, where it is not that of the field's name."""

    otherwise: tuple[str, ...] = ()
    """Headers it is known by where the file has none of the others; the first that is there counts."""

    @property
    def choices(self) -> Mapping[StrEnum, tuple[str, ...]]:
        """What may be chosen, and the words for it."""
        return CHOICES[self.words or self.name]


def _text(name: str, *headers: str, longest: int = 200) -> Field:
    return Field(name, "text", headers, longest=longest)


def _number(name: str, *headers: str, needed: bool = False) -> Field:
    return Field(name, "number", headers, needed)


def _step(name: str, *headers: str) -> Field:
    return Field(name, "step", headers)


def _choice(name: str, *headers: str, words: str = "") -> Field:
    return Field(name, "choice", headers, words=words)


_KPI = ("指标", "指標", "指标名称", "指标代码", "指标编码", "metric", "kpi code")
_DAY = ("date", "日期", "日", "统计日期", "数据日期", "业务日期")
_GOAL = ("目标", "目标代码", "目标编码", "目标编号", "goal", "goal code")
_DUE = ("截止日", "截止日期", "到期日", "完成日期", "due by", "due date", "deadline")
_NUMBERED = ("编号", "序号", "id", "no", "no.", "#")
_NOTE = _text("note", "备注", "備註", "说明", "remark", "remarks", "comment", longest=2000)

FIELDS: dict[FileKind, tuple[Field, ...]] = {
    FileKind.ACTUALS: (
        Field("kpi", "name", _KPI, needed=True),
        Field("day", "day", (*_DAY, "周", "月份", "week", "month"), needed=True),
        Field("segment", "name", ("维度", "分组", "地区", "区域", "region")),
        _number("value", "数值", "數值", "值", "实际", "实际值", "actual", needed=True),
        _number("base", "分母", "基数", "denominator"),
        _NOTE,
    ),
    FileKind.SPEND: (
        Field("line", "name", ("科目", "预算科目", "类别", "category", "budget line", "account"), needed=True),
        Field("day", "day", (*_DAY, "付款日期", "发生日期", "payment date"), needed=True),
        _number("amount", "金额", "實際金額", "实际金额", "支出", "支出金额", "付款金额", needed=True),
        _number("quantity", "数量", "采购数量", "qty"),
        _choice("status", "状态", "付款状态"),
        _text("vendor", "供应商", "收款方", "往来单位", "supplier", "payee"),
        _text("voucher", "凭证", "凭证号", "单据号", "单号", "发票号", "voucher no", "invoice", "document"),
        _text("settles", "核销", "核销凭证", "冲销", "结算凭证", "settled voucher", "commitment it settles"),
        _NOTE,
    ),
    FileKind.KPIS: (
        Field("code", "name", ("代码", "编码", "指标代码", "指标编码", "kpi", "kpi code"), needed=True, longest=64),
        _text("name", "名称", "指标名称", "指标"),
        _text("name_zh", "中文名", "中文名称", "chinese name"),
        _text("name_en", "英文名", "英文名称", "english name"),
        _text("unit", "单位"),
        _choice("direction", "方向"),
        _choice("aggregation", "汇总方式", "聚合方式", "汇总"),
        _choice("frequency", "频率", "更新频率"),
        _choice("expected", "应有数据日", "应填日", "expected days"),
        _choice("gaps", "缺数含义", "空缺", "无数据时", "days without a row"),
        _number("min", "最小值", "下限", "最小可能值", "smallest", "minimum", "smallest possible value"),
        _number("max", "最大值", "上限", "最大可能值", "largest", "maximum", "largest possible value"),
        Field("whole", "flag", ("整数", "仅整数", "whole numbers", "whole numbers only")),
        Field("owner", "name", ("负责人", "责任人")),
        _choice("measure", "度量类型", "类型", "指标类型", "type", "what it measures"),
        _text("source", "数据来源", "来源"),
        _text("aliases", "别名", "其他名称", "other names", longest=2000),
    ),
    FileKind.TARGETS: (
        Field("kpi", "name", _KPI, needed=True),
        Field("objective", "name", ("目标代码", "所属目标", "goal", "its goal")),
        _number("baseline", "基线", "基线值", "上期值"),
        _number("target", "目标", "目标值"),
        _number("lower", "下限", "lower limit"),
        _number("upper", "上限", "upper limit"),
        _number("tolerance", "容差", "允许偏差"),
        _number("weight", "权重"),
        _choice("path", "路径", "达成路径", "分解方式"),
        Field("weekly_split", "shares", ("周占比", "周分解", "每周占比", "weekly split", "weekly shares")),
        _choice("commitment", "承诺类型", "承诺"),
        _choice("growth_mode", "增长方式", "growth mode", "kind of growth"),
        _number("growth_rate", "增长率", "growth rate", "growth"),
    ),
    FileKind.BUDGET: (
        Field("line", "name", ("科目", "预算科目", "科目代码", "budget line", "code"), needed=True, longest=64),
        _text("name", "名称", "科目名称"),
        _text("name_zh", "中文名", "中文名称", "chinese name"),
        _text("name_en", "英文名", "英文名称", "english name"),
        _text("category", "类别"),
        _choice("kind", "收支", "收支类型", "收入/成本", "类型", "cost or revenue"),
        _number("amount", "预算", "预算金额", "原预算", "金额", "original", "budget", "original budget"),
        _number("revised", "调整后预算", "调整预算", "revised budget"),
        _choice("phasing", "分期方式", "序时方式", "分期"),
        Field("phasing_detail", "phases", ("分期明细", "phasing detail", "phasing in detail")),
        _number("quantity", "数量", "预算数量", "计划数量", "qty", "budget quantity", "planned quantity"),
        _text("quantity_unit", "数量单位", "计量单位", "unit of quantity", "unit of measure", "uom"),
        _number("price", "单价", "预算单价", "计划单价", "unit price", "price per unit"),
        Field("driver", "name", ("动因", "业务动因", "成本动因", "随之变动的指标", "moves with", "cost driver")),
        _number("variable", "变动部分", "变动比例", "变动占比", "variable share", "part that moves"),
        _number("to_complete", "还要发生", "尚需支出", "预计尚需", "still to be spent", "estimate to complete"),
        Field("estimated", "day", ("估计截至", "估算日期", "估计日期", "estimated after", "estimated on")),
    ),
    FileKind.PEOPLE: (
        Field("person", "name", ("人员", "姓名", "成员", "员工", "member", "employee", "full name"), needed=True),
        _text("name", "名称", "名字"),
        _text("name_zh", "中文名", "中文名称", "中文姓名", "chinese name"),
        _text("name_en", "英文名", "英文名称", "英文姓名", "english name"),
        _text("login", "登录名", "账号", "用户名", "user", "user name", "account"),
        _choice("role", "角色", "权限", "right"),
        Field("capacity", "hours", ("每日工时", "每天工时", "工时", "hours a day", "hours per day", "hours")),
    ),
    FileKind.OBJECTIVES: (
        Field("objective", "name", _GOAL, True, otherwise=_NUMBERED),
        Field("parent", "name", ("上级目标", "父目标", "所属目标", "parent goal", "part of")),
        _text("title", "标题", "名称", "目标名称", "目标标题", "name"),
        _text("title_zh", "中文标题", "中文名称", "chinese title"),
        _text("title_en", "英文标题", "英文名称", "english title"),
        _choice("kind", "类型", "目标类型", "评分依据", "type", "scored by", words="objective_kind"),
        Field("owner", "name", ("负责人", "责任人")),
        Field("due", "day", _DUE),
        _number("weight", "权重"),
        _step("priority", "优先级"),
        _text("standard", "完成标准", "标准", "done when", longest=2000),
        _text("standard_zh", "中文完成标准", "done when in chinese", longest=2000),
        _text("standard_en", "英文完成标准", "done when in english", longest=2000),
        Field("serves", "name", ("策略", "所属策略", "战略", "strategy")),
    ),
    FileKind.MILESTONES: (
        Field("milestone", "name", ("里程碑", "里程碑名称", "milestone name"), needed=True),
        _text("title_zh", "中文标题", "中文名称", "chinese title"),
        _text("title_en", "英文标题", "英文名称", "english title"),
        Field("objective", "name", (*_GOAL, "所属目标", "its goal")),
        _number("weight", "权重"),
        Field("due", "day", _DUE),
        _number("done", "完成度", "完成进度", "进度", "percent done", "progress"),
        _text("evidence", "证据", "完成证据", "佐证", longest=2000),
    ),
    FileKind.TASKS: (
        Field("task", "name", ("任务", "任务代码", "任务编号", "task code"), True, 64, otherwise=_NUMBERED),
        _text("title", "标题", "名称", "任务名称", "任务标题", "name", "task name"),
        _text("title_zh", "中文标题", "中文名称", "chinese title"),
        _text("title_en", "英文标题", "英文名称", "english title"),
        Field("owner", "name", ("负责人", "责任人", "assignee")),
        Field("start", "day", ("开始", "开始日期", "计划开始", "最早开始", "start date", "begin", "not before")),
        Field("finish", "day", ("完成", "完成日期", "计划完成", "结束", "结束日期", "end", "end date", "finish date")),
        Field("duration", "length", ("工期", "工期天数", "days", "working days", "duration in working days")),
        Field("predecessors", "links", ("前置任务", "前置", "依赖", "predecessor", "depends on"), longest=2000),
        _number("progress", "进度", "完成进度", "完成率", "完成百分比", "percent complete", "complete"),
        _number("budget", "预算", "预算金额", "任务预算"),
        Field("objective", "name", ("目标", "所属目标", "目标代码", "goal", "its goal")),
        _step("priority", "优先级"),
        Field("started", "day", ("实际开始", "actual start", "began on")),
        Field("finished", "day", ("实际完成", "actual finish", "done on")),
        _NOTE,
    ),
    FileKind.RISKS: (
        Field("risk", "name", ("风险", "风险代码", "风险编号", "risk code"), True, 64, otherwise=_NUMBERED),
        _text("title", "标题", "名称", "风险名称", "风险描述", "name", "description"),
        _text("title_zh", "中文标题", "中文名称", "chinese title"),
        _text("title_en", "英文标题", "英文名称", "english title"),
        _choice("kind", "类型", "风险类型", "风险或机会", "type", "risk or opportunity", words="risk_kind"),
        _text("category", "类别", "风险类别", "分类", "risk category"),
        Field("owner", "name", ("负责人", "责任人")),
        _step("likelihood", "可能性", "发生可能性"),
        _step("impact", "影响", "影响程度", "严重程度", "severity"),
        _step("inherent_likelihood", "固有可能性", "inherent likelihood"),
        _step("inherent_impact", "固有影响", "inherent impact"),
        _step("residual_likelihood", "剩余可能性", "残余可能性", "residual likelihood"),
        _step("residual_impact", "剩余影响", "残余影响", "residual impact"),
        _step("target_likelihood", "目标可能性", "target likelihood"),
        _step("target_impact", "目标影响", "target impact"),
        _choice("response", "应对", "应对策略", "应对方式"),
        _text("action", "应对措施", "措施", "事前措施", "mitigation", "action beforehand", longest=2000),
        _text("contingency", "应急预案", "预案", "应急计划", "contingency plan", longest=2000),
        Field("contingency_days", "length", ("预案天数", "所需天数", "contingency days", "days it takes")),
        Field("trigger", "trigger", ("触发条件", "触发"), longest=2000),
        _number("probability", "概率", "发生概率"),
        _number("cost", "涉及金额", "损失金额", "预计损失", "预计金额", "金额", "money at stake", "expected loss"),
        _number("came_to", "实际金额", "实际损失", "实际发生金额", "what it came to", "actual loss"),
        Field("objective", "name", ("目标", "所属目标", "目标代码", "goal", "its goal")),
        _choice("state", "状态", "风险状态", "status", words="risk_state"),
        _text("reason", "关闭原因", "why closed", longest=2000),
        Field("review", "day", ("上次复核", "复核", "复核日期", "评审日期", "last review", "reviewed")),
    ),
}

CHOICES: dict[str, dict[StrEnum, tuple[str, ...]]] = {
    "status": {
        SpendStatus.REQUESTED: ("已申请", "申请", "申请中"),
        SpendStatus.COMMITTED: ("已承诺", "承诺", "已签约", "已下单"),
        SpendStatus.ACTUAL: ("已发生", "实际", "已付", "已付款", "已支付", "已入账", "spent", "paid"),
    },
    "direction": {
        Direction.UP: ("越高越好", "越大越好", "正向", "higher is better", "higher", "more"),
        Direction.DOWN: ("越低越好", "越小越好", "反向", "逆向", "lower is better", "lower", "less"),
        Direction.WITHIN: ("区间", "区间内", "区间最好", "range", "within range"),
        Direction.NEUTRAL: ("中性", "不评价", "仅观察", "none"),
    },
    "aggregation": {
        Aggregation.SUM: ("求和", "合计", "累计", "加总", "total"),
        Aggregation.MEAN: ("平均", "均值", "平均值", "average", "avg"),
        Aggregation.LAST: ("期末", "期末值", "最新", "最新值", "latest"),
        Aggregation.RATIO: ("比率", "比例", "比值", "rate"),
        Aggregation.MIN: ("最小", "最小值", "minimum"),
        Aggregation.MAX: ("最大", "最大值", "maximum"),
    },
    "frequency": {
        Frequency.DAY: ("日", "天", "每日", "每天", "daily"),
        Frequency.WEEK: ("周", "每周", "weekly"),
        Frequency.MONTH: ("月", "每月", "monthly"),
    },
    "expected": {
        Expected.CALENDAR: ("自然日", "每天", "日历日", "calendar days"),
        Expected.WORKING: ("工作日", "working days", "workdays"),
    },
    "gaps": {
        Gaps.MISSING: ("缺失", "缺数", "未填"),
        Gaps.ZERO: ("零", "为零", "视为零", "0"),
    },
    "measure": {
        Measure.CURRENCY: ("金额", "货币", "money", "amount"),
        Measure.COUNT: ("数量", "计数", "个数", "number"),
        Measure.PERCENT: ("百分比", "百分率", "percentage", "%"),
        Measure.SCORE: ("评分", "得分", "分数"),
        Measure.DURATION: ("时长", "时间", "time"),
        Measure.OTHER: ("其他", "其它"),
    },
    "path": {
        Path.CALENDAR: ("自然日", "按自然日", "calendar days"),
        Path.WORKDAY: ("工作日", "按工作日", "workdays", "working days"),
        Path.WEEKLY: ("周分解", "按周", "weekly split"),
        Path.SEASONAL: ("季节性", "按季节", "season"),
        Path.LEVEL: ("水平", "持平", "flat"),
    },
    "commitment": {
        Commitment.COMMITTED: ("承诺", "承诺型", "必达"),
        Commitment.STRETCH: ("挑战", "挑战型", "冲刺"),
    },
    "growth_mode": {
        GrowthMode.AVERAGE: ("平均", "均值", "月均"),
        GrowthMode.COMPOUND: ("复合", "复合增长"),
        GrowthMode.EVERY_WEEK: ("每周", "逐周", "every week"),
    },
    "kind": {
        BudgetKind.COST: ("成本", "支出", "费用", "expense"),
        BudgetKind.REVENUE: ("收入", "income"),
    },
    "role": {
        Role.VIEWER: ("查看者", "只读", "read only"),
        Role.EDITOR: ("编辑者", "编辑"),
        Role.CLOSER: ("月结负责人", "月结人", "month closer"),
        Role.ADMIN: ("管理员", "administrator"),
    },
    "risk_kind": {
        RiskKind.THREAT: ("风险", "威胁", "risk"),
        RiskKind.OPPORTUNITY: ("机会",),
    },
    "risk_state": {
        RiskState.OPEN: ("开放", "打开", "未关闭", "跟踪中", "监控中", "进行中", "active"),
        RiskState.OCCURRED: ("已发生", "发生", "realised", "realized", "materialised"),
        RiskState.CLOSED: ("已关闭", "关闭"),
    },
    "response": {
        RiskResponse.AVOID: ("规避", "回避"),
        RiskResponse.REDUCE: ("降低", "减轻", "缓解", "mitigate"),
        RiskResponse.TRANSFER: ("转移",),
        RiskResponse.ACCEPT: ("接受", "接受风险"),
        RiskResponse.EXPLOIT: ("利用", "开拓"),
        RiskResponse.ENHANCE: ("提高", "增强"),
        RiskResponse.SHARE: ("分享", "共享"),
    },
    "objective_kind": {
        ObjectiveKind.NUMERIC: ("指标", "按指标", "数值型", "定量", "kpis", "by kpis", "quantitative"),
        ObjectiveKind.QUALITATIVE: ("里程碑", "按里程碑", "定性型", "定性", "milestones", "by milestones"),
    },
    "phasing": {
        Phasing.EVEN: ("平均", "均匀", "按自然日", "自然日", "calendar"),
        Phasing.WORKDAY: ("工作日", "按工作日", "working days"),
        Phasing.WEEKLY: ("按周", "周分解", "weekly split"),
        Phasing.DATED: ("按日期", "指定日期"),
        Phasing.MANUAL: ("手工", "手动", "自定义"),
        Phasing.SEASONAL: ("季节性", "按季节", "season"),
    },
}
"""For each field that takes a choice: the word the ledger keeps, and what people write beside that on screen."""

FLAGS = {True: ("true", "yes", "y", "1", "是", "真", "对"), False: ("false", "no", "n", "0", "否", "假", "不")}
