"""What two documents have in common and where they differ.

Sentences that are nearly the same are laid side by side by code, word for word: of two versions of
a contract that is all there is to say. Where little is the same, a model notes each and says what
both speak of; what it said nothing about is told of each alone.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inference.engines.protocols import Stopped, never
from inference.errors import CalledOff
from inference.summarizing import prompts
from inference.summarizing.checking import Text
from inference.summarizing.lines import Line
from inference.summarizing.sentences import sentences
from inference.summarizing.summary import (
    Distinct,
    Paper,
    Statement,
    Summarized,
    SummaryEvent,
    Work,
    Writer,
)
from inference.summarizing.wish import Wish

ALIKE = 0.55
"words that two sentences have in common, of all that they have"
VERSIONS = 0.5
"of the sentences of the shorter document: with so many alike, they are two versions of one"
SHORTEST = 3
"words of a sentence that is worth comparing"
MOST_TOLD = 200
"sentences that differ, or that only one has; how many more there are is said"
FEW = 40
"sentences that have a word by which a counterpart is looked for"
MOST_WEIGHED = 20
"of those that have such words in common with a sentence"
MOST_NOTES = 24
"of each document, that are compared in one go"


@dataclass(frozen=True)
class Said:
    """A sentence and where it stands."""

    text: str
    page: int
    words: frozenset[str]


@dataclass(frozen=True)
class Sides:
    """Two documents sentence by sentence: what differs, and what only one of them has."""

    pairs: tuple[tuple[Said, Said], ...]
    first: tuple[Said, ...]
    second: tuple[Said, ...]
    same: int
    "sentences that both have"

    @property
    def more(self) -> int:
        """How many sentences are not told: there are too many of their kind."""
        kinds = (self.pairs, self.first, self.second) if self.are_versions else (self.pairs,)
        return sum(max(0, len(some) - MOST_TOLD) for some in kinds)

    @property
    def are_versions(self) -> bool:
        alike = self.same + len(self.pairs)
        shorter = alike + min(len(self.first), len(self.second))
        return alike > 0 and alike >= VERSIONS * shorter


def compare(
    paper: Paper, wish: Wish, writer: Writer, *, stopped: Stopped = never
) -> Iterator[SummaryEvent]:
    """Of a pile of two: what differs, what both say, what only one says."""
    work = Work(paper, wish, writer, stopped)
    try:
        sides = side_by_side(paper, stopped)
        said = [_differs(*pair) for pair in sides.pairs[:MOST_TOLD]]
        yield from said
        rest = _alone(sides) if sides.are_versions else _noted(work, paper, wish)
        for event in rest:
            if isinstance(event, Statement):
                said.append(event)
            yield event
        yield replace(work.end(said), more=sides.more)
    except CalledOff:
        yield Summarized("stopped", read_tokens=work.read_tokens)


def side_by_side(paper: Paper, stopped: Stopped = never) -> Sides:
    """Each sentence of the first with the same of the second, or else the one most like it."""
    here = _sentences(paper, stopped, is_second=False)
    there = _sentences(paper, stopped, is_second=True)
    by_words: dict[frozenset[str], deque[int]] = {}
    for at, other in enumerate(there):
        by_words.setdefault(other.words, deque()).append(at)
    others = [one for one in here if not _taken(by_words.get(one.words))]
    same = len(here) - len(others)
    left = {at for some in by_words.values() for at in some}
    by_word: dict[str, list[int]] = {}
    for at in sorted(left):
        for word in there[at].words:
            by_word.setdefault(word, []).append(at)
    pairs, alone = list[tuple[Said, Said]](), list[Said]()
    for one in others:
        _heed(stopped)
        best = _most_alike(one, there, by_word, left)
        if best is None:
            alone.append(one)
        else:
            left.discard(best)
            pairs.append((one, there[best]))
    return Sides(tuple(pairs), tuple(alone), tuple(there[at] for at in sorted(left)), same)


def _taken(some: deque[int] | None) -> bool:
    """The first of these, if there is one, has its counterpart."""
    if not some:
        return False
    some.popleft()
    return True


def _most_alike(
    one: Said, there: Sequence[Said], by_word: dict[str, list[int]], left: set[int]
) -> int | None:
    """Found by words that few have: what every other sentence has tells nothing."""
    common: Counter[int] = Counter()
    for word in one.words:
        if len(having := by_word.get(word, ())) <= FEW:
            common.update(at for at in having if at in left)
    best: int | None = None
    most = ALIKE
    for at, _count in common.most_common(MOST_WEIGHED):
        likeness = len(one.words & there[at].words) / len(one.words | there[at].words)
        if (likeness, -at) >= (most, -(len(there) if best is None else best)):
            best, most = at, likeness
    return best


def _sentences(paper: Paper, stopped: Stopped, *, is_second: bool) -> list[Said]:
    second = paper.members[1][0]
    found = []
    for page in paper.pages:
        if (page.number >= second) is is_second:
            for text in sentences(page.text):
                _heed(stopped)
                words = Text(text).words
                if len(words) >= SHORTEST:
                    found.append(Said(text, page.number, words))
    return found


def _heed(stopped: Stopped) -> None:
    if stopped():
        raise CalledOff("chat")


def _differs(one: Said, other: Said) -> Statement:
    return Statement(one.text, (one.page, other.page), about="differs", against=other.text)


def _alone(sides: Sides) -> Iterator[Statement]:
    for one in sides.first[:MOST_TOLD]:
        yield Statement(one.text, (one.page,), about="first")
    for one in sides.second[:MOST_TOLD]:
        yield Statement(one.text, (one.page,), about="second")


def _noted(work: Work, paper: Paper, wish: Wish) -> Iterator[SummaryEvent]:
    """Notes of each; what both speak of; and what is left of the notes."""
    notes = Distinct()
    for event in work.noted(notes):
        if not isinstance(event, Statement):
            yield event
    second = paper.members[1][0]
    first = [one for one in notes.statements if one.pages[0] < second][:MOST_NOTES]
    others = [one for one in notes.statements if one.pages[0] >= second][:MOST_NOTES]
    used = set[int]()
    if first and others:
        for event in _in_common(work, (first, others), wish, used):
            yield event
    shown = Counter[bool]()
    for at, note in enumerate([*first, *others]):
        is_second = at >= len(first)
        shown[is_second] += at not in used
        if at not in used and shown[is_second] <= wish.lines:
            yield replace(note, about="second" if is_second else "first")


def _in_common(
    work: Work, notes: tuple[list[Statement], list[Statement]], wish: Wish, used: set[int]
) -> Iterator[SummaryEvent]:
    every = [*notes[0], *notes[1]]
    texts = [[note.text for note in some] for some in notes]
    request = prompts.comparing(texts[0], texts[1], wish, wish.lines)
    among = tuple(dict.fromkeys(page for note in every for page in note.pages))
    for found in work.answer(request, len(every), among):
        if isinstance(found, Line):
            used.update(number - 1 for number in found.cited)
            pages = [page for number in found.cited for page in every[number - 1].pages]
            yield replace(work.taken_from(found, every, pages), about="both")
        else:
            yield found
