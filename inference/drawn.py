"""What an answer was drawn from, and how the result of a tool stands in a conversation."""

from inference.memory.gather import Context, clean
from inference.tools.base import Result
from inference.turn import Used
from vault.items import Origin, Source
from vault.search import STOPWORDS, WORD

LONGEST_QUOTE = 4_000
"characters of a text from outside that are shown in a conversation"
SHORT = 3
"letters of words that tell little"


def used_by(result: Result) -> tuple[Used, ...]:
    source = Source(Origin.OWNER)
    return tuple(Used(number, result.says, source) for number in result.items)


def used(context: Context) -> tuple[Used, ...]:
    return tuple(
        Used(one.item, one.text, one.source, one.page)
        for one in context.remembered
        if one.item is not None
    )


def drawn_on(context: Context, answer: str, asked: str) -> tuple[int, ...]:
    """The pieces whose own words the answer says."""
    said = _telling(answer) - _telling(asked)
    numbers = [one.item for one in context.remembered if _telling(one.text) & said]
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def _telling(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if len(word) > SHORT} - STOPWORDS


def shown(result: Result) -> str:
    """What a result says, and below it, quoted, what a text from outside says."""
    untrusted_text = result.data.get("untrusted_text")
    if not isinstance(untrusted_text, str) or not untrusted_text.strip():
        return result.says
    whole = clean(untrusted_text)
    kept = whole if len(whole) <= LONGEST_QUOTE else f"{whole[:LONGEST_QUOTE]}…"
    return "\n".join([result.says, *(f"> {line}" for line in kept.splitlines())])


def outside(result: Result) -> Source | None:
    """Where the words of a result come from, if not from the owner's own things."""
    found = result.data.get("source")
    return (
        Source(Origin(found["origin"]), found.get("ref", "")) if isinstance(found, dict) else None
    )
