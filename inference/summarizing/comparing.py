"""What two documents have in common and where they differ.

Sentences that are nearly the same are laid side by side by code, word for word: of two versions of
a contract that is all there is to say. Where little is the same, a model notes each and says what
both speak of; what it said nothing about is told of each alone.
"""

from collections import Counter
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
        sides = side_by_side(paper)
        said = [_differs(*pair) for pair in sides.pairs]
        yield from said
        rest = _alone(sides) if sides.are_versions else _noted(work, paper, wish)
        for event in rest:
            if isinstance(event, Statement):
                said.append(event)
            yield event
        yield work.end(said)
    except CalledOff:
        yield Summarized("stopped", read_tokens=work.read_tokens)


def side_by_side(paper: Paper) -> Sides:
    """Each sentence of the first with the one of the second that is most like it."""
    here, there = _sentences(paper, is_second=False), _sentences(paper, is_second=True)
    by_word: dict[str, list[int]] = {}
    for at, other in enumerate(there):
        for word in other.words:
            by_word.setdefault(word, []).append(at)
    left, same = set(range(len(there))), 0
    pairs, alone = list[tuple[Said, Said]](), list[Said]()
    for one in here:
        best = _most_alike(one, there, by_word, left)
        if best is None:
            alone.append(one)
            continue
        left.discard(best)
        if one.words == there[best].words:
            same += 1
        else:
            pairs.append((one, there[best]))
    return Sides(tuple(pairs), tuple(alone), tuple(there[at] for at in sorted(left)), same)


def _most_alike(
    one: Said, there: Sequence[Said], by_word: dict[str, list[int]], left: set[int]
) -> int | None:
    common: Counter[int] = Counter()
    for word in one.words:
        common.update(by_word.get(word, ()))
    best: int | None = None
    most = ALIKE
    for at, count in common.items():
        likeness = count / len(one.words | there[at].words)
        if at in left and (likeness, -at) >= (most, -(len(there) if best is None else best)):
            best, most = at, likeness
    return best


def _sentences(paper: Paper, *, is_second: bool) -> list[Said]:
    second = paper.members[1][0]
    found = []
    for page in paper.pages:
        if (page.number >= second) is is_second:
            for text in sentences(page.text):
                words = Text(text).words
                if len(words) >= SHORTEST:
                    found.append(Said(text, page.number, words))
    return found


def _differs(one: Said, other: Said) -> Statement:
    return Statement(one.text, (one.page, other.page), about="differs", against=other.text)


def _alone(sides: Sides) -> Iterator[Statement]:
    for one in sides.first:
        yield Statement(one.text, (one.page,), about="first")
    for one in sides.second:
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
