"""What a document consists of, before any format: sections of sentences, charts and tables, in one language.

Every number stands in it as people read it and with all its digits, so that no format adds up or rounds for itself.
"""

from planlib.document.charts import Chart, ChartKind, Drawing, Look, Series
from planlib.document.parts import Document, Edited, Fact, Section, Sentence
from planlib.document.tables import Cell, Column, Table

__all__ = [
    "Cell",
    "Chart",
    "ChartKind",
    "Column",
    "Document",
    "Drawing",
    "Edited",
    "Fact",
    "Look",
    "Section",
    "Sentence",
    "Series",
    "Table",
]
