"""What pydantic says of a record, as the faults that people read."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from planlib.intake.values.values import Fault
from planlib.model import DECIMALS
from planlib.vocabulary import ProblemCode

_CODES = {
    "missing": ProblemCode.MISSING_VALUE,
    "string_too_short": ProblemCode.MISSING_VALUE,
    "string_too_long": ProblemCode.TOO_LONG,
    "enum": ProblemCode.BAD_CHOICE,
    "greater_than_equal": ProblemCode.OUT_OF_RANGE,
    "less_than_equal": ProblemCode.OUT_OF_RANGE,
}
_PARAMETERS = {"max_length": "most", "ge": "smallest", "le": "largest", "expected": "known"}


def faults_of(error: ValidationError) -> Iterator[tuple[str | None, Fault]]:
    """Yield field and fault for each error; the field is None where the record as a whole is meant."""
    for found in error.errors():
        field = str(found["loc"][0]) if found["loc"] else None
        context = found.get("ctx", {})
        if found["type"] == "value_error":
            yield field, _own(str(context["error"]))
        elif found["type"] == "int_from_float":
            yield field, Fault(ProblemCode.BAD_NUMBER, {"reason": "not_whole"})
        else:
            code = _CODES.get(found["type"], ProblemCode.BAD_VALUE)
            yield field, Fault(code, {_PARAMETERS.get(name, name): value for name, value in context.items()})


def beside(
    read: Sequence[tuple[str | None, Fault]], judged: Iterable[tuple[str | None, Fault]]
) -> list[tuple[str | None, Fault]]:
    """Return of the faults of a record those that are to be told beside those of its cells that could not be read.

    What follows from a cell that could not be read is no fault of its own, and the record as a whole cannot be judged.
    """
    unread = {field for field, _fault in read}
    return [(field, fault) for field, fault in judged if not unread or (field is not None and field not in unread)]


def _own(word: str) -> Fault:
    """Return the fault for a ValueError that the records raise themselves: a problem's code or a reason."""
    if word in set(ProblemCode):
        return Fault(ProblemCode(word))
    if word == "too_precise":
        return Fault(ProblemCode.BAD_NUMBER, {"reason": word, "decimals": DECIMALS})
    return Fault(ProblemCode.BAD_VALUE, {"reason": word})
