"""A sentence in HTML, in which each number shows what it is and all its digits when it is pointed at."""

from markupsafe import Markup, escape

from planlib.document import Sentence

_MARK = Markup('<abbr title="{} {}">{}</abbr>')


def marked(sentence: Sentence) -> Markup:
    """Return the sentence with its numbers marked, the first of those that are written alike."""
    done, rest = Markup(""), sentence.text
    facts = {fact.text: fact for fact in reversed(sentence.facts) if fact.text}
    while found := min(((rest.find(text), -len(text), text) for text in facts if text in rest), default=None):
        at, _length, text = found
        fact = facts[text]
        done += escape(rest[:at]) + _MARK.format(fact.label, fact.full, text)
        rest = rest[at + len(text) :]
    return done + escape(rest)
