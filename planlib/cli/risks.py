"""`show risks`: the register, the largest first, and what is at stake."""

from decimal import Decimal

import typer

from planlib.cli import tables
from planlib.cli.terminal import Terminal, print_json
from planlib.locale import NONE
from planlib.locale.amounts import money
from planlib.locale.words import reason_sentence, word
from planlib.metrics.figure import Figure
from planlib.risk_report import risks_json
from planlib.risk_words import band_word, condition, level_words, review_words, risks_finding, standing, title
from planlib.snapshot import RiskLine, Snapshot


def show_risks(here: Terminal, snapshot: Snapshot, *, json: bool) -> None:
    """Print the risks as one sees them today."""
    _, today = here.language, here.today(snapshot.team)
    if json:
        print_json(risks_json(snapshot, today, _))
        return
    view = snapshot.risks(today)
    tables.print_heading(here, snapshot, today)
    if not view.lines:
        typer.echo(_("There are no risks yet."))
        return
    typer.echo(risks_finding(_, view))
    head = [
        _("Band"),
        _("Risk"),
        _("Owner"),
        _("Response"),
        _("State"),
        _("Trigger condition"),
        _("Likelihood × impact"),
        _("EMV"),
        _("Review due"),
    ]
    here.table(head, [_row(here, line, snapshot.team.currency) for line in view.lines], words=6)
    stake = view.stake
    sums = [(_("Exposure"), stake.exposure), (_("Maximum exposure"), stake.maximum)]
    if stake.happened:
        sums.append((_("What happened came to"), stake.realised))
    for name, figure in sums:
        typer.echo(f"{name}: {_money(here, figure, snapshot.team.currency)}")


def _row(here: Terminal, line: RiskLine, currency: str) -> list[str]:
    _, trigger = here.language, line.trigger
    watched = [condition(_, trigger, currency), f"({standing(_, trigger, currency)})"] if trigger else [NONE]
    return [
        band_word(_, line.current),
        title(_, line),
        _.name(line.owner) if line.owner else NONE,
        word(_, line.risk.response) if line.risk.response else NONE,
        word(_, line.risk.state),
        " ".join(watched),
        level_words(_, line.current),
        money(_, line.emv.value, currency),
        review_words(_, line),
    ]


def _money(here: Terminal, figure: Figure[Decimal], currency: str) -> str:
    _ = here.language
    amount = money(_, figure.value, currency)
    return f"{amount} ({reason_sentence(_, figure.reason)})" if figure.reason else amount
