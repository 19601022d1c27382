"""The refused rows as a file to mend: as they stand in the file, each with what is wrong with it."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence

from planlib.intake.mapping.map import heading
from planlib.intake.mended import REASON, REASONS
from planlib.intake.preview import Preview
from planlib.locale import N_, Language
from planlib.locale.sentences import problem_sentence
from planlib.spreadsheet import safe


def refused_csv(preview: Preview, language: Language) -> bytes:
    """Return the refused rows under the file's header, as UTF-8 with the mark that Excel needs.

    What is wrong stands in front, so that it is beside its row even where the row has a cell too many. Mended, the
    file can be read as it is (``mended``), its numbers in the same units; reasons that it came with are left out.
    """
    wrong: defaultdict[int | None, list[str]] = defaultdict(list)
    for problem in preview.problems:
        wrong[problem.line].append(problem_sentence(language, problem))
    old = [place for place, header in enumerate(preview.header) if header in REASONS]
    text = io.StringIO()
    writer = csv.writer(text)
    if preview.unit:
        writer.writerow([language(N_("Unit: {unit}"), unit=preview.unit)])
    writer.writerow([language(REASON), *_without(old, _with_units(preview))])
    for line, cells in dict(preview.refused_rows).items():
        writer.writerow([safe(" ".join(wrong[line])), *_without(old, cells)])
    return text.getvalue().encode("utf-8-sig")


def _with_units(preview: Preview) -> list[str]:
    """Return the headers, with the units that a person said."""
    said = {preview.mapping.get(field): unit for field, unit in preview.choices.get("units", {}).items()}
    return [f"{heading(text).name}({said[text]})" if text in said else text for text in preview.header]


def _without(places: Sequence[int], cells: Sequence[str]) -> list[str]:
    return [safe(cell) for place, cell in enumerate(cells) if place not in places]
