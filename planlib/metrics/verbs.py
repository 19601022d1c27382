"""Verbs of goals in both languages: whether a title has one, whether it says nothing one could check, or there are two.

A title is read clause by clause; in English a verb begins its clause or follows "to". Among those that say nothing one
could check, what is not listed is taken as a verb that says what is done.
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
_BEGINS = (
    "accelerate|achieve|acquire|act|activate|add|adopt|agree|align|analyse|analyze|announce|answer|apply|approach"
    "|approve|arrange|ask|assess|assign|attract|audit|automate|award|balance|be|become|begin|book|break|brief|bring"
    "|broaden|budget|build|bundle|buy|calculate|call|cap|capture|certify|change|check|choose|clean|clear|close|coach"
    "|collect|combine|come|communicate|compare|complete|conduct|confirm|connect|consolidate|contact|convert|coordinate"
    "|correct|count|cover|create|cross|cut|deal|decide|decrease|define|delight|deliver|deploy|design|detect|develop"
    "|diversify|do|document|double(?!\\s\\d)|draft|draw|drop|earn|educate|eliminate|employ|enable|end|engage|enlarge"
    "|enrol|enroll|enter|establish|evaluate|exceed|execute|expand|extend|fill|finalise|finalize|find|finish|fix|follow"
    "|forecast|free|fulfil|fulfill|fund|gain|gather|generate|get|give|go|grow|halve|hand|handle|harmonise|harmonize"
    "|have|hire|hit|hold|host|identify|implement|improve|include|increase|inform|initiate|innovate|inspect|install"
    "|integrate|interview|introduce|invest|invite|invoice|join|keep|kick|land|launch|lead|learn|leave|lessen|let|level"
    "|lift|limit|link|list|listen|localise|localize|lock|lose|lower|maintain|make|map|mark|master|match|maximise"
    "|maximize|measure|meet|mentor|merge|migrate|minimise|minimize|modernise|modernize|monitor|move|negotiate|obtain"
    "|offer|onboard|open|operate|order|organise|organize|outperform|outsource|own|pass|pay|perform|phase|pilot|place"
    "|plan|post|prepare|present|prevent|process|produce|protect|prove|provide|publish|push|put|qualify|quantify|raise"
    "|reach|rebuild|receive|recover|recruit|redesign|reduce|refine|refresh|refurbish|regain|register|rehearse|release"
    "|relocate|remain|remove|renegotiate|renew|renovate|repair|repeat|replace|report|represent|resolve|respond|restore"
    "|restructure|retain|rethink|retire|return|reuse|review|revise|reward|rewrite|roll|run|save|say|scale|secure"
    "|segment|select|sell|send|separate|serve|set|settle|share|shift|ship|shoot|shorten|shrink|shut|sign|simplify"
    "|slash|smooth|solve|sort|source|speed|spend|split|spot-check|stabilise|stabilize|staff|standardise|standardize"
    "|start|stay|stop|streamline|submit|supply|surpass|sustain|switch|take|target|teach|test|tie|top|trace|track|train"
    "|transfer|transform|translate|treat|trim|triple|try|turn|unify|update|upgrade|use|validate|verify|visit|walk"
    "|widen|win|work|write"
)
"""English verbs with which a clause begins."""
_BEGINS_ZH = (
    "把|将|让|使|按|逐|给|向|请|对|为|起草|核对|联系|回访|抽检|收集|制作|选定|配置|列出|归类|约谈|约访|追查|修正|拆解|演练|测算|复测|投放"
    "|写|定|排|做|搭|打|谈|拍|选|找|搬|签|卖|招|建|查|改|减|增|降|升|提|守|保|争|拿|发"
    "|(?:推广|培训|建设|管理|运营|招聘|采购|组织|设计|测试|评估|调研|开发|服务|培养|宣传|销售|复盘|盘点|评审)"
    "\\s*[\\d一二两三四五六七八九十百千万每全各本]"
    "|(?:开发|设计|评审|盘点|建设)[\\u4e00-\\u9fff]{4}"
)
"""Chinese words that are verbs where a clause begins with them, some only with an amount or an object."""
_FINITE = "is|are|be|has|have|gets?|achieves|becomes|brings|delivers|exceeds|falls|goes|grows|keeps|meets|moves|raises"
_FINITE += "|reaches|reduces|remains|rises|runs|stays"
_WITHIN_ZH = (
    "达到|做到|实现|完成|上线|发布|签|新增|增长|增加|减少|降低|下降|上升|提升|提高|改善|改进|控制|守|保持|维持|稳定|缩短|压缩|开设|开业"
    "|开通|建立|搭建|建成|拿下|招满|交付|清零|切换|迁移|回收|收回|定稿|就绪|备战|准备|到位|落地|超过|突破|翻倍|翻番|扩大|拓展|扩展"
    "|覆盖|引入|引进|替换|更新|升级|改造|修复|解决|处理|消除|清理|关闭|启动|开始|举办|开展|召开|参加|通过|验收|移交|转化|激活|召回"
    "|留存|争取|获得|获取|赢得|保证|确保|保障|防止|避免|杜绝|制定|编制|确定|明确|形成|输出|提交|审批|批准|落实|打造|持平|不低于"
    "|不高于|不超过|低于|高于|按期|按时|准时|归零|上架|下架|入驻|上市|投产|试行|试点|执行|加强|强化|推进|推动|完善|优化|增强|深化"
    "|了解|理解|促进|探索|跟进|做好|抓好"
)
_RESULT_ZH = (
    "[升降涨增减提压缩做达冲拉卖控扩推收签招开跑补拿建谈备清留保稳省用存找选搭"
    "写拍发送接修改换搬调查测练订买租投筹付还结报过抢占破定]"
    "(?:到|至|成|完|住|齐|满|足|回|掉|够)"
)
_VERB = re.compile(
    rf"""(?:^\W*|\b(?:to|will|not)\s+|^by\s[^,]+,\s*)(?:{_BEGINS})\b
    |\b(?:{_FINITE})\b|\S\s.*\b\w+[^\We]ed\b|^\W*(?:{_BEGINS_ZH})|{_WITHIN_ZH}|{_RESULT_ZH}|得[很更]?[\u4e00-\u9fff]""",
    re.IGNORECASE | re.VERBOSE,
)
"""A clause with a verb; what is done may be said by its result (招满, 送得准), or as done (all shops opened)."""
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


def has_verb(title: str) -> bool:
    """Return whether the title says that something is done: a verb is found in it, be it a vague one."""
    return bool(vague_verb(title)) or any(map(_VERB.search, _CLAUSES.split(title)))


def several_verbs(title: str) -> bool:
    """Return whether more than one clause says what is to be done."""
    return sum(_ACTS.match(clause) is not None for clause in _CLAUSES.split(title)) > 1


def keeps(title: str) -> bool:
    """Return whether the title asks for something to stay as it is."""
    return _KEEPS.search(title) is not None
