"""Sentences with gaps, read from a table: `remind (me|us) [to] {text}`.

`(a|b)` is one of them, `[a]` may be missing, `{name}` is a gap, `{name:kind}` one that takes only
what is of this kind, `<name>` stands for what the table says at its top. A frame fits a whole
sentence or not at all. Where several fit, the one with the most letters of its own wins: it says
the most precise thing. A line that begins with `~` is a guess, and so is what fits the section
`answer` unless its line has `!`: examples have to agree. One with `@` counts only where the
sentence names a time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

ANSWER = "answer"
"the section of what is no request at all"
BEFORE, AFTER, ASIDE = "before", "after", "aside"
"the sections of what stands around a request: courtesy, and what is said of a task besides"
TOKEN = re.compile(r"\{([\w:]+)\}|<(\w+)>|[()|\[\]]|[^\s(){}<>|\[\]]+|\s+")
TYPED = re.compile(r"\{(\w+):(?!thing|short|item|fact|name)")
SECTION = "== "
GUESS, WHEN, SURE = "~ ", "@ ", "! "
KINDS = {
    "file": r"[^\s,;]*[^\W_]\.[a-z]\w{0,4}|\S+/\S*",
    "thing": r"(?!(?:nvm|actually|i|you|he|she|we|they|it|i'm|it's|you're|there|don't|do|not|never"
    r"|no|if|should|what|how|why|who|when|is|are|my \w+ (?:is|are|said|says|told))\b)"
    r"(?!.*\b(?:needn't|don't|doesn't|isn't|aren't|won't|no longer|already|have been"
    r"|has been)\b)\S(?:.*?\S)??",
    "short": r"(?!.*\b(?:from now|off the)\b)"
    r"(?!(?:i|you|he|she|it|that|this|don't|do|not|never|no|if|what|how|is|are)\b)"
    r"[^\s,;]+(?:\s[^\s,;]+){0,3}?",
    "awaited": r"(?!(?:the|my|a|an|our) (?:bus|train|tram|weekend|kettle|water)\b)"
    r"(?:\S.*?\s)?(?:answers?|repl(?:y|ies)|response|feedback|decision|approval|confirmation|quotes?|offer|invoice|contract"
    r"|documents?|papers|signature|ok|okay|go-ahead|call|callback|report|draft|payment|refund|delivery"
    r"|parcel|package|results?|comments?|review|numbers|figures|estimate|permit|certificate|input"
    r"|verdict|email|e-mail|letter|form|forms|slides|photos|keys|money)\b(?:\s.*\S)?",
    "it": r"(?:it|that|this|them)",
    "item": r"(?!(?:the|my|our|your|this|that|a|an|what|what's|show|open|see|read|list|whole"
    r"|entire|new|weekly|next|i|you|he|she|we|they|it|is|are|how|why|who|when|do|don't|not|no|if)\b)"
    r"[^\s,;]+(?:\s[^\s,;]+){0,4}?",
    "name": r"[\w'.-]+(?:\s(?!and\b|but\b|i\b|my\b)[\w'.-]+){0,2}",
    "fact": r"\S.*\b(?:number|birthday|address|email|blood type|shoe size|password|phone|code|pin)",
}
"what stands in gaps of a kind"
BETWEEN = r"[\s,:;>–—-]"
"what may stand between words"
EDGE = r"[\s,;:–—(-]*"
EDGES = " +*•,.;:!?…-–—🙏😊🙂👍"
ANYTHING = r"\S(?:.*?\S)??"
BRACKETS = {"(": "(?:", ")": ")", "|": "|", "[": "(?:", "]": ")?"}


@dataclass(frozen=True)
class Frame:
    """One line of the table."""

    tool: str
    regex: str
    fixed: Mapping[str, str]
    "arguments that the line itself gives"
    is_guess: bool
    "marked with ~ in the table: it also fits what is no request"
    typed: frozenset[str] = frozenset()
    "gaps that take only what is of a kind"
    needs_time: bool = False
    "marked with @: it counts only where a time was taken out of the sentence"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when it is first laid on a sentence: commands without one start sooner."""
        return re.compile(self.regex, re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A frame that fits, and what stands in its gaps."""

    tool: str
    gaps: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]]
    "where in the sentence each gap lies"
    letters: int
    "of the sentence that the frame itself accounts for"
    is_guess: bool
    needs_time: bool


class Frames:
    """The table of one language."""

    def __init__(self, text: str) -> None:
        self._macros: dict[str, str] = {}
        self._by_tool: dict[str, list[Frame]] = {}
        self._asides: list[tuple[re.Pattern[str], str]] = []
        around: dict[str, list[str]] = {BEFORE: [], AFTER: []}
        tool = ""
        for line in _lines(text):
            if line.startswith(SECTION):
                tool = line.removeprefix(SECTION).strip()
            elif line.startswith("<") and " = " in line:
                name, _, meaning = line.partition(" = ")
                self._macros[name.strip("<> ")] = meaning.strip()
            elif tool == ASIDE:
                words, _, fixed = line.partition(" :: ")
                self._asides.append(
                    (re.compile(f"{EDGE}{self._regex(words)}$", re.IGNORECASE), fixed)
                )
            elif tool in around:
                around[tool].append(self._courtesy(line))
            else:
                self._by_tool.setdefault(tool, []).append(self._frame(tool, line))
        self._before = re.compile("|".join(around[BEFORE]), re.IGNORECASE)
        self._after = re.compile(rf"(?:{'|'.join(around[AFTER])})$", re.IGNORECASE)

    @property
    def tools(self) -> tuple[str, ...]:
        return tuple(self._by_tool)

    def within(self, sentence: str) -> tuple[int, int]:
        """Where the request stands in a sentence, without the courtesy around it."""
        start, end = 0, len(sentence)
        while True:
            start, end = _stripped(sentence, start, end)
            if (found := self._before.match(sentence, start, end)) and start < found.end() < end:
                start = found.end()
            elif (last := self._after.search(sentence, start, end)) and start < last.start() < end:
                end = last.start()
            else:
                return start, end

    def aside(self, text: str) -> tuple[str, tuple[str, str] | None]:
        """A title without what is said besides at its end, and the argument that gives."""
        for pattern, fixed in self._asides:
            if (found := pattern.search(text)) and found.start() > 0:
                name, _, value = fixed.partition("=")
                return text[: found.start()], (name, value)
        return text, None

    def matches(self, sentence: str, tools: Iterable[str]) -> Iterator[Match]:
        """The best fit of each of these tools."""
        for tool in tools:
            frames = self._by_tool.get(tool, ())
            found = [match for frame in frames for match in _fit(frame, sentence)]
            if found:
                yield max(found, key=lambda match: match.letters)

    def _frame(self, tool: str, line: str) -> Frame:
        words, _, fixed = line.lstrip("~@! ").partition(" :: ")
        pairs = dict(pair.split("=", 1) for pair in fixed.split()) if fixed else {}
        is_guess = line.startswith(GUESS) or (tool == ANSWER and not line.startswith(SURE))
        typed = frozenset(TYPED.findall(words))
        return Frame(
            tool, self._regex(words.strip()), pairs, is_guess, typed, line.startswith(WHEN)
        )

    def _courtesy(self, line: str) -> str:
        words, _, follows = line.partition(" > ")
        ahead = f"(?={self._regex(f'({follows})')})" if follows else ""
        return f"(?:{self._regex(words.strip())}{ahead})"

    def _regex(self, words: str) -> str:
        return "".join(self._piece(one) for one in TOKEN.finditer(words))

    def _piece(self, found: re.Match[str]) -> str:
        gap, macro, text = found[1], found[2], found[0]
        if gap:
            name, _, kind = gap.partition(":")
            inside = KINDS.get(kind) or self._regex(self._macros[kind]) if kind else ANYTHING
            return rf"(?<!\w)(?P<{name}>{inside})(?:{BETWEEN}+|$)"
        if macro:
            return f"(?:{self._regex(self._macros[macro])})"
        if text.isspace():
            return ""
        return BRACKETS.get(text) or rf"(?<!\w){re.escape(text)}(?!\w){BETWEEN}*"


@cache
def english() -> Frames:
    return Frames(resources.files(__package__).joinpath("english.frames").read_text("utf-8"))


def _fit(frame: Frame, sentence: str) -> Iterator[Match]:
    found = frame.pattern.fullmatch(sentence)
    if found is None:
        return
    gaps = {name: text.strip() for name, text in found.groupdict().items() if text}
    untold = [text for name, text in gaps.items() if name not in frame.typed]
    letters = len(sentence) - sum(map(len, untold))
    spans = {name: found.span(name) for name in gaps}
    yield Match(
        frame.tool, {**frame.fixed, **gaps}, spans, letters, frame.is_guess, frame.needs_time
    )


def _stripped(sentence: str, start: int, end: int) -> tuple[int, int]:
    part = sentence[start:end]
    return start + len(part) - len(part.lstrip(EDGES)), end - len(part) + len(part.rstrip(EDGES))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
