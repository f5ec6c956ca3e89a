"""Whom a document names, by rules: a given name with a surname, a name before a mail address, and
the people that the owner's own words know.

Rules miss people, and take some things for people that are none. So what they find leads to
documents and says nothing about anybody.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vault.appearances import Person
from vault.entities import fold

MOST = 60
"people of one document"
LONGEST = 3
"words of a name, particles not counted"
GIVEN = Path(__file__).with_name("given.names")
TOKEN = re.compile(r"[^\W\d_](?:[\w’'\-]*\w)?|[^\s\w]|\n")
PARTICLES = frozenset(
    ("van", "von", "de", "der", "den", "da", "di", "del", "della", "la", "le", "du", "dos", "bin",
     "al", "el", "ten", "ter", "zu")
)  # fmt: skip
TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "herrn", "frau", "señor", "señora",
     "monsieur", "madame", "sir")
)  # fmt: skip
NO_PERSON = frozenset(
    "street st road rd avenue ave lane square court inc ltd llc gmbh ag kg co corp company group "  # noqa: SIM905
    "university college school hospital hotel bank museum church airport park centre center "
    "straße str strasse platz weg allee schule universität klinik verlag stiftung".split()
)
"what makes a name before it that of a place or a company"
NO_SURNAME = NO_PERSON | frozenset(
    "january february march april may june july august september october november december "  # noqa: SIM905
    "monday tuesday wednesday thursday friday saturday sunday januar februar märz mai juni juli "
    "oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "the a an and or of in on at to for with from by is was has had will would can and und oder "
    "der die das ein eine ist war hat am im zum zur y el la los las".split()
)


@dataclass
class _Seen:
    name: str
    page: int
    times: int = 0


def people(pages: Sequence[str], known: Iterable[str] = ()) -> list[Person]:
    """Those named on pages, the most often named first; `known` are names of the owner's own."""
    ours = {fold(name): name for name in known}
    seen: dict[str, _Seen] = {}
    for page, text in enumerate(pages, start=1):
        for name in _named(TOKEN.findall(text), ours):
            one = seen.setdefault(fold(name), _Seen(name, page))
            one.times += 1
    found = sorted(seen.values(), key=lambda one: (-one.times, one.page, one.name))[:MOST]
    return [Person(one.name, one.page, one.times) for one in found]


def _named(tokens: Sequence[str], ours: dict[str, str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        name, length = _name_at(tokens, at, ours)
        if name:
            yield name
        at += length


def _name_at(tokens: Sequence[str], at: int, ours: dict[str, str]) -> tuple[str, int]:
    """A name that begins at a token, and how many tokens on to go."""
    words = _run(tokens, at)
    for length in range(len(words), 0, -1):
        if name := ours.get(fold(" ".join(words[:length]))):
            return name, length
    given = words and (_title(words[0]) in _given() or _before(tokens, at) in TITLES)
    if not given or len(words) < 2:
        is_mail = len(words) > 1 and _is_mail(tokens, at + len(words))
        return (" ".join(map(_title, words)), len(words)) if is_mail else ("", 1)
    if _follows(tokens, at + len(words)) in NO_PERSON:
        return "", len(words)
    return " ".join(one if one in PARTICLES else _title(one) for one in words), len(words)


def _run(tokens: Sequence[str], at: int) -> list[str]:
    """Words with a capital letter that stand side by side, with the particles between them."""
    found: list[str] = []
    for word in tokens[at : at + 2 * LONGEST]:
        is_word = word[0].isupper() and len(word) > 1 and word.casefold() not in NO_SURNAME
        if not is_word and not (found and word in PARTICLES):
            break
        found.append(word)
        if sum(one not in PARTICLES for one in found) == LONGEST:
            break
    while found and found[-1] in PARTICLES:
        found.pop()
    return found


def _before(tokens: Sequence[str], at: int) -> str:
    """The word before, over the point of its abbreviation."""
    back = at - 2 if at > 1 and tokens[at - 1] == "." else at - 1
    return tokens[back].casefold() if back >= 0 else ""


def _follows(tokens: Sequence[str], at: int) -> str:
    return tokens[at].casefold() if at < len(tokens) else ""


def _is_mail(tokens: Sequence[str], at: int) -> bool:
    """Whether a mail address in angle brackets follows."""
    rest = list(tokens[at : at + 12])
    if rest[:1] == ['"']:
        rest = rest[1:]
    return rest[:1] == ["<"] and "@" in rest


def _title(word: str) -> str:
    is_loud = word.isupper() and len(word) > 2
    return word.title() if is_loud else word


@cache
def _given() -> frozenset[str]:
    return frozenset(GIVEN.read_text(encoding="utf-8").split())
