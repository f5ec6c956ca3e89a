"""From the owner's words to the one thing that is meant: “the report task”, “call ana”, a number.

Words may be in any order, in another form, or misspelled. What fits exactly goes before what fits
by its words, and that before what fits only by spelling; where the best of these is not one thing
alone, or only some of the words fit, the owner is asked. Numbers are never taken for others.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from inference.spelling import distance
from inference.tools.errors import NothingLikeThat, WhichOne
from vault import changes
from vault.connection import ReadConn

MOST_CHOICES = 9
MOST_DIGITS = 18
SHARE = 0.6
"of the words that have to fit before a thing is so much as asked about"
FORGIVEN = ((9, 2), (4, 1))
"from how many letters on how many slips are forgiven"
WORD = re.compile(r"\w+")
ALL = re.compile(
    r"(?:all|every|everything|both|each)(?: (?:of|my|the|them|one|these|those))*"
    r"(?: (?:tasks?|reminders?|notes?|to-?dos?|alarms?))?",
    re.IGNORECASE,
)
NAMING = frozenset({"called", "named", "titled"})
"between a kind and a name; elsewhere “called” is what was done"
NUMBERED = frozenset({"number", "no", "nr", "the"})
SMALL = frozenset(
    "a about all an and at by for from i in into is it its me my of off on one our please s that "  # noqa: SIM905
    "last latest the this thing to up with item entry t".split()
)
KINDS = {
    "task": frozenset({"task", "tasks", "todo", "todos", "do"}),
    "reminder": frozenset({"reminder", "reminders", "remind", "alarm", "alert"}),
    "note": frozenset({"note", "notes", "memo"}),
}
PAST = {
    "bought": "buy", "brought": "bring", "built": "build", "chose": "choose", "did": "do",
    "done": "do", "drove": "drive", "fed": "feed", "found": "find", "gave": "give",
    "given": "give", "got": "get", "hung": "hang", "kept": "keep", "made": "make", "met": "meet",
    "paid": "pay", "ran": "run", "rang": "ring", "rung": "ring", "sent": "send", "sold": "sell",
    "spoke": "speak", "spoken": "speak", "swept": "sweep", "taken": "take", "taught": "teach",
    "thought": "think", "told": "tell", "took": "take", "went": "go", "wrote": "write",
    "written": "write",
}  # fmt: skip
"what was done is named by its past, and the index of words does not know these"


@dataclass(frozen=True)
class Candidate:
    """Something that may be meant."""

    number: int
    text: str
    more: str = ""
    "other words that it can be known by"
    shown: str = ""
    "what tells it apart where the owner is asked"
    item: int = 0
    "of the vault, where that is another number"


class Fit(IntEnum):
    """How well words fit a thing, the best last."""

    NOT = 0
    PARTLY = 1
    SPELLED_ALIKE = 2
    BY_WORDS = 3
    EXACTLY = 4


def find(conn: ReadConn, kind: str, words: str, among: Sequence[Candidate]) -> int:
    """The number of the one that is meant; NothingLikeThat or WhichOne where it is not one."""
    if ALL.fullmatch(words.strip()) and among:
        return _single(kind, words, among)
    number = numbered(words, kind)
    if any(one.number == number for one in among):
        return number
    how_well = fits(conn, kind, words, among)
    best = max(how_well, default=Fit.NOT)
    found = [one for one, how in zip(among, how_well, strict=True) if how is best]
    if names_nothing(words, kind) and best is not Fit.EXACTLY:
        found = _latest(conn, among)  # “the task”: the one just made, the only one, or asked about
    elif best is Fit.NOT:
        found = []
    if not found:
        raise NothingLikeThat(kind, words)
    if len(found) > 1 or best is Fit.PARTLY:
        shown = tuple((one.number, one.shown or one.text) for one in found[:MOST_CHOICES])
        raise WhichOne(kind, words, shown)
    return found[0].number


def _single(kind: str, words: str, among: Sequence[Candidate]) -> int:
    """“All of them” is one thing only where there is one; a tool acts on one at a time."""
    if len(among) == 1:
        return among[0].number
    shown = tuple((one.number, one.shown or one.text) for one in among[:MOST_CHOICES])
    raise WhichOne(kind, words, shown)


def _latest(conn: ReadConn, among: Sequence[Candidate]) -> list[Candidate]:
    """The one that the last change was about, if it was about one of these; else all of them."""
    for change in changes.recent(conn, 1):
        touched = [one for one in among if (one.item or one.number) in change.items]
        if len(touched) == 1:
            return touched
    return list(among)


def numbered(words: str, kind: str) -> int:
    """The number that these words are: 5, #5, “task number 5”; 0 where they are anything else."""
    empty = NUMBERED | KINDS.get(kind, frozenset())
    rest = [word for word in plain(words) if word not in empty]
    is_one = len(rest) == 1 and rest[0].isdecimal() and len(rest[0]) < MOST_DIGITS
    return int(rest[0]) if is_one else 0


def names_nothing(words: str, kind: str) -> bool:
    """Whether these words only point: “it”, “the reminder”."""
    said = plain(words)
    return bool(said) and not telling(said, kind)


def fits(conn: ReadConn, kind: str, words: str, among: Sequence[Candidate]) -> list[Fit]:
    """How well these words fit each thing."""
    said = plain(words)
    if not said:
        same = [words.split() == one.text.split() for one in among]
        return [Fit.EXACTLY if is_same else Fit.NOT for is_same in same]
    texts = [(plain(one.text), plain(one.more)) for one in among]
    look = _Look(conn, kind, said, {word for both in texts for some in both for word in some})
    return [look.fit(*both) for both in texts]


def plain(text: str) -> list[str]:
    """The words of a text in small letters and without marks."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(one for one in flat if not unicodedata.combining(one)))


def telling(words: Sequence[str], kind: str = "") -> list[str]:
    """The words that tell things apart."""
    kinds = KINDS.get(kind, frozenset())
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if word not in SMALL | kinds and not (word in NAMING and before in {*kinds, "one"})
    ]


class _Look:
    """What is looked for, beside all words that there are: forms and slips are looked up once."""

    def __init__(self, conn: ReadConn, kind: str, said: list[str], there: set[str]) -> None:
        self._kind, self._said = kind, said
        self._wanted = telling(said, kind)
        self._stems = _stems(conn, sorted({*said, *there}))
        self._alike = {
            word: {other for other in there if is_alike(word, other)} for word in self._wanted
        }

    def fit(self, has: list[str], more: list[str]) -> Fit:
        if self._said == has:
            return Fit.EXACTLY
        if not self._wanted:
            return Fit.NOT
        if self._forms(self._wanted) == self._forms(telling(has, self._kind)):
            return Fit.EXACTLY
        return self._by_words({*has, *more})

    def _forms(self, words: list[str]) -> list[str]:
        return sorted(self._stems[word] for word in words)

    def _by_words(self, has: set[str]) -> Fit:
        forms = {self._stems[word] for word in has}
        rest = [word for word in self._wanted if self._stems[word] not in forms]
        if not rest:
            return Fit.BY_WORDS
        lost = [word for word in rest if not self._alike[word] & has]
        if not lost:
            return Fit.SPELLED_ALIKE
        has_number = any(char.isdigit() for word in lost for char in word)
        is_enough = 1 - len(lost) / len(self._wanted) >= SHARE
        return Fit.PARTLY if is_enough and not has_number else Fit.NOT


def _stems(conn: ReadConn, words: Sequence[str]) -> dict[str, str]:
    """The form of each word under which its other forms are known too."""
    present = {word: PAST.get(word, word) for word in words}
    stems = conn.stems(list(dict.fromkeys(present.values())))
    return {word: stems.get(now, now) for word, now in present.items()}


def is_alike(one: str, other: str) -> bool:
    """Whether one word may be the other misspelled, or its beginning."""
    if any(char.isdigit() for char in one + other):
        return False
    if min(len(one), len(other)) >= FORGIVEN[-1][0] and other.startswith(one):
        return True
    longest = max(len(one), len(other))
    most = next((slips for letters, slips in FORGIVEN if longest >= letters), 0)
    if abs(len(one) - len(other)) > most or min(len(one), len(other)) < 3:
        return False
    return distance(one, other) <= most
