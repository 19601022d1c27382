"""What each field of a file is for, and an example of it, as its template explains them."""

from planlib.locale import N_, Language
from planlib.vocabulary import FileKind

_TEXTS = {
    "action": N_("What is done about it before it happens."),
    "budget": N_("Money the task is worth, for earned value."),
    "capacity": N_("Hours of work on a working day; empty: 8."),
    "contingency": N_("What is done once it happens or its trigger fires."),
    "cost": N_("What it costs, or an opportunity brings."),
    "duration": N_("Not needed where both days are given; 0 is a milestone."),
    "driver": N_("The KPI whose target is the activity that the amount was planned for."),
    "estimated": N_("The last day whose payments the estimate knew."),
    "price": N_("What one costs or brings; quantity and price may stand in place of the amount."),
    "quantity_unit": N_("Lines with the same unit are compared by price, quantity and mix."),
    "to_complete": N_("The manager's own estimate; it takes the place of the forecast."),
    "variable": N_("Of the amount; empty: all of it."),
    "finish": N_("The planned last day; empty: it follows from the working days."),
    "finished": N_("The day it was really done."),
    "impact": N_("From 1, the least, to 5."),
    "likelihood": N_("From 1, the least, to 5."),
    "predecessors": N_("The tasks it waits for, by code or title: A; B SS+2; C FF-1. FS, SS, FF, SF say which ends."),
    "probability": N_("For the expected money value."),
    "progress": N_("How much of the task is done."),
    "response": N_("What is decided to do about it."),
    "review": N_("The day it was last looked at."),
    "risk": N_("A short name that stays, and that no other has."),
    "start": N_("Not before this day; empty: as soon as the tasks before it let it."),
    "started": N_("The day work really began."),
    "task": N_("A short name that stays, and that no other has."),
    "trigger": N_("When the contingency plan begins: refund_rate > 5%, ads >= 90% (at 90% already), or a day."),
    "aggregation": N_("How the days become a week or a month."),
    "aliases": N_("As files call it, separated by semicolons."),
    "amount": N_("The amount in the team's currency; money that came back is negative."),
    "base": N_("Of a ratio KPI the denominator; of others empty."),
    "baseline": N_("Where the KPI stood before."),
    "category": N_("What kind of cost or revenue it is; one of your own is possible."),
    "code": N_("A short name that stays, and that no other has."),
    "commitment": N_("Whether the target is to be met in full or is a stretch."),
    "day": N_("The day; of a week or a month its first one."),
    "due": N_("The day by which it is to be done."),
    "direction": N_("Whether more is better, less, or what lies within a range."),
    "expected": N_("The days on which a value must come in."),
    "frequency": N_("How often it has a value."),
    "gaps": N_("What a day without a row means."),
    "growth_mode": N_("For a target such as +5% a week."),
    "growth_rate": N_("How much it is to grow; goes with the kind of growth."),
    "kind": N_("Whether money goes out or comes in."),
    "kpi": N_("The KPI, by its name or its code."),
    "line": N_("The budget line, by its name or its code."),
    "lower": N_("For a KPI that is to stay within a range."),
    "max": N_("A larger value in a file is refused."),
    "measure": N_("What its numbers are."),
    "min": N_("A smaller value in a file is refused."),
    "name_en": N_("What it is called in English."),
    "name_zh": N_("What it is called in Chinese."),
    "note": N_("What is worth knowing about the row."),
    "objective": N_("The goal that it belongs to, by its title or its code."),
    "owner": N_("Who answers for it; a new name is entered as a new person."),
    "parent": N_("The goal that it is a part of, by its title or its code."),
    "path": N_("How the target is spread over the month; empty: as suits the KPI."),
    "person": N_("Who it is, by the name or by any mark that stays, such as a staff number."),
    "phasing": N_("How the budget is spread over the month; empty: by working day."),
    "phasing_detail": N_(
        "By weekly shares: 20% 30% 30% 20%. On set days: 5=40% 20=60%. By weekday pattern: the code of a KPI."
    ),
    "priority": N_("1 is the most important, 5 the least."),
    "quantity": N_("How much the amount paid for, in the unit of the line's budgeted quantity."),
    "revised": N_("Empty: the original budget stands."),
    "segment": N_("The region, the channel or the shop; empty where the KPI is not divided."),
    "serves": N_("The strategy that it serves, by its title or its code."),
    "settles": N_("The voucher of the commitment that this payment settles."),
    "source": N_("Where its values come from."),
    "standard_en": N_("By what one sees that it is done, in English."),
    "standard_zh": N_("By what one sees that it is done, in Chinese."),
    "status": N_("How far the payment is; empty: spent."),
    "target": N_("What is to be reached; a range goes without it."),
    "title_en": N_("What it is called in English."),
    "title_zh": N_("What it is called in Chinese."),
    "tolerance": N_("How far outside the range the score falls to 0."),
    "unit": N_("As it stands after a number; empty for amounts in the team's currency."),
    "upper": N_("For a KPI that is to stay within a range."),
    "value": N_("The value; of a ratio KPI the numerator."),
    "vendor": N_("Who is paid."),
    "voucher": N_("The number of the document; by it the row is known again when it changes."),
    "weekly_split": N_("For the path by weekly shares: 20% 30% 30% 20%."),
    "weight": N_("How much it counts in its goal; empty: 1."),
    "whole": N_("Whether it has no decimals."),
}
_OF_KIND = {
    FileKind.BUDGET: {
        "line": N_("A short name that stays, and that no other has."),
        "amount": N_("The budget of the month in the team's currency."),
        "quantity": N_("How much the amount is to buy or to sell."),
    },
    FileKind.OBJECTIVES: {
        "objective": N_("A short name that stays, and that no other has."),
        "kind": N_("Whether KPIs or milestones tell how far it is."),
        "weight": N_("How much it counts among the goals; empty: 1."),
    },
    FileKind.RISKS: {"kind": N_("Whether it is for the worse or for the better; empty: a risk.")},
    FileKind.SPEND: {"day": N_("The day of the request, the commitment or the payment.")},
}
"""Where a field is another thing in files of one kind."""

_EXAMPLES = {
    "aliases": "GMV；流水",
    "code": "SALES",
    "growth_rate": "5%",
    "phasing_detail": "5=40% 20=60%",
    "price": "12.5",
    "quantity": "800",
    "quantity_unit": "件",
    "settles": "HT-0017",
    "source": "ERP",
    "unit": "%",
    "variable": "80%",
    "voucher": "FP-00123",
    "weekly_split": "20% 30% 30% 20%",
    "weight": "1",
}
_EXAMPLES_OF_KIND = {
    FileKind.KPIS: {"name_zh": "销售额", "name_en": "Sales"},
    FileKind.BUDGET: {"line": "ADS", "name_zh": "广告费", "name_en": "Advertising"},
    FileKind.PEOPLE: {"person": "10023", "name_zh": "王芳", "name_en": "Wang Fang"},
    FileKind.OBJECTIVES: {
        "objective": "G1",
        "title_zh": "新客翻番",
        "title_en": "Double the new customers",
        "priority": "1",
    },
    FileKind.TASKS: {
        "task": "T2",
        "title_zh": "拍主图",
        "title_en": "Take the pictures",
        "duration": "3",
        "predecessors": "T1; T3 SS+2",
        "progress": "40%",
        "priority": "1",
    },
    FileKind.RISKS: {
        "risk": "R1",
        "title_zh": "退款失控",
        "title_en": "Refunds run away",
        "likelihood": "3",
        "impact": "4",
        "trigger": "2026-10-20",
        "probability": "30%",
    },
}


def field_text(language: Language, kind: FileKind, field: str) -> str:
    """Return what a field is for."""
    return language(_OF_KIND.get(kind, {}).get(field) or _TEXTS[field])


def field_example(kind: FileKind, field: str) -> str:
    """Return an example that is the same in every plan and language; empty where there is none."""
    return _EXAMPLES_OF_KIND.get(kind, {}).get(field) or _EXAMPLES.get(field, "")
