"""Verbs of goals in both languages: those that say nothing one could check, and whether a title aims at two things.

A title is read clause by clause; in English a verb begins its clause or follows "to". What is not listed is taken as
a verb that says what is done.
"""

import re

_VAGUE = "understand|know|optimis|optimiz|enhanc|support|strengthen|explor|promot|leverag|facilitat|focus|manag"
"""Stems of English verbs that nobody can see done (DOMAIN 8, CDC)."""
_VAGUE_ZH = "加强|强化|推进|推动|完善|优化|增强|深化|夯实|了解|理解|促进|助力|赋能|探索|跟进|做好|抓好"
_UNNUMBERED, _UNNUMBERED_ZH = "improv|better|boost|driv|ensur", "提升|提高|改善|改进|落实|打造"
"""Vague where the title has no number."""
_KEEPS = re.compile(r"(守住|保持|维持|稳住|稳定|控制)|\b(hold|keep|maintain|limit|retain|stay)", re.IGNORECASE)
_ACTS = re.compile(
    r"""\s*(?:(?:achieve|add|answer|be|bring|build|clear|close|complete|convert|cut|decrease|deliver|design|double
    |finish|gain|get|grow|halve|hire|hold|identify|increase|introduce|keep|launch|limit|lower|maintain|make|migrate|move
    |open|publish|raise|reach|reduce|release|renew|replace|retain|sell|settle|ship|shorten|sign|start|stay|train|win)\b
    |达到|做到|完成|实现|上线|发布|签下|签约|新增|增加|减少|降低|控制|守住|保持|维持|缩短|开设|建成|拿下|招聘|培训|交付
    |清零|切换|迁移|回收)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A clause that begins with a verb which says what is done."""
_CLAUSES = re.compile(r"[,;，；、]|\band\b|并且|同时")
_NUMBER = re.compile(r"\d|\b(?:double|twice|half|halve)\b|一倍|翻倍|翻番|一半", re.IGNORECASE)
_AT_VERB = r"(?:^\W*|\b(?:to|will)\s+)"


def vague_verb(title: str) -> str:
    """Return the first verb of the title that says nothing one could check, as it stands there; empty for none."""
    english, chinese = _VAGUE, _VAGUE_ZH
    if not _NUMBER.search(title):
        english, chinese = f"{_VAGUE}|{_UNNUMBERED}", f"{_VAGUE_ZH}|{_UNNUMBERED_ZH}"
    vague = re.compile(rf"({chinese})|{_AT_VERB}((?:{english})(?:e|es|s|ed|ing)?)\b", re.IGNORECASE)
    found = next(filter(None, map(vague.search, _CLAUSES.split(title))), None)
    return (found[1] or found[2]) if found else ""


def several_verbs(title: str) -> bool:
    """Return whether more than one clause says what is to be done."""
    return sum(_ACTS.match(clause) is not None for clause in _CLAUSES.split(title)) > 1


def keeps(title: str) -> bool:
    """Return whether the title asks for something to stay as it is."""
    return _KEEPS.search(title) is not None
