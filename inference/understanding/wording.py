"""The owner's words made plain: spelling mended, courtesies and fillers taken away.

Every character that is shown carries the piece of the original that it stands for, so that a gap
found in the plain words gives back exactly what the owner wrote.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from inference.understanding.frames import Frames

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "\u00a0": " "})

SHORT_FORMS = {
    "whats": "what's", "wheres": "where's", "whos": "who's", "whens": "when's", "hows": "how's",
    "im": "i'm", "ive": "i've", "ill": "i'll", "id": "i'd", "dont": "don't", "doesnt": "doesn't",
    "didnt": "didn't", "cant": "can't", "wont": "won't", "isnt": "isn't", "arent": "aren't",
    "thats": "that's", "lets": "let's", "u": "you", "ur": "your", "pls": "please", "plz": "please",
    "thx": "thanks", "ty": "thanks", "rmd": "remind", "rmnd": "remind", "rem": "remember",
    "tmr": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "tom": "tom", "2moro": "tomorrow",
    "2morrow": "tomorrow", "tonite": "tonight", "wat": "what", "wht": "what", "hw": "how",
    "wen": "when", "shld": "should", "cld": "could", "bday": "birthday", "appt": "appointment",
    "mtg": "meeting", "calc": "calculate", "gimme": "give me", "lemme": "let me",
    "gonna": "going to", "wanna": "want to", "hafta": "have to", "needa": "need to",
    "dunno": "don't know", "kindly": "please", "taks": "task", "tsak": "task", "taks's": "tasks",
    "taksk": "task", "lsit": "list", "lits": "list", "noet": "note", "ntoe": "note", "adn": "and",
    "teh": "the", "hte": "the", "em": "me", "ot": "to", "fo": "of", "mak": "make", "crate": "create",
    "ad": "add", "shwo": "show", "sohw": "show", "fidn": "find", "fnd": "find", "mvoe": "move",
    "evry": "every", "til": "till", "befor": "before", "wich": "which", "untl": "until",
    "minuts": "minutes", "mintues": "minutes", "minuets": "minutes", "nots": "notes", "mv": "move",
    "fiv": "five", "rm": "remove", "del": "delete", "opne": "open", "todays": "today's",
    "tomorrows": "tomorrow's", "remebr": "remember", "tmrow": "tomorrow", "wk": "week", "rember": "remember", "remeber": "remember", "remmeber": "remember", "rmeind": "remind", "raed": "read", "cal": "call",
}  # fmt: skip
OURS = frozenset(
    "remind reminder reminders remember calculate complete completed finish finished schedule "  # noqa: SIM905
    "reschedule postpone snooze cancel delete remove priority prioritize important urgent document "
    "documents profile settings setting tomorrow tonight today yesterday monday tuesday wednesday "
    "thursday friday saturday sunday january february april august september october november "
    "december morning afternoon evening night weekend appointment shopping groceries grocery tasks "
    "convert rename folder birthday minutes minute hours month months weeks every daily weekly "
    "monthly percent between alarm search working preferences contract report invoice please could "
    "would should noon midnight notes forget create change answer answers".split()
)
SHORT = {
    "".join(sorted(word)): word
    for word in "make that what with time done list task show find read move high this when have first many "  # noqa: SIM905
    "which until before note until should could would tell about again which please".split()
}
"their letters in another order are a slip of the fingers"
REAL = frozenset(
    {
        "meat",
        "team",
        "tame",
        "mate",
        "loud",
        "cloud",
        "form",
        "emit",
        "item",
        "mite",
        "times",
        "silt",
        "slit",
        "dear",
        "dare",
        "hits",
        "shit",
        "node",
        "tone",
        "listen",
        "silent",
        "hows",
        "dont",
    }
)
SIGNS = re.compile(r"\s*(?:->|=>|→|➜)\s*|\s*\+=\s*")
ENDINGS = ("s", "d", "ed", "er", "ers", "ing", "ly", "'s", "es", "ation", "ment", "ion")
LETTERS_FOR_TWO_SLIPS = 7
LEAST_LETTERS = 5
"a shorter word is too near to others to be mended"

FOLLOWING = re.compile(
    r"[,.;:!–—-]+\s*(?:and |so |but )?(?=(?:could|can|would|will) you \w+|please \w+ \w+)",
    re.IGNORECASE,
)
GERUND = re.compile(r"^(\w+?)(?:ing)\b", re.IGNORECASE)
BASE = {
    "remind": "remind", "add": "add", "sett": "set", "mak": "make", "creat": "create",
    "tell": "tell", "mov": "move", "delet": "delete", "remov": "remove", "show": "show",
    "find": "find", "look": "look", "put": "put", "putt": "put", "not": "note", "tak": "take",
    "writ": "write", "renam": "rename", "snooz": "snooze", "cancel": "cancel", "search": "search",
    "remember": "remember", "forgett": "forget", "mark": "mark", "chang": "change", "read": "read",
    "calculat": "calculate", "work": "work", "list": "list", "giv": "give", "check": "check",
    "schedul": "schedule", "jott": "jot", "convert": "convert", "turn": "turn", "open": "open",
    "cancell": "cancel", "postpon": "postpone", "reschedul": "reschedule", "push": "push",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """Plain words, each character with the piece of the original that it stands for."""

    cells: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(tuple(zip(text.translate(QUOTES), text, strict=True)))

    @cached_property
    def text(self) -> str:
        return "".join(shown for shown, _ in self.cells)

    def original(self, start: int, end: int) -> str:
        """What the owner wrote where the plain words have this stretch."""
        return "".join(piece for _, piece in self.cells[start:end])

    def part(self, start: int, end: int) -> Self:
        return type(self)(self.cells[start:end])

    def replace(self, start: int, end: int, word: str) -> Self:
        """Another word for a stretch; the original of the whole stretch stays with it."""
        whole = self.original(start, end)
        new = [(letter, "") for letter in word]
        new[0] = (word[0], whole)
        return type(self)((*self.cells[:start], *new, *self.cells[end:]))

    def without(self, spans: Iterable[tuple[int, int]]) -> Self:
        """Cut stretches out; what is left on both sides moves together."""
        cells = list(self.cells)
        for start, end in sorted(spans, reverse=True):
            cells[start:end] = [(" ", " ")]
        return type(self)(tuple(cells))

    def stripped(self, signs: str = " ,.;:!?-–—") -> Self:
        text = self.text
        return self.part(len(text) - len(text.lstrip(signs)), len(text.rstrip(signs)))


def plain(text: str) -> Wording:
    """The words with the spelling of those mended that requests are made of."""
    words = Wording.of(text)
    for found in reversed(list(WORD.finditer(words.text))):
        word = found[0].lower()
        mended = SHORT_FORMS.get(word) or _swapped(word) or near(word)
        if mended and mended != word:
            words = words.replace(*found.span(), mended)
    for found in reversed(list(SIGNS.finditer(words.text))):
        words = words.replace(*found.span(), " add " if "+" in found[0] else " to ")
    return words


def _swapped(word: str) -> str | None:
    return SHORT.get("".join(sorted(word))) if word not in REAL else None


def request(words: Wording, frames: Frames) -> Wording:
    """The request itself, without what courtesy put around it."""
    last = list(FOLLOWING.finditer(words.text))
    if last and len(words.text) - last[-1].end() > LEAST_LETTERS:
        words = words.part(last[-1].end(), len(words.text))
    start, end = frames.within(words.text)
    return _imperative(words.part(start, end)).stripped()


def _imperative(words: Wording) -> Wording:
    """“Would you mind reminding me” is “remind me”."""
    found = GERUND.match(words.text)
    base = BASE.get(found[1].lower()) if found else None
    return words.replace(*found.span(), base) if found and base else words


def near(word: str) -> str | None:
    """The one word of ours that this is a slip of: letters too many, missing, wrong or swapped."""
    if (
        len(word) < LEAST_LETTERS
        or word in OURS
        or any(word.startswith(one) and word[len(one) :] in ENDINGS for one in OURS)
    ):
        return None
    most = 2 if len(word) >= LETTERS_FOR_TWO_SLIPS else 1
    found = [(slips, one) for one in OURS if (slips := distance(word, one)) <= most]
    best = [one for slips, one in found if slips == min(found)[0]]
    return best[0] if len(best) == 1 and best[0][0] == word[0] else None


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed or swapped with their neighbour."""
    if abs(len(one) - len(other)) > 2:
        return 3
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, wanted in enumerate(other, 1):
            row.append(min(row[-1] + 1, rows[-1][to] + 1, rows[-1][to - 1] + (letter != wanted)))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                row[to] = min(row[to], rows[-2][to - 2] + 1)
        rows.append(row)
    return rows[-1][-1]
