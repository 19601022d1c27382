"""Footnotes of a Word file, native ones that Word numbers and sets below the page; python-docx has none of its own."""

from html import escape

from docx.document import Document as Word
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
"""The lines above notes, which every file with notes has."""
_NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:spacing w:after="20"/></w:pPr>'
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="16"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


class Notes:
    """Collects the notes of a file."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Set the mark of a note at the end of a paragraph."""
        self._texts.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts)))
        run._r.append(reference)

    def write(self, word: Word) -> None:
        """Put the notes into the file."""
        if not self._texts:
            return
        notes = "".join(_NOTE.format(id=number, text=escape(text)) for number, text in enumerate(self._texts, 1))
        declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f"{declared}<w:footnotes {nsdecls('w')}>{_RULES}{notes}</w:footnotes>"
        package = word.part.package
        part = Part(PackURI("/word/footnotes.xml"), _KIND, xml.encode(), package)
        word.part.relate_to(part, _RELATION)
