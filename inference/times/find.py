"""The times in a text: `read` for a text that is a time, `find` for those within a sentence."""

from datetime import datetime

from inference.times.english import ENGLISH
from inference.times.german import GERMAN
from inference.times.grammar import Grammar, places
from inference.times.reading import Conventions, Reading
from inference.times.resolve import resolve
from inference.times.spanish import SPANISH
from inference.times.words import Words

LANGUAGES: dict[str, Words] = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}


def find(text: str, now: datetime, conventions: Conventions = Conventions()) -> list[Reading]:  # noqa: B008
    """Every time that a text names, in its order; `now` carries the owner's zone."""
    grammar = Grammar(text, LANGUAGES.get(conventions.language, ENGLISH))
    found = []
    for said, first, last in places(grammar):
        resolved = resolve(said, now, conventions)
        span = grammar.tokens[first].start, grammar.tokens[last - 1].end
        found.append(Reading(*span, resolved.meaning, resolved.other))
    return found


def read(text: str, now: datetime, conventions: Conventions = Conventions()) -> Reading | None:  # noqa: B008
    """The one time that a text is; None where it is none, or more than one."""
    found = find(text, now, conventions)
    return found[0] if len(found) == 1 else None
