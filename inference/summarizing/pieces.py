"""A document cut into pieces that a model can look at in one go, where its own parts end.

Where a piece ends depends on what stands there, not on how much came before: after an edit the
pieces behind it soon are the same as they were, and what was noted of them still holds. No text is
in two pieces: on a processor, reading twice is what costs most.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vault.documents import Page

MOST_TOKENS = 4_800
"of a piece, as `tokens` counts: that is 3,000 to 4,000 as a model counts"
FIRST_TOKENS = 1_600
"of the first piece: something is to be shown soon"
PART_TOKENS = 400
"of a part that a citation points at, where nothing ends it sooner"
LEAST_SHARE = 0.6
"of the most: between the two the best place to end is looked for"
SIGNS_PER_TOKEN = 3
NO_HEADING = 9
_HEADING = re.compile(r"(#{1,6}) ")
_ENDS = ("\n", ". ", " ")
"where a text that is too long is rather cut, the best first"


def tokens(text: str) -> int:
    """About how many tokens a text of any script has, and rather too many."""
    latin = sum(sign < "\u0250" for sign in text)
    return latin // SIGNS_PER_TOKEN + (len(text) - latin) + 1


@dataclass(frozen=True)
class Stretch:
    """Text of one page."""

    page: int
    untrusted_text: str


@dataclass(frozen=True)
class Piece:
    """Stretches of one document that follow each other."""

    stretches: tuple[Stretch, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.page for one in self.stretches))

    @property
    def tokens(self) -> int:
        return sum(tokens(one.untrusted_text) for one in self.stretches)

    @property
    def parts(self) -> tuple[Stretch, ...]:
        """What a citation can point at: a few paragraphs of one page, below one heading."""
        found: list[list[Stretch]] = []
        for one in self.stretches:
            if not found or _begins_anew(found[-1], one):
                found.append([])
            found[-1].append(one)
        return tuple(
            Stretch(some[0].page, "\n".join(one.untrusted_text for one in some)) for some in found
        )

    def halves(self) -> "tuple[Piece, Piece] | None":
        """The same in two pieces, for a model that finds it too long; None where that ends."""
        found = self.stretches
        if len(found) == 1:
            whole = found[0]
            texts = list(_cut(whole.untrusted_text, max(tokens(whole.untrusted_text) // 2, 1)))
            found = tuple(Stretch(whole.page, text) for text in texts)
        middle = len(found) // 2
        return (Piece(found[:middle]), Piece(found[middle:])) if middle else None


def _begins_anew(part: Sequence[Stretch], one: Stretch) -> bool:
    if part[-1].page != one.page:
        return True
    has_words = any(_HEADING.match(before.untrusted_text) is None for before in part)
    if _HEADING.match(one.untrusted_text):
        return has_words
    return has_words and sum(tokens(before.untrusted_text) for before in part) >= PART_TOKENS


def pieces(
    pages: Sequence[Page], most: int = MOST_TOKENS, *, first: int | None = None
) -> Iterator[Piece]:
    """The pieces of one document, none with more tokens than this, the first with fewer still."""
    left = [block for page in pages for block in _blocks(page, most)]
    room = most if first is None else min(first, most)
    while left:
        end = _end(left, room)
        yield Piece(tuple(left[:end]))
        left, room = left[end:], most


def _end(left: Sequence[Stretch], most: int) -> int:
    """How many of the blocks make the next piece: up to the best place within reach."""
    sizes, total = [], 0
    for block in left:
        total += tokens(block.untrusted_text)
        if total > most:
            break
        sizes.append(total)
    else:
        return len(left)
    within = [at for at, size in enumerate(sizes, 1) if size >= LEAST_SHARE * most]
    return min(within or [max(len(sizes), 1)], key=lambda at: _rank(left, at))


def _rank(left: Sequence[Stretch], at: int) -> tuple[int, bool, bytes]:
    """How good a place is to begin anew: at a heading, on a new page, else wherever its text says.

    The hash makes the choice depend on the text alone.
    """
    text = left[at].untrusted_text
    heading = _HEADING.match(text)
    level = len(heading[1]) if heading else NO_HEADING
    is_same_page = left[at].page == left[at - 1].page
    return level, is_same_page, hashlib.sha256(text.encode(errors="replace")).digest()


def _blocks(page: Page, most: int) -> Iterator[Stretch]:
    for block in re.split(r"\n\s*\n", page.text):
        for text in _cut(block, most):
            if text.strip():
                yield Stretch(page.number, text)


def _cut(text: str, most: int) -> Iterator[str]:
    """A text in parts of so many tokens, cut between lines, sentences or words where there are."""
    while tokens(text) > most:
        reach = _reach(text, most)
        ends = (text.rfind(end, 0, reach) + len(end) for end in _ENDS if end in text[:reach])
        at = next((end for end in ends if end > reach // 2), reach)
        yield text[:at]
        text = text[at:]
    yield text


def _reach(text: str, most: int) -> int:
    """How many signs at the beginning have so many tokens; one at least."""
    reach = min(len(text), most * SIGNS_PER_TOKEN)
    while reach > 1 and tokens(text[:reach]) > most:
        reach = reach * 2 // 3
    return max(reach, 1)
