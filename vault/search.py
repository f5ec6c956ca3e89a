"""Finding what was remembered: by its words, by its meaning, and by both at once.

Words are ranked by BM25, meaning by the cosine of vectors; both lists are brought to one scale and
added up by score, not by rank, so that a sure find of one kind is not drowned by the other. What is
recent or often used is preferred a little. A conversation or document counts by its best passage.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from vault.connection import ReadConn, Row, Value
from vault.items import Kind, Sensitivity, Source, from_us, to_us
from vault.items import Origin as SourceOrigin
from vault.typed import NOT_HIDDEN

if TYPE_CHECKING:  # most searches are by words only, and numpy is large
    from vault.index import Index
    from vault.vectors import Vectors

MEANING_WEIGHT = 0.4
"of meaning against words; see benchmarks/retrieval.py"
RECENCY_WEIGHT = 0.02
RECENCY_DAYS = 90.0
USE_WEIGHT = 0.01
CANDIDATES = 120
"passages taken from each list before they are joined"
COMMON_SHARE = 0.1
"a word in more than this share of all passages says too little"
WORK_BUDGET = 1_000
"passages that the words of one search may have to be ranked for; see benchmarks/vault_growth.py"
FURTHER = 8
"how many times as far counting goes, where all words are commoner than the budget"
STOPWORDS = frozenset(
    "a about an and are as at be been but by can could d did do does for from had has have he her "  # noqa: SIM905
    "hers him his how i if in into is it its ll m me my no not of on or our re s she so t that the "
    "their them then there they this to ve was we were what when where which who whom whose why "
    "will with would you your".split()
)
WORD = re.compile(r"\w+")


class Embedder(Protocol):
    """What turns texts into vectors of length 1; handed in by whoever runs the engines."""

    @property
    def model(self) -> str:
        """Which model it is, down to the version of the weights."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> "Vectors": ...


class Why(StrEnum):
    """What made a passage a hit."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "words and meaning"


@dataclass(frozen=True)
class Query:
    """What is looked for, and among what."""

    text: str
    most: int = 10
    kinds: tuple[Kind, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    about: tuple[int, ...] = ()
    "entities, any of which must be mentioned"
    most_sensitive: Sensitivity = Sensitivity.PERSONAL
    items: tuple[int, ...] = ()
    "of which any is meant; all where there are none"
    by_parent: bool = False
    "whether only the best passage of each conversation or document counts"


@dataclass(frozen=True)
class Hit:
    """A passage that was found, where it comes from, and why."""

    item: int
    parent: int | None
    kind: Kind
    passage: int
    page: int | None
    text: str
    source: Source
    happened: datetime
    score: float
    why: Why
    likeness: float = 0.0
    "how close its meaning is, as the cosine; 0 where only words were looked at"


@dataclass(frozen=True)
class _Scores:
    """How well each passage fits: on both scales, 0 to 1, and on one."""

    words: dict[int, float]
    meaning: dict[int, float]
    fused: dict[int, float]
    likeness: dict[int, float]
    "of meaning, not brought to any scale"

    def why(self, passage: int) -> Why:
        if self.words.get(passage) and self.meaning.get(passage):
            return Why.BOTH
        return Why.WORDS if self.words.get(passage) else Why.MEANING


def search(
    conn: ReadConn, query: Query, now: datetime, index: "Index | None" = None,
    row: "Vectors | None" = None,
) -> list[Hit]:  # fmt: skip
    """The best hits, best first. Without an index or a vector of the query, by words only."""
    only = _allowed(conn, query)
    words = by_words(conn, query.text, CANDIDATES, only)
    meaning: dict[int, float] = {}
    if index is not None and row is not None:
        meaning = {near.passage: near.likeness for near in index.search(row, CANDIDATES, only)}
    scores = _fuse(words, meaning)
    return _hits(conn, scores, query, now)


def by_words(
    conn: ReadConn, text: str, most: int, only: set[int] | None = None
) -> dict[int, float]:
    """Passages with the words of a text and their BM25, higher is better."""
    terms = rare_terms(conn, text)
    if not terms:
        return {}
    match = " OR ".join(f'"{term}"' for term in terms)
    # Sorted outside, because sorting by FTS5's own rank takes half as long again.
    sql = (
        "SELECT rowid, -score FROM (SELECT rowid, bm25(passage_words) AS score FROM passage_words "
        "WHERE passage_words MATCH ?) ORDER BY score LIMIT ?"
    )
    found = conn.rows(sql, (match, most if only is None else -1))
    if only is not None:
        found = [row for row in found if row[0] in only][:most]
    return {row[0]: float(row[1]) for row in found}


def rare_terms(conn: ReadConn, text: str) -> list[str]:
    """The words of a text that tell passages apart, the rarest first, within the work budget."""
    words = list(dict.fromkeys(word.lower() for word in WORD.findall(text)))
    telling = [word for word in words if word not in STOPWORDS] or words
    # Counting every passage takes longer than the search; how many there ever were serves as well.
    total = int(conn.value("SELECT seq FROM sqlite_sequence WHERE name = 'passage'") or 0)
    kept: list[str] = []
    work = 0
    for count, word in sorted(document_frequencies(conn, telling)):
        work += count
        too_common = total > CANDIDATES and count > COMMON_SHARE * total
        if kept and (too_common or work > WORK_BUDGET):
            break
        kept.append(word)
    return kept


def document_frequencies(conn: ReadConn, words: Sequence[str]) -> list[tuple[int, str]]:
    """How many passages hold each word, in any of its forms; words that none holds are left out.

    Nobody counts to the end for a common word: above the work budget it only matters which word is
    the rarest, so counting goes on only until one of them is through.
    """
    forms = {stem: word for word, stem in reversed(conn.stems(words).items())}
    most, counts = WORK_BUDGET, _count_up_to(conn, list(forms.values()), WORK_BUDGET)
    while counts and min(counts)[0] > most:
        most *= FURTHER
        counts = _count_up_to(conn, [word for _count, word in counts], most)
    return counts


def _count_up_to(conn: ReadConn, words: Sequence[str], most: int) -> list[tuple[int, str]]:
    """How many passages hold each word; one more than `most` stands for any larger number."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)"
    counts = [(int(conn.value(sql, (f'"{word}"', most + 1))), word) for word in words]
    return [(count, word) for count, word in counts if count]


def _allowed(conn: ReadConn, query: Query) -> set[int] | None:
    """The passages that the query's limits let through, or None where all are."""
    limits: list[str] = []
    values: list[Value] = []
    if query.kinds:
        limits.append(f"item.kind IN ({', '.join('?' * len(query.kinds))})")
        values += [kind.value for kind in query.kinds]
    if query.since:
        limits.append("item.happened_us >= ?")
        values.append(to_us(query.since))
    if query.until:
        limits.append("item.happened_us < ?")
        values.append(to_us(query.until))
    if query.about:
        marks = ", ".join("?" * len(query.about))
        limits.append(f"item.id IN (SELECT item FROM mention WHERE entity IN ({marks}))")
        values += query.about
    if query.items:
        limits.append(f"item.id IN ({', '.join('?' * len(query.items))})")
        values += query.items
    return _limited(conn, limits, values, query.most_sensitive)


def _limited(
    conn: ReadConn, limits: list[str], values: list[Value], most_sensitive: Sensitivity
) -> set[int] | None:
    hidden = conn.value("SELECT 1 FROM item WHERE sensitivity > ? LIMIT 1", (int(most_sensitive),))
    if not limits and not hidden:
        return None
    if hidden:
        limits = [*limits, "item.sensitivity <= ?"]
        values = [*values, int(most_sensitive)]
    where = " AND ".join(limits)
    sql = f"SELECT passage.id FROM passage JOIN item ON item.id = passage.item WHERE {where}"
    return set(conn.column(sql, values))


def _fuse(words: dict[int, float], meaning: dict[int, float]) -> _Scores:
    """Both lists on one scale: a share of the best by words, a share of the spread by meaning."""
    best = max(words.values(), default=0.0) or 1.0
    top = max(meaning.values(), default=0.0)
    low = min(meaning.values(), default=0.0)
    spread = max(top - low, 1e-6)
    said = {passage: score / best for passage, score in words.items()}
    meant = {passage: (score - low) / spread for passage, score in meaning.items()}
    fused = {passage: MEANING_WEIGHT * score for passage, score in meant.items()}
    for passage, score in said.items():
        fused[passage] = fused.get(passage, 0.0) + (1 - MEANING_WEIGHT) * score
    return _Scores(said, meant, fused, meaning)


def _hits(conn: ReadConn, scores: _Scores, query: Query, now: datetime) -> list[Hit]:
    """The best of the candidates with everything about them, the gentle preferences applied."""
    enough = query.most * (20 if query.by_parent else 4)
    best = sorted(scores.fused, key=scores.fused.__getitem__, reverse=True)[:enough]
    marks = ", ".join("?" * len(best))
    rows = conn.rows(f"{FOUND} WHERE passage.id IN ({marks}) AND {NOT_HIDDEN}", best)
    hits = [_hit(row, scores, now) for row in rows]
    hits.sort(key=lambda hit: -hit.score)
    if query.by_parent:
        first: dict[int, Hit] = {}
        for hit in hits:
            first.setdefault(hit.parent or hit.item, hit)
        hits = list(first.values())
    return hits[: query.most]


FOUND = (
    "SELECT passage.id, item.id, item.parent, item.kind, passage.page, passage.text, item.source, "
    "item.source_ref, item.happened_us, item.uses FROM passage "
    "JOIN item ON item.id = passage.item"
)


def _hit(row: Row, scores: _Scores, now: datetime) -> Hit:
    happened = from_us(row[8])
    days = max(0.0, (now - happened).total_seconds() / 86_400)
    gentle = RECENCY_WEIGHT * math.exp(-days / RECENCY_DAYS) + USE_WEIGHT * math.log1p(row[9])
    return Hit(
        passage=row[0],
        item=row[1],
        parent=row[2],
        kind=Kind(row[3]),
        page=row[4],
        text=row[5],
        source=Source(SourceOrigin(row[6]), row[7]),
        happened=happened,
        score=scores.fused[row[0]] + gentle,
        why=scores.why(row[0]),
        likeness=scores.likeness.get(row[0], 0.0),
    )
