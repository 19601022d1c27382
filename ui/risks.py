"""The page of risks: what is at stake, which are worst, and the register."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import reason_sentence, word
from planlib.metrics.figure import Figure
from planlib.risk_words import band_word, condition, level_words, review_words, standing, title
from planlib.snapshot import Level, RiskLine, RisksView
from planlib.vocabulary import RiskBand, RiskKind, RiskMove, RiskState
from ui.links import link
from ui.markup import Column, Number, Row, Tone, cell, chip, joined, kept, numbers, table, toned

RISK = "risk"
"""What the address calls the risk that is open."""
WORST = 8
"""Risks beside the matrix."""
_TONES = {
    RiskBand.LOW: Tone.GOOD,
    RiskBand.MODERATE: Tone.NONE,
    RiskBand.HIGH: Tone.WARN,
    RiskBand.EXTREME: Tone.BAD,
}


def band_chip(_: Language, level: Level, kind: RiskKind = RiskKind.THREAT) -> Markup:
    """Return the chip of a level's band; a large opportunity is nothing bad."""
    if level.band is None:
        return chip(band_word(_, level), Tone.WARN)
    tone = _TONES[level.band]
    if kind is RiskKind.OPPORTUNITY:
        tone = Tone.GOOD if level.band in (RiskBand.HIGH, RiskBand.EXTREME) else Tone.NONE
    return chip(band_word(_, level), tone)


def head_numbers(_: Language, view: RisksView, currency: str) -> Markup:
    """Return how many are open, what they may cost, and which reviews wait."""
    stake = view.stake
    return numbers(
        _open(_, view),
        Number(_("Exposure (EMV of threats)"), _money(_, stake.exposure, currency), _counted(_, view, currency)),
        Number(
            _("Maximum exposure"),
            _money(_, stake.maximum, currency),
            _why(_, stake.maximum) or (_("if all threats came together") if stake.threats else ""),
        ),
        *([_happened(_, view, currency)] if stake.happened else []),
        _reviews(_, view),
    )


def _happened(_: Language, view: RisksView, currency: str) -> Number:
    stake = view.stake
    how_many = _("of {count} that happened; no part of the exposure any more", count=stake.happened)
    return Number(_("What happened came to"), _money(_, stake.realised, currency), _why(_, stake.realised) or how_many)


def _open(_: Language, view: RisksView) -> Number:
    parts = [f"{view.counts[band]} {word(_, band).lower()}" for band in reversed(RiskBand) if view.counts[band]]
    if view.unscored:
        parts.append(_("{count} not scored", count=len(view.unscored)))
    chances = sum(line.risk.kind is RiskKind.OPPORTUNITY for line in view.open)
    if chances:
        parts.append(_.plural("{count} opportunity", "{count} opportunities", chances))
    tone = Tone.BAD if view.counts[RiskBand.EXTREME] else Tone.WARN if view.counts[RiskBand.HIGH] else Tone.PLAIN
    return Number(_("Open risks and opportunities"), str(len(view.open)), " · ".join(parts), tone)


def _counted(_: Language, view: RisksView, currency: str) -> str:
    stake = view.stake
    parts = [_why(_, stake.exposure)]
    if stake.counted < stake.threats:
        parts.append(_("{count} of {all} threats have figures", count=stake.counted, all=stake.threats))
    if stake.net.value is not None and stake.net != stake.exposure:
        parts.append(_("{amount} after opportunities", amount=money(_, stake.net.value, currency, unit=False)))
    return " · ".join(filter(None, parts))


def _reviews(_: Language, view: RisksView) -> Number:
    late = view.overdue
    if not late:
        dues = [line.review_due.value for line in view.lines if line.review_due.value]
        next_one = _("next by {day}", day=_.short_day(min(dues))) if dues else ""
        return Number(_("Reviews overdue"), "0", next_one)
    longest = _("{risk}: {late}", risk=title(_, late[0]), late=review_words(_, late[0]))
    return Number(_("Reviews overdue"), str(len(late)), longest, Tone.WARN)


def _money(_: Language, figure: Figure[Decimal], currency: str) -> str:
    return money(_, figure.value, currency, unit=False)


def _why(_: Language, figure: Figure[Decimal]) -> str:
    return reason_sentence(_, figure.reason) if figure.reason else ""


# the worst, beside the matrix


def worst_list(_: Language, view: RisksView) -> Markup:
    """Return the first of the risks, as the matrix numbers them: the unscored, then the largest."""
    return Markup('<div class="pl-worst">{}</div>').format(
        joined(_worst(_, number, line) for number, line in enumerate(view.listed[:WORST], 1))
    )


def _worst(_: Language, number: int, line: RiskLine) -> Markup:
    who = _.name(line.owner) if line.owner else _("nobody owns it")
    said = [who, *([level_words(_, line.current)] if line.current.band else []), *_moved(_, line)]
    one = Markup("<div>{}<p>{}<small>{}</small></p>{}</div>")
    return one.format(
        badge(number, line),
        link("risks", title(_, line), **{RISK: line.risk.code}),
        " · ".join(said),
        _state(_, line) if line.risk.state is RiskState.OCCURRED else band_chip(_, line.current, line.risk.kind),
    )


def badge(number: int, line: RiskLine) -> Markup:
    """Return a risk's number as it stands on the matrix: a disc for a threat, a square for an opportunity."""
    shape = "square" if line.risk.kind is RiskKind.OPPORTUNITY else "disc"
    hollow = " pl-hollow" if line.current.band is None else ""
    return Markup('<i class="pl-badge pl-{}{}">{}</i>').format(shape, hollow, number)


def _moved(_: Language, line: RiskLine) -> list[str]:
    """Return what became of a risk since the plan became active: ▲ up from 2 × 3."""
    move, before = line.move, line.baseline
    if move in (RiskMove.UP, RiskMove.DOWN) and before is not None:
        then = f"{before.likelihood} × {before.impact}"
        return [_("▲ from {level}", level=then) if move is RiskMove.UP else _("▼ from {level}", level=then)]
    return [word(_, move)] if move in (RiskMove.ADDED, RiskMove.REOPENED, RiskMove.SCORED) else []


# the register


def register(_: Language, view: RisksView, currency: str) -> Markup:
    """Return all risks; a title opens one."""
    columns = [
        Column(_("Risk / owner")),
        Column(_("Band"), phone="side", headless=True),
        Column(_("Likelihood × impact"), wrap=True),
        Column(_("After action"), phone="gone", help=_("Where it will be with all that is planned done.")),
        Column(_("Response"), fold=True),
        Column(_("EMV"), right=True, help=_("Probability × money at stake; of an opportunity negative.")),
        Column(_("Trigger condition"), phone="row", wrap=True),
        Column(_("Review due"), phone="two"),
        Column(_("State")),
    ]
    rows = (_row(_, line, number, currency) for number, line in enumerate(view.lines, 1))
    return table(columns, rows, caption=_("Register of risks, largest first"))


def _row(_: Language, line: RiskLine, number: int, currency: str) -> Row:
    risk, is_open = line.risk, line.risk.state is not RiskState.CLOSED
    name = link("risks", title(_, line), **{RISK: risk.code})
    mark = badge(number, line) if is_open else Markup('<i class="pl-badge"></i>')
    return Row(
        [
            Markup('<span class="pl-named">{}{}</span>').format(
                mark, cell(name, _.name(line.owner) if line.owner else _("nobody owns it"))
            ),
            band_chip(_, line.current, risk.kind) if is_open else chip(band_word(_, line.current), Tone.NONE),
            cell(kept(level_words(_, line.current)), " · ".join(_moved(_, line)), strong=True),
            kept(level_words(_, line.residual)) if line.residual.band else NONE,
            word(_, risk.response).capitalize() if risk.response else NONE,
            _emv(_, line, currency),
            _trigger(_, line, currency),
            _due(_, line),
            _state(_, line),
        ],
        tone=_edge(line),
    )


def _edge(line: RiskLine) -> Tone:
    """Return bad for what is to be looked at first, and grey for what may be folded on a phone."""
    if line.risk.state is RiskState.CLOSED:
        return Tone.NONE
    if line.fired:
        return Tone.BAD
    grave = line.current.band is RiskBand.EXTREME or line.risk.state is RiskState.OCCURRED
    return Tone.BAD if grave and line.risk.kind is RiskKind.THREAT else Tone.PLAIN


def _emv(_: Language, line: RiskLine, currency: str) -> Markup:
    risk = line.risk
    if line.realised.value is not None:
        under = _("came to") if risk.came_to is not None else _("was at stake")
        return cell(money(_, line.realised.value, currency, unit=False), under, strong=True)
    if risk.state is RiskState.CLOSED:
        return cell(NONE)
    if line.emv.value is None:
        return cell(NONE, reason_sentence(_, line.emv.reason) if line.emv.reason else "")
    under = f"{_.percent(risk.probability)} × {money(_, risk.cost, currency, unit=False)}"
    return cell(money(_, line.emv.value, currency, unit=False), kept(under), strong=True)


def _trigger(_: Language, line: RiskLine, currency: str) -> Markup:
    if line.trigger is None:
        return Markup("")
    state = standing(_, line.trigger, currency)
    if line.fired:
        return cell(
            condition(_, line.trigger, currency), toned(Markup("<b>▼ {}</b>").format(_fired(_, state)), Tone.BAD)
        )
    return cell(condition(_, line.trigger, currency), state)


def _fired(_: Language, state: str) -> str:
    return state if state == _("fired") else _("fired: {state}", state=state)


def _due(_: Language, line: RiskLine) -> Markup:
    words = review_words(_, line)
    return chip(words, Tone.WARN) if line.overdue else cell(words)


def _state(_: Language, line: RiskLine) -> Markup:
    said = word(_, line.risk.state)
    if line.risk.state is RiskState.OPEN:
        return cell(said)
    return chip(said, Tone.NONE if line.risk.state is RiskState.CLOSED else _came(line))


def _came(line: RiskLine) -> Tone:
    """Return what it means that a risk came."""
    return Tone.GOOD if line.risk.kind is RiskKind.OPPORTUNITY else Tone.BAD


def levels(_: Language, line: RiskLine) -> Markup:
    """Return how large a risk is at its four stages, each with its band."""
    stages: Sequence[tuple[str, Level, str]] = (
        (_("Inherent"), line.inherent, _("without anything done")),
        (_("Current"), line.current, _("as it is now")),
        (_("Residual"), line.residual, _("with all that is planned done")),
        (_("Target level"), line.target, _("as it shall be")),
    )
    columns = [
        Column(_("Stage")),
        Column(_("Likelihood"), right=True),
        Column(_("Impact"), right=True),
        Column(_("Risk score"), right=True),
        Column(_("Band"), phone="side", headless=True),
    ]
    rows = [
        Row(
            [
                cell(stage, about),
                *(NONE if step is None else str(step) for step in (level.likelihood, level.impact, level.score.value)),
                band_chip(_, level, line.risk.kind) if level.band else NONE,
            ]
        )
        for stage, level, about in stages
    ]
    return Markup('<div class="pl-levels">{}</div>').format(table(columns, rows, caption=_("How large it is")))
