"""The refused rows as a file to mend: as they stand in the file, each with what is wrong with it."""

import csv
import io
from collections import defaultdict

from planlib.intake.preview import Preview
from planlib.locale import N_, Language
from planlib.locale.sentences import problem_sentence
from planlib.spreadsheet import safe

_REASON = N_("What is wrong")


def refused_csv(preview: Preview, language: Language) -> bytes:
    """Return the refused rows under the file's header, as UTF-8 with the mark that Excel needs.

    What is wrong stands in front, so that it is beside its row even where the row has a cell too many.
    """
    wrong: defaultdict[int | None, list[str]] = defaultdict(list)
    for problem in preview.problems:
        wrong[problem.line].append(problem_sentence(language, problem))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([language(_REASON), *map(safe, preview.header)])
    for line, cells in preview.refused_rows:
        writer.writerow([safe(" ".join(wrong[line])), *map(safe, cells)])
    return text.getvalue().encode("utf-8-sig")
