"""A sentence that plainly says what is asked, told as it stands, where a model found no words.

Only for figures and days: the sentence, or what stands above it, says every word of the question
that is no name, it holds one such thing, and no other sentence that was found does so, too.
"""

from collections.abc import Sequence

from inference.asking import wording
from inference.asking.finding import Excerpt
from inference.asking.support import Judge, sentences
from inference.asking.wording import KINDS_OF_THING, Kind, holds
from inference.summarizing import orders
from inference.summarizing.checking import Text

LEAST_OF_NOUNS = 0.5
"of the words of a German question that a sentence has to say; its document says the rest"
LONGEST = 240
"signs of a sentence that somebody reads at a glance"


def plain(judge: Judge, excerpts: Sequence[Excerpt]) -> tuple[str, Excerpt] | None:
    """The sentence and where it stands; None where none says it, or several do."""
    if judge.question.kind is Kind.ANY:
        return None
    found = [
        (one, excerpt) for excerpt in excerpts if not excerpt.untrusted_text.startswith("|")
        for one in sentences(excerpt.untrusted_text) if _says(judge, one, excerpt)
    ]  # fmt: skip
    return found[0] if len({one for one, _ in found}) == 1 else None


def _says(judge: Judge, sentence: str, excerpt: Excerpt) -> bool:
    question = judge.question
    if len(sentence) > LONGEST or not holds(sentence, question) or orders.without(sentence)[1]:
        return False
    if not _has_one(sentence, question.kind):
        return False
    terms = set(question.terms)
    is_loud = wording.is_german(question.text)  # all its nouns have a capital
    asked = terms - KINDS_OF_THING - (frozenset() if is_loud else question.names)
    said = wording.said_in(judge.conn, question.terms, sentence)
    above = wording.said_in(judge.conn, question.terms, f"{excerpt.title} {excerpt.heading}")
    least = len(asked) * (LEAST_OF_NOUNS if is_loud else 1)
    is_said = bool(asked & said) and len(asked & (said | above)) >= least
    return is_said and terms <= judge.in_document(excerpt) | KINDS_OF_THING


def _has_one(sentence: str, kind: Kind) -> bool:
    """Whether it holds one such thing: of two nobody knows which is asked for."""
    text = Text(sentence)
    return len(text.dates if kind is Kind.DATE else text.counts) == 1
