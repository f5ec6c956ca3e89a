"""Whether a statement answers the question: what code can tell of it.

A small model answers whatever it is asked. So code looks at what it cites: the names of the
question must be in that document, the words of the question must be said there, the thing that was
asked for must be in the statement, and its names, numbers and dates on the page. What code cannot
settle is for a second question to the model.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inference.asking import wording
from inference.asking.finding import Excerpt
from inference.asking.wording import KINDS_OF_THING, SAYS_LITTLE, Kind, Question, holds
from inference.summarizing.checking import Proof, Text
from vault import documents
from vault.connection import ReadConn
from vault.entities import fold
from vault.search import WORD

_DENIES = re.compile(
    r"\b(?:not|never|no|nowhere|nicht|keine?r?)\b.{0,40}\b(?:mention|specif|stat|provid|contain|given|"
    r"said|indicat|found|know|inform|detail|erwähnt|angegeben|genannt)\w*|"
    r"\bunknown\b|\bno information\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^\s*(?:is|are|was|were|does|do|did|has|have|had|can|may|must|will|should)\b",
                     re.IGNORECASE)  # fmt: skip


_SCRIBBLED = re.compile(r"[{}<>\[\]\\`|]")
_CANCELS = re.compile(r"\b(?:cancel|terminat|notice|\w*kündig|widerruf)", re.IGNORECASE)
MOST_UNKNOWN = 2
"words of a question that its document does not hold: then it is about something else"


class Verdict(StrEnum):
    """How far code gets."""

    HOLDS = "holds"
    OPEN = "open"
    FAILS = "fails"


@dataclass(frozen=True)
class Judge:
    """What statements about one question are judged by."""

    conn: ReadConn
    question: Question
    shown: Sequence[Excerpt] = ()
    "the paragraphs that the model was shown"

    def cited(self, statement: str, first: Excerpt) -> Excerpt:
        """What to cite: where most stands of what the statement adds to the question.

        A small model may join two paragraphs and name the one that has less to do with it.
        """
        added = self._added(statement)

        def held(one: Excerpt) -> int:
            return len(wording.said_in(self.conn, added, one.untrusted_text))

        return max((first, *self.shown), key=held)

    def share(self, found: Excerpt) -> float:
        """How much of the question a paragraph and its document speak of; nothing without names."""
        said = self.in_document(found)
        here = wording.said_in(self.conn, self.question.terms, found.untrusted_text)
        if self.question.names - said or not here - self.question.names:
            return 0.0
        return len(said) / len(self.question.terms)

    def verdict(self, statement: str, cited: Excerpt) -> Verdict:
        """Whether a statement answers the question from the paragraph that it cites."""
        if _DENIES.search(statement) and not _YES_NO.search(self.question.text):
            return Verdict.FAILS
        if not self._is_of_kind(statement, cited) or self._unproven(statement, cited):
            return Verdict.FAILS
        if (self._is_scribbled(statement, cited) or self._misses_the_end(statement, cited)
                or self._is_of_another_row(statement, cited)):  # fmt: skip
            return Verdict.FAILS
        terms = self.question.terms
        absent = set(terms) - self.in_document(cited)
        if absent & self.question.names:
            return Verdict.FAILS
        here = f"{cited.heading} {cited.untrusted_text}"
        said = wording.said_in(self.conn, terms, here) - self.question.names
        asked = set(terms) - self.question.names - KINDS_OF_THING
        # “Does she get a company car” asks for no company: there every word has to be known.
        unknown = absent if _YES_NO.search(self.question.text) else absent - KINDS_OF_THING
        if len(unknown) >= MOST_UNKNOWN or not self._says_more(statement):
            return Verdict.FAILS
        if unknown or (asked and not said & asked):
            return Verdict.OPEN
        return Verdict.HOLDS

    def _is_scribbled(self, statement: str, cited: Excerpt) -> bool:
        """Whether it has signs of programs and forms in it that nobody wrote."""
        signs = set(_SCRIBBLED.findall(statement))
        return any(one not in cited.untrusted_text for one in signs)

    def _is_of_another_row(self, statement: str, cited: Excerpt) -> bool:
        """Whether a number stands in no row of the table that says what is asked, while some do."""
        rows = cited.untrusted_text.splitlines()
        if self.question.kind is not Kind.NUMBER or not cited.untrusted_text.startswith("|"):
            return False
        asked = [term for term in self.question.terms if term not in KINDS_OF_THING]
        here = {row: wording.said_in(self.conn, asked, row) for row in rows}
        meant = [row for row, said in here.items() if said]
        added = Text(statement).values - Text(self.question.text).values
        return bool(meant) and not any(added & Text(row).values for row in meant)

    def _misses_the_end(self, statement: str, cited: Excerpt) -> bool:
        """Whether “until when can I cancel” is answered by a day of something else."""
        if self.question.kind is not Kind.DATE or not _CANCELS.search(self.question.text):
            return False
        said = set(Text(statement).dates)
        there = [one for one in sentences(cited.untrusted_text) if _CANCELS.search(one)]
        return bool(said) and not any(said & set(Text(one).dates) for one in there)

    def _says_more(self, statement: str) -> bool:
        """Whether anything is said that the question does not say itself."""
        return bool(self._added(statement)) or bool(_YES_NO.search(self.question.text))

    def _added(self, statement: str) -> tuple[str, ...]:
        """The telling words of a statement that the question does not say itself."""
        words = [one for one in WORD.findall(fold(statement)) if one not in SAYS_LITTLE]
        known = wording.said_in(self.conn, words, self.question.text)
        return tuple(one for one in dict.fromkeys(words) if one not in known)

    def in_document(self, cited: Excerpt) -> set[str]:
        """Which words of the question the whole document says; its index of words knows."""
        found = wording.said_in(self.conn, self.question.terms, cited.title)
        for term in set(self.question.terms) - found:
            forms = wording.forms(term)
            if any(documents.spots(self.conn, form, (cited.document,), 1) for form in forms):
                found.add(term)
        return found

    def _is_of_kind(self, statement: str, cited: Excerpt) -> bool:
        """Whether a number or a day that was asked for is said, in the very paragraph, too."""
        if self.question.kind is Kind.ANY:
            return True
        if not holds(statement, self.question) or not holds(cited.untrusted_text, self.question):
            return False
        said, there = Text(statement), Text(cited.untrusted_text)
        added = said.values - Text(self.question.text).values
        return bool(added & there.values) or bool(set(said.dates) & set(there.dates))

    def _unproven(self, statement: str, cited: Excerpt) -> tuple[str, ...]:
        """What of the statement is neither in what was shown of its document nor the owner's."""
        texts = [documents.page(self.conn, cited.document, cited.page), self.question.text]
        for one in self.shown:
            if one.document == cited.document:
                texts += [one.title, one.heading, one.untrusted_text]
        return Proof({cited.page: "\n".join(texts)}).missing(statement, (cited.page,))


def sentences(text: str) -> Sequence[str]:
    """A paragraph's sentences."""
    return re.split(r"(?<=[.!?])\s+", text)
