"""Wrong usage in the reader's language: which argument or option it is, and what would be right."""

from typing import Any

from pydantic import ValidationError
from typer import BadParameter
from typer._click.exceptions import BadOptionUsage, MissingParameter, NoArgsIsHelpError, NoSuchOption, UsageError

from planlib.locale import N_, Language

__all__ = ["MissingParameter", "Misuse", "NoArgsIsHelpError", "UsageError", "usage_sentence"]

_VALUES = {
    "int_parsing": N_("“{value}” is not a whole number."),
    "greater_than_equal": N_("“{value}” is too small. The smallest possible value is {ge}."),
    "less_than_equal": N_("“{value}” is too large. The largest possible value is {le}."),
}
"""What is wrong with a value, by pydantic's name for it."""


class Misuse(BadParameter):
    """A word on the command line that cannot be right, told by a sentence of ours."""

    def __init__(self, name: str, text: str, **parameters: Any) -> None:
        """Keep what the word stands for, and the sentence with what it needs."""
        super().__init__(text)
        self.name, self.text, self.parameters = name, text, parameters


def usage_sentence(_: Language, fault: UsageError, program: str) -> str:
    """Return what is wrong with the command line, and where it is explained."""
    command = fault.ctx.command_path if fault.ctx else program
    return f"{_told(_, fault)}\n" + _("See {command} --help.", command=command)


def _told(_: Language, fault: UsageError) -> str:
    match fault:
        case Misuse():
            return f"{fault.name}: {_(fault.text, **fault.parameters)}"
        case NoSuchOption():
            return f"{fault.option_name}: " + _("There is no such option.")
        case BadOptionUsage():
            return f"{fault.option_name}: " + _("It needs a value.")
        case BadParameter():
            name = next((text for text in fault.param.opts if text.startswith("--")), None) if fault.param else None
            return f"{name or _argument(fault)}: {_of_value(_, fault)}"
    return _("There is a word too many.")


def _argument(fault: BadParameter) -> str:
    return (fault.param.name or "").upper() if fault.param else ""


def _of_value(_: Language, fault: BadParameter) -> str:
    choices = fault.param.type_descriptor.choices if fault.param else None
    known = _.join([getattr(choice, "value", choice) for choice in choices or ()])
    if isinstance(fault, MissingParameter):
        return _("It is missing. It is one of {known}.", known=known) if known else _("It is missing.")
    if not isinstance(fault.__cause__, ValidationError):
        return _("There is no such file that can be read.")
    wrong = fault.__cause__.errors()[0]
    if known:
        return _("“{value}” is not one of {known}.", value=wrong["input"], known=known)
    sentence = _VALUES[wrong["type"]]
    return _(sentence, value=wrong["input"], **wrong.get("ctx", {}))
