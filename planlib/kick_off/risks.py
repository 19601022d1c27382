"""What may come in between, what is done about it beforehand, and what once it comes."""

from planlib.document import Cell, Column, Table
from planlib.document.cells import person_cell, text_cell
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.risk_words import condition, level_words
from planlib.snapshot import RiskLine, Snapshot


def risk_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the risks and opportunities that are open, those of largest score first."""
    columns = (
        Column("risk", _("Risk"), right=False),
        Column("kind", _("Type"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("size", _("Likelihood × impact")),
        Column("band", _("Band"), right=False),
        Column("action", _("Beforehand"), right=False),
        Column("trigger", _("Trigger"), right=False),
        Column("contingency", _("Contingency"), right=False),
    )
    scored = sorted(snapshot.risks().open, key=lambda line: line.current.band is None)
    return Table("risks", _("Risks"), columns, tuple(_risk(snapshot, line, _) for line in scored))


def _risk(snapshot: Snapshot, line: RiskLine, _: Language) -> tuple[Cell, ...]:
    risk, band = line.risk, line.current.band
    response = word(_, risk.response) if risk.response else ""
    trigger = condition(_, line.trigger, snapshot.team.currency) if line.trigger else NONE
    return (
        text_cell(_.name(risk, "title")),
        Cell(word(_, risk.kind), risk.kind.value),
        person_cell(line.owner, _),
        text_cell(level_words(_, line.current) if band else NONE),
        Cell(word(_, band), band.value) if band else Cell(_("Not scored")),
        text_cell(_(": ").join(filter(None, [response, _.own(risk.action)])) or NONE),
        text_cell(trigger),
        text_cell(_.own(risk.contingency) or NONE),
    )
