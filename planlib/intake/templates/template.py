"""Files to fill in: a kind's columns in the reader's language, empty or with what the plan has already.

Filled in or left as it is, a template is read without a question: its headers and words are known, and what it has
already is unchanged.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from planlib.errors import RefusedError
from planlib.export.csv_file import csv_form
from planlib.export.form import Block, Column, Form, Holds, Number, Rule
from planlib.export.xlsx_file import MOST_ROWS, xlsx_file
from planlib.intake.checking.definitions import DEFINITIONS
from planlib.intake.known import known
from planlib.intake.mapping.fields import FIELDS, Field
from planlib.intake.templates.rows import PlanWords, Row, rows_of
from planlib.locale import N_, Language
from planlib.locale.field_texts import field_example, field_text
from planlib.locale.field_words import field_word
from planlib.locale.words import CATEGORIES, category_word, word
from planlib.metrics.periods import month_span
from planlib.model import LARGEST, Kpi, PlanKey
from planlib.plans import plan_name
from planlib.spreadsheet import safe
from planlib.store.connect import Store
from planlib.vocabulary import Aggregation, FileKind, Frequency, Measure

Format = Literal["xlsx", "csv"]

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}

_KEYS = ("kpi", "segment", "line", "voucher", "code")
"""Fields by which a row is known again, so that it cannot be in a file that would change their text."""
_ANY_DAY = date(1950, 1, 1), date(2099, 12, 31)
_LISTED = 20
"""Words that the page of notes lists."""


class TemplateFile(NamedTuple):
    """A file to be filled in."""

    name: str
    data: bytes
    mime: str


def template(
    store: Store,
    kind: FileKind,
    plan: PlanKey,
    language: Language,
    *,
    filled: bool = False,
    file_format: Format = "xlsx",
    actor: str,
    today: date,
) -> TemplateFile:
    """Return the file to fill in for a plan, `filled` with what it has: rows of values, and those still to come.

    The plan may be a new one, with `plan.team` its team's code.

    Raises:
        RefusedError: `template_too_long`, of a workbook.
    """
    at = store.last_change()
    here = PlanWords(store, known(store, plan, at), at, language)
    rows = rows_of(kind, here) if filled else []
    if file_format == "csv":
        rows = [row for row in rows if all(safe(key) == key for key in _keys(row))]
    form = _form(kind, here, rows)
    if file_format == "xlsx" and len(form.rows) > MOST_ROWS:
        raise RefusedError("template_too_long", count=len(form.rows), most=MOST_ROWS)
    data = xlsx_file(form, today) if file_format == "xlsx" else csv_form(form)
    name = f"{here.known.team.code}-{here.known.plan.month:%Y-%m}-{word(language, kind)}.{file_format}"
    return TemplateFile(re.sub(r"[^\w.-]+", "_", name), data, MIME[file_format])


def _keys(row: Row) -> Iterator[str]:
    return (str(row[field]) for field in _KEYS if field in row)


def _form(kind: FileKind, here: PlanWords, rows: Sequence[Row]) -> Form:
    _ = here.language
    title = f"{word(_, kind)} · {plan_name(here.known.team, here.known.plan.month)}"
    fields = _fields(kind)
    columns = tuple(_column(kind, field, here) for field in fields)
    return Form(
        name=word(_, kind),
        title=title,
        columns=columns,
        rows=[[row.get(field.name, "") for field in fields] for row in rows],
        blocks=tuple(_blocks(fields, rows, here)) if kind is FileKind.ACTUALS else (),
        notes_name=_(N_("Notes")),
        notes=[_notes_header(_), *(_explained(kind, field, here) for field in fields)],
        advice=_advice(kind, here),
        words_name=_(N_("Words")),
    )


def _fields(kind: FileKind) -> list[Field]:
    """Return the fields of the columns, needed ones first; what is said in two languages has a column for each."""
    is_double = DEFINITIONS[kind].in_two_languages if kind in DEFINITIONS else lambda _: False
    fields = [field for field in FIELDS[kind] if not is_double(field.name)]
    return sorted(fields, key=lambda field: not field.needed)


# columns


def _column(kind: FileKind, field: Field, here: PlanWords) -> Column:
    return Column(
        head=field_word(here.language, field.name, kind),
        holds=_holds(field),
        about=_about(kind, field, here),
        needed=field.needed,
        rule=_rule(kind, field, here),
    )


def _holds(field: Field) -> Holds:
    if field.name == "growth_rate":
        return "percent"
    if field.holds in ("length", "hours", "step"):
        return "number"
    return field.holds if field.holds in ("number", "day") else "text"


def _about(kind: FileKind, field: Field, here: PlanWords) -> str:
    _ = here.language
    text = field_text(_, kind, field.name)
    return _.sentences([_(N_("Required.")), text]) if field.needed else text


def _rule(kind: FileKind, field: Field, here: PlanWords) -> Rule | None:
    _ = here.language
    words = _words(kind, field, here)
    if field.holds in ("choice", "flag"):
        return Rule(_(N_("Choose one of the words in the list.")), words, only=True)
    if words:
        return Rule(_(N_("This is not in the list. Is it meant?")), words)
    if field.holds in ("number", "length", "hours", "step"):
        return Rule(_(N_("Enter a number such as 1234.5 or 12.5%.")), least=-LARGEST, most=LARGEST)
    if field.holds == "day":
        first, last = _days(kind, here)
        return Rule(_(N_("Enter {days}."), days=_day_words(kind, here)), least=first, most=last)
    return None


def _words(kind: FileKind, field: Field, here: PlanWords) -> tuple[str, ...]:
    """Return the words to choose from."""
    _ = here.language
    if field.holds == "choice":
        return tuple(dict.fromkeys(word(_, choice) for choice in field.choices))
    if field.holds == "flag":
        return (_(N_("yes")), _(N_("no")))
    if field.name == "category":
        return tuple(category_word(_, category) for category in CATEGORIES)
    if field.name == "segment":
        return tuple(sorted({one for found in here.segments.values() for one in found} - {""}))
    table = _refers_to(kind, field)
    return tuple(here.called[table].values()) if table else ()


def _refers_to(kind: FileKind, field: Field) -> str | None:
    """Return the table whose rows a field names."""
    if kind in DEFINITIONS:
        return DEFINITIONS[kind].refers.get(DEFINITIONS[kind].attribute(field.name)) if field.holds == "name" else None
    return {"kpi": "kpis", "line": "budgets"}.get(field.name)


def _days(kind: FileKind, here: PlanWords) -> tuple[date, date]:
    """Return the first and the last day that may be entered."""
    month, weeks = here.known.plan.month, any(kpi.frequency is Frequency.WEEK for kpi in here.kpis)
    if kind is FileKind.ACTUALS and weeks:
        return min(
            month, month_span(month, Frequency.WEEK, here.known.team.first_weekday).first
        ), here.known.key.last_day
    return (month, here.known.key.last_day) if kind in (FileKind.ACTUALS, FileKind.SPEND) else _ANY_DAY


def _day_words(kind: FileKind, here: PlanWords) -> str:
    _, days = here.language, _days(kind, here)
    if days == _ANY_DAY:
        return _(N_("a day such as {day}"), day=here.known.key.last_day)
    first, last = (_.day(day, weekday=False) for day in days)
    return _(N_("a day from {first} to {last}"), first=first, last=last)


def _blocks(fields: Sequence[Field], rows: Sequence[Row], here: PlanWords) -> Iterator[Block]:
    """Yield the limits of each KPI's values; its rows stand together."""
    column = [field.name for field in fields].index("value")
    kpis = {here.called["kpis"][kpi.kpi]: kpi for kpi in here.kpis}
    places: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        places.setdefault(str(row["kpi"]), []).append(number)
    for name, numbers in places.items():
        if rule := _limits(kpis[name], name, here.language):
            yield Block(column, numbers[0], numbers[-1], rule)


def _limits(kpi: Kpi, name: str, _: Language) -> Rule | None:
    """Return what the values of a KPI may be; those of a ratio are numerators, which its limits are not about."""
    least, most = kpi.smallest, kpi.largest
    if kpi.aggregation is Aggregation.RATIO or (least is None and most is None and not kpi.whole):
        return None
    shown_as = [str(Number(limit, kpi.measure is Measure.PERCENT)) for limit in (least, most)]
    low = _(N_("at least {limit}"), limit=shown_as[0]) if least is not None else ""
    high = _(N_("at most {limit}"), limit=shown_as[1]) if most is not None else ""
    whole = _(N_("a whole number")) if kpi.whole else ""
    limits = _.join([part for part in (whole, low, high) if part])
    message = _(N_("{kpi}: {limits}."), kpi=name[:100], limits=limits)
    if least is None and most is None:
        least, most = -LARGEST, LARGEST
    return Rule(message, whole=kpi.whole, least=least, most=most)


# the page that explains


def _advice(kind: FileKind, here: PlanWords) -> tuple[str, ...]:
    _ = here.language
    advice = [
        _(N_("Fill in the sheet “{sheet}” and bring the file back; leave its first row as it is."), sheet=word(_, kind))
    ]
    if kind is FileKind.ACTUALS:
        advice.append(_(N_("Rows without a value are left out; what is recorded already stays.")))
    elif kind is FileKind.SPEND:
        advice.append(
            _(N_("Payments without a voucher are not listed: a changed one could not be told from a new one."))
        )
    else:
        advice.append(
            _(N_("A cell that is emptied goes back to what is usual; a row that is deleted changes nothing."))
        )
    return tuple(advice)


def _notes_header(_: Language) -> list[str]:
    return [_(N_("Column")), _(N_("Required")), _(N_("What it is")), _(N_("What may stand in it")), _(N_("Example"))]


def _explained(kind: FileKind, field: Field, here: PlanWords) -> list[str]:
    _ = here.language
    words = _words(kind, field, here)
    example = field_example(kind, field.name) or next(iter(words), "")
    if field.holds in ("number", "length", "hours", "step"):
        allowed, example = _(N_("a number such as 1234.5 or 12.5%")), example or "1234.5"
    elif field.holds == "day":
        allowed, example = _day_words(kind, here), str(here.known.key.last_day)
    elif words:
        allowed = _.join([*words[:_LISTED], "…"] if len(words) > _LISTED else list(words))
    else:
        allowed = _(N_("a text of at most {count} characters"), count=field.longest)
    needed = _(N_("yes")) if field.needed else _(N_("no"))
    return [field_word(_, field.name, kind), needed, field_text(_, kind, field.name), allowed, example]
