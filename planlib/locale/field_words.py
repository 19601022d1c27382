"""The fields of files as people read them."""

from planlib.locale import N_, Language
from planlib.vocabulary import FileKind

_WORDS = {
    "aggregation": N_("aggregation"),
    "aliases": N_("other names"),
    "amount": N_("amount"),
    "base": N_("denominator"),
    "baseline": N_("baseline"),
    "category": N_("category"),
    "code": N_("code"),
    "commitment": N_("commitment"),
    "day": N_("date"),
    "direction": N_("direction"),
    "due": N_("due by"),
    "expected": N_("expected days"),
    "frequency": N_("frequency"),
    "gaps": N_("days without a row"),
    "growth_mode": N_("kind of growth"),
    "growth_rate": N_("growth rate"),
    "kind": N_("cost or revenue"),
    "kpi": N_("KPI"),
    "line": N_("budget line"),
    "lower": N_("lower limit"),
    "max": N_("largest possible value"),
    "measure": N_("what it measures"),
    "min": N_("smallest possible value"),
    "name": N_("name"),
    "name_en": N_("English name"),
    "name_zh": N_("Chinese name"),
    "note": N_("note"),
    "objective": N_("goal"),
    "owner": N_("owner"),
    "parent": N_("parent goal"),
    "path": N_("path"),
    "person": N_("person"),
    "phasing": N_("phasing"),
    "phasing_detail": N_("phasing in detail"),
    "priority": N_("priority"),
    "quantity": N_("quantity"),
    "revised": N_("revised budget"),
    "segment": N_("segment"),
    "serves": N_("strategy"),
    "settles": N_("commitment it settles"),
    "source": N_("source"),
    "standard": N_("done when"),
    "standard_en": N_("done when in English"),
    "standard_zh": N_("done when in Chinese"),
    "status": N_("status"),
    "target": N_("target"),
    "title": N_("title"),
    "title_en": N_("English title"),
    "title_zh": N_("Chinese title"),
    "tolerance": N_("tolerance"),
    "unit": N_("unit"),
    "upper": N_("upper limit"),
    "value": N_("value"),
    "vendor": N_("vendor"),
    "voucher": N_("voucher"),
    "weekly_split": N_("weekly shares"),
    "weight": N_("weight"),
    "whole": N_("whole numbers only"),
}

_OF_KIND: dict[FileKind | None, dict[str, str]] = {
    FileKind.TARGETS: {"objective": N_("its goal")},
    FileKind.OBJECTIVES: {"objective": N_("goal code"), "kind": N_("scored by")},
}
"""Where the word is another in files of one kind."""


def field_word(language: Language, field: str, kind: FileKind | None = None) -> str:
    """Return how a field of a kind of file is called; the field's own name where it is none of them."""
    return language(_OF_KIND.get(kind, {}).get(field) or _WORDS.get(field, field))
