"""Units of KPIs. A KPI has one unit, typed in either language; known ones are said in the reader's."""

_KNOWN = (
    ("天", "day", "days", "d", "日"),
    ("小时", "hour", "hours", "h", "hr", "hrs"),
    ("分钟", "minute", "minutes", "min", "mins"),
    ("秒", "second", "seconds", "s", "sec", "secs"),
    ("周", "week", "weeks", "wk", "wks"),
    ("个月", "month", "months"),
    ("单", "order", "orders", "订单"),
    ("件", "item", "items"),
    ("件", "piece", "pieces", "pc", "pcs"),
    ("笔", "transaction", "transactions"),
    ("人", "person", "people", "persons"),
    ("次", "time", "times"),
    ("人次", "visit", "visits"),
    ("户", "household", "households"),
    ("台", "unit", "units"),
    ("套", "set", "sets"),
    ("间", "room", "rooms"),
    ("箱", "box", "boxes"),
    ("吨", "tonne", "tonnes", "t"),
    ("公斤", "kg", "kg", "千克", "kgs"),
    ("倍", "×", "×", "倍数"),
    ("公里", "km", "km", "千米"),
)
"""Chinese word, English word for one and for more, other ways to type it. The first that has a spelling is meant."""
_BY_SPELLING = {spelling: known for known in reversed(_KNOWN) for spelling in known}


def is_unit_word(text: str) -> bool:
    """Return whether `text` is a known unit in either language."""
    return text.strip().casefold() in _BY_SPELLING


def unit_word(code: str, unit: str, *, one: bool = False) -> str:
    """Return `unit` in the language `code`, for a single one where `one`; an unknown one as it was typed."""
    known = _BY_SPELLING.get(unit.strip().casefold())
    if known is None:
        return unit
    chinese, single, several, *_others = known
    return chinese if code == "zh" else single if one else several
