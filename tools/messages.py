"""Collects the texts of the screens and merges them into the Chinese catalogue: ``make messages``.

A text that is new arrives with an empty translation; one that is gone from the source goes from the catalogue.
Order and layout depend on the texts alone, so that a change of one text is a change of its lines.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "planlib" / "locale" / "zh.po"
SOURCES = ("ui", "pages", "planlib")
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
HEADER = r"""msgid ""
msgstr ""
"Language: zh_CN\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""


def extracted() -> Catalog:
    """Return a catalogue of every text in the source, without translations."""
    catalogue = Catalog(locale="zh_CN")
    for source in SOURCES:
        for file in sorted((ROOT / source).rglob("*.py")):
            for _line, message, _comments, _context in extract_from_file("python", file, KEYWORDS):
                catalogue.add(message)
    return catalogue


def translated() -> Catalog:
    """Return the Chinese catalogue as it stands in the project."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def merged(texts: Catalog, translations: Catalog) -> Catalog:
    """Return `texts` with the translations that are known."""
    for message in texts:
        known = translations.get(message.id) if message.id else None
        if known is not None and known.pluralizable == message.pluralizable:
            message.string = known.string
        message.flags.clear()
    return texts


def main() -> None:
    """Write the merged catalogue and say how many texts wait for a translation."""
    catalogue = merged(extracted(), translated())
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, omit_header=True, sort_output=True, ignore_obsolete=True)
    waiting = sum(1 for message in catalogue if message.id and not any(message.string or ()))
    print(f"{len(catalogue)} texts, {waiting} without a translation")


if __name__ == "__main__":
    main()
