"""Answers as lines that each begin with the number of what they were taken from.

The form allows no other numbers than those that were shown, so a page that does not exist cannot be
cited. What was cut off at the end for want of room, or goes round in circles, is not taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.summarizing.sharing import Share
from inference.types import ChatEvent, Finished, Form, Token

NONE = "none"
MOST_CITED = 3
"notes that one line may be taken from"
SHORTEST, LONGEST = 12, 280
"signs of a line"
TOKENS_PER_LINE = 70
LEAST_WORDS, MOST_REPEATED = 12, 3
"a line of so many words has each of them so often on average at most"
ENDS = ".!?"
"of sentences"
_TITLES = "Dr|Mr|Mrs|Ms|St|Prof|No|Nr|Art|Abs|ca|vs"
_STEP = (
    r"([^\x00-\x1f.!?\[\]…]"
    r"|[.!?][0-9,)'’\x22”%]"
    r"|\.(com|org|net|eu|de|at|ch|pdf|docx|xlsx|txt)[ ,;)/]"
    r"|[0-9A-Z]\. "
    r"| ([a-zA-Z]\. ?)?[a-zA-Z]\. "
    rf"| ({_TITLES})\. )"
)
"a sign within a sentence, or a full stop that does not end it: 1.5, z. B., Dr. Weber, 3. Mai"
_SENTENCE = rf"(({_TITLES})\. )?[^\x00-\x20\[\]>.!?…]{_STEP}{{{SHORTEST - 1},{LONGEST - 1}}}[.!?]?"
"one only: small models run on and on, and write what stands for a line instead of one"
_MARK = re.compile(r"^(?:(?:#{1,6}|[•*‣-]) +)+")
"of a heading or a list, that a model took along from the text"
_LINE = re.compile(r"\[(\d+(?:, \d+)*)\] (\S.*)")


@dataclass(frozen=True)
class Line:
    """A line of an answer."""

    cited: tuple[int, ...]
    "numbers of what it was taken from, as they were shown"
    text: str

    def __str__(self) -> str:
        return f"[{', '.join(map(str, self.cited))}] {self.text}"


def form(count: int, most: int, *, cites: int = 1, may_be_none: bool = False) -> Form:
    """At most so many lines, of what was shown under the numbers from 1 to `count`."""
    number = f"({'|'.join(map(str, range(1, count + 1)))})"
    more = f"(, {number}){{0,{cites - 1}}}" if cites > 1 else ""
    line = rf"\[{number}{more}\] {_SENTENCE}"
    lines = rf"{line}(\n{line}){{0,{most - 1}}}"
    return Form(pattern=rf"{NONE}|{lines}" if may_be_none else lines)


def form_of(shares: Sequence[Share], *, cites: int = 1) -> Form:
    """One line for each share, in their order, that begins with its number and its words.

    A model that is given the beginning of a sentence says the rest of it.
    """
    return Form(pattern=r"\n".join(_shared(one, cites) for one in shares))


def _shared(one: Share, cites: int) -> str:
    others = "|".join(map(str, one.others))
    more = f"(, ({others})){{0,{cites - 1}}}" if cites > 1 and others else ""
    sentence = rf"{one.words}{_STEP}{{1,{LONGEST}}}[.!?]?" if one.words else _SENTENCE
    return rf"\[{one.number}{more}\] {sentence}"


def form_across(first: int, count: int, most: int) -> Form:
    """At most so many lines, each of one of the first texts and one of those after them."""
    here, there = ("|".join(map(str, some)) for some in
                   (range(1, first + 1), range(first + 1, count + 1)))  # fmt: skip
    line = rf"\[({here}), ({there})\] {_SENTENCE}"
    return Form(pattern=rf"{NONE}|{line}(\n{line}){{0,{most - 1}}}")


def read(text: str, count: int) -> Iterator[Line]:
    """The lines of a whole answer; what is none is passed over."""
    for row in text.split("\n"):
        if (line := _line(row, count)) is not None:
            yield line


def arriving(events: Iterator[ChatEvent], count: int) -> Iterator[Line | ChatEvent]:
    """Each line as soon as it is whole, between the events that it came with."""
    rest, has_any = "", False
    for event in events:
        if isinstance(event, Token):
            *whole, rest = (rest + event.text).split("\n")
            for row in whole:
                if (line := _line(row, count)) is not None:
                    has_any = True
                    yield line
        if isinstance(event, Finished):
            last = _line(rest, count)
            if last is not None and (event.reason == "end" or not has_any):
                yield last
        yield event


def _line(row: str, count: int) -> Line | None:
    found = _LINE.fullmatch(row.strip())
    if found is None:
        return None
    cited = tuple(dict.fromkeys(int(number) for number in found[1].split(", ")))
    if not all(1 <= number <= count for number in cited):
        return None
    text = _MARK.sub("", found[2].strip())
    if not text or _stutters(text):
        return None
    is_cut_off = len(text) >= LONGEST and text[-1] not in ENDS
    return Line(cited[:MOST_CITED], f"{text}…" if is_cut_off else text)


def _stutters(text: str) -> bool:
    """Whether a small model went round in circles."""
    words = text.casefold().split()
    return len(words) >= LEAST_WORDS and len(words) > MOST_REPEATED * len(set(words))


def quoted(texts: Sequence[str]) -> str:
    """Untrusted texts under their numbers; no line of theirs can pass for one of ours."""
    rows = []
    for number, untrusted_text in enumerate(texts, start=1):
        rows.append(f"[{number}]")
        rows += [f"> {row}" for row in untrusted_text.splitlines() if row.strip()]
    return "\n".join(rows)
