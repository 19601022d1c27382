"""A sentence in HTML, in which each number shows what it is and all its digits when it is pointed at."""

from collections.abc import Callable

from markupsafe import Markup, escape

from planlib.document import Fact, Sentence

_MARK = Markup('<abbr title="{} {}">{}</abbr>')


def abbreviated(fact: Fact) -> Markup:
    """Return a number that shows all its digits when it is pointed at."""
    return _MARK.format(fact.label, fact.full, fact.text)


def marked(sentence: Sentence, mark: Callable[[Fact], Markup] = abbreviated) -> Markup:
    """Return the sentence with its numbers marked, the first of those that are written alike."""
    done, rest = Markup(""), sentence.text
    facts = {fact.text: fact for fact in reversed(sentence.facts) if fact.text}
    while found := min(((rest.find(text), -len(text), text) for text in facts if text in rest), default=None):
        at, _length, text = found
        done += escape(rest[:at]) + mark(facts[text])
        rest = rest[at + len(text) :]
    return done + escape(rest)
