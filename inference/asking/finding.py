"""Where in the documents an answer may stand: by words, by meaning, by what the document is about.

A passage counts by how many of the question's telling words it holds, and how many its document
holds beside it: of three leases, the one of the street that was named. Words that few passages
hold tell most. What is found is cut into paragraphs, each with its title and headings.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inference.asking import wording
from inference.asking.wording import Question, holds
from inference.memory.gather import clean
from vault import documents
from vault.connection import ReadConn
from vault.documents import Spot
from vault.entities import fold
from vault.items import Kind
from vault.search import WORD, Hit, Query

Find = Callable[[Query], list[Hit]]
MOST_HITS = 24
MOST_PASSAGES = 14
"whose paragraphs are looked at"
MOST_LEADING, NEIGHBOURS = 5, 2
"passages whose neighbours are looked at as well, and how many on each side"
MOST_SHOWN = 4
"paragraphs that a model is shown"
MOST_SIGNS = 1_000
"of them together: a small model on a processor reads some 150 signs in a second"
LONGEST = 520
"signs of a paragraph"
OF_DOCUMENT, OF_TITLE, OF_MEANING = 0.8, 0.5, 0.6
"what counts beside the words of the passage itself"
OF_ITSELF, OF_KIND = 0.6, 0.15
"what more a paragraph counts that says the words itself, and holds a number where one is wanted"
LONGEST_HEADING = 250
"signs of all the headings above a passage"
ELSEWHERE = 0.3
"of the likeness of a passage, for a paragraph of it that says none of the words"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)")


@dataclass(frozen=True)
class Excerpt:
    """A paragraph of a document, as the model is shown it."""

    document: int
    title: str
    page: int
    heading: str
    untrusted_text: str
    score: float = 0.0
    likeness: float = 0.0


@dataclass(frozen=True)
class Found:
    """What bears on a question."""

    excerpts: tuple[Excerpt, ...]
    documents: tuple[int, ...]
    "all of which something was found in, best first"


class Desk:
    """What finding needs: the vault, and a search by words and meaning."""

    def __init__(
        self, conn: ReadConn, find: Find, scope: Sequence[int] = (), today: date | None = None
    ) -> None:  # fmt: skip
        self.conn = conn
        self.find = find
        self.scope = tuple(scope)
        self.today = today
        "where the owner is; by it “last month” is told"


def titles(conn: ReadConn, among: Sequence[int] = ()) -> dict[int, str]:
    """What documents, or these, are called; of several with one title, also what sets them apart.

    That is the file's name, or else its folder, or else the day it was added.
    """
    alike = documents.same_titles(conn)
    named = documents.titles(conn, among)
    return {number: f"{title} ({alike[number]})" if number in alike else title
            for number, title in named.items()}  # fmt: skip


def find(desk: Desk, question: Question) -> Found:
    """The paragraphs that bear on a question, best first."""
    return _Finding(desk, question).found()


class _Finding:
    """One search."""

    def __init__(self, desk: Desk, question: Question) -> None:
        self._desk = desk
        self._question = question
        self._titles = titles(desk.conn, desk.scope)
        self._spots: dict[int, Spot] = {}
        self._held: dict[int, set[str]] = defaultdict(set)
        "telling words by passage"
        self._weights: dict[str, float] = {}
        self._look_up()
        self._likeness = self._by_meaning()

    def found(self) -> Found:
        by_document = self._documents()
        best = self._best(by_document)[:MOST_LEADING]
        for spot in documents.near(self._desk.conn, best, NEIGHBOURS):
            self._spots.setdefault(spot.passage, spot)
        excerpts = self._excerpts(self._best(by_document)[:MOST_PASSAGES], by_document)
        ranked = sorted(by_document, key=lambda one: -by_document[one])
        return Found(tuple(excerpts), tuple(ranked))

    def _look_up(self) -> None:
        total = int(self._desk.conn.value("SELECT seq FROM sqlite_sequence WHERE name='passage'")
                    or 1)  # fmt: skip
        for term in self._question.terms:
            forms = wording.forms(term)
            conn, scope = self._desk.conn, self._desk.scope
            spots = [one for form in forms for one in documents.spots(conn, form, scope)]
            self._weights[term] = math.log(1 + total / (1 + len(spots)))
            for spot in spots:
                self._spots[spot.passage] = spot
                self._held[spot.passage].add(term)

    def _by_meaning(self) -> dict[int, float]:
        query = Query(self._question.text, MOST_HITS, (Kind.DOCUMENT,), items=self._desk.scope)
        hits = self._desk.find(query)
        for hit in hits:
            self._spots.setdefault(hit.passage, Spot(hit.passage, hit.item, -1, hit.page or 1))
        return {hit.passage: hit.likeness for hit in hits}

    def _documents(self) -> dict[int, float]:
        """How much of the question each document speaks of, 0 to 1 and a little for its title."""
        held: dict[int, set[str]] = defaultdict(set)
        for passage, terms in self._held.items():
            held[self._spots[passage].item] |= terms
        found = {spot.item for spot in self._spots.values()}
        found.update(item for item in self._titles if self._in_title(item))
        return {
            item: self._share(held[item] | self._in_title(item))
            + OF_TITLE * self._share(self._in_title(item))
            for item in found
        }  # fmt: skip

    def _best(self, by_document: Mapping[int, float]) -> list[int]:
        return sorted(self._spots, key=lambda one: -self._score(one, by_document))

    def _score(self, passage: int, by_document: Mapping[int, float]) -> float:
        spot = self._spots[passage]
        own = self._share(self._held[passage] | self._in_title(spot.item))
        meant = OF_MEANING * max(self._likeness.get(passage, 0.0), 0.0)
        return own + OF_DOCUMENT * by_document[spot.item] + meant

    def _share(self, terms: Iterable[str]) -> float:
        whole = sum(self._weights.values()) or 1.0
        return sum(self._weights[term] for term in terms) / whole

    def _in_title(self, item: int) -> set[str]:
        words = set(WORD.findall(fold(self._titles.get(item, ""))))
        return {term for term in self._question.terms if words.intersection(wording.forms(term))}

    def _excerpts(
        self, passages: Sequence[int], by_document: Mapping[int, float]
    ) -> list[Excerpt]:  # fmt: skip
        """The best paragraphs of these passages, as many as there is room for."""
        texts = documents.passages(self._desk.conn, passages)
        some = [
            one for passage in passages
            for one in self._paragraphs(passage, texts.get(passage, ""), by_document)
        ]  # fmt: skip
        some.sort(key=lambda one: -one.score)
        shown, room = list[Excerpt](), MOST_SIGNS
        for one in some:
            size = len(one.untrusted_text) + len(one.title) + len(one.heading)
            if len(shown) < MOST_SHOWN and size <= room:
                shown.append(one)
                room -= size
        return shown

    def _paragraphs(
        self, passage: int, text: str, by_document: Mapping[int, float]
    ) -> Iterable[Excerpt]:  # fmt: skip
        spot, rows = self._spots[passage], clean(text).split("\n")
        basis = OF_DOCUMENT * by_document[spot.item]
        likeness = max(self._likeness.get(passage, 0.0), 0.0)
        heading = ""
        for row in _blocks(rows):
            if not heading and len(rows) > 1 and row == rows[0] and _is_heading(row):
                heading = row
                continue
            itself = self._terms_in(row)
            around = itself | self._terms_in(heading) | self._in_title(spot.item)
            around |= self._names_of(spot.item)
            score = self._share(around) + OF_ITSELF * self._share(itself) + basis
            score += OF_MEANING * likeness * (1.0 if itself else ELSEWHERE)
            score += OF_KIND * holds(row, self._question)
            yield Excerpt(spot.item, self._titles.get(spot.item, ""), spot.page, heading, row,
                          score, likeness)  # fmt: skip

    def _names_of(self, item: int) -> set[str]:
        """Names of the question that a document says anywhere: they tell it from other documents,
        and not its paragraphs from each other."""
        held = (terms for passage, terms in self._held.items() if self._spots[passage].item == item)
        return set().union(*held) & self._question.names

    def _terms_in(self, text: str) -> set[str]:
        return wording.said_in(self._desk.conn, self._question.terms, text)


def _is_heading(row: str) -> bool:
    """Whether the first line of a passage is what stands above it; see `reading/library.py`."""
    return len(row) <= LONGEST_HEADING and not row.endswith((".", "?", "!")) and row[0] != "|"


def _blocks(rows: Sequence[str]) -> Iterable[str]:
    """Paragraphs, the long ones cut between sentences; rows of tables stay together."""
    table: list[str] = []
    for row in rows:
        if row.startswith("| "):
            table.append(row)
            continue
        if table:
            yield "\n".join(table)
            table = []
        if row.strip():
            yield from _cut(row.strip())
    if table:
        yield "\n".join(table)


def _cut(row: str) -> Iterable[str]:
    held = ""
    for sentence in _SENTENCE.split(row):
        if held and len(held) + len(sentence) > LONGEST:
            yield held
            held = ""
        held = f"{held} {sentence}".strip()
    if held:
        yield held[: 2 * LONGEST]
