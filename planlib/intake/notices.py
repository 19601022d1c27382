"""What a person should know about a file that is no fault of theirs."""

from typing import Any, NamedTuple

from planlib.vocabulary import NoticeCode


class Notice(NamedTuple):
    """One thing worth saying; the sentence is made by ``planlib.locale.sentences``."""

    code: NoticeCode
    parameters: dict[str, Any] = {}  # noqa: RUF012  a NamedTuple's default is never changed
