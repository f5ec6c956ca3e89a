"""Text with every character to be seen: what is shown for a yes hides nothing and deceives nobody.

What has no look of its own, turns the direction of writing, or looks like another character is
named where it stands: ⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩. Long runs are counted, never cut. Different
texts always look different, because what could be taken for such a name is itself named.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

OPENS = "⟨"
WORD = re.compile(r"\w+")
CONTROLS = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\0": "NULL"}
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f")
"letters and signs without a look"
TYPOGRAPHY = frozenset("…½¼¾²³¹™ªº")
"stand for others, and are in ordinary use"
LIKE_SIGNS = frozenset("⟨⟩‐‑‒―−⁃⁄∕∖⧵․‧∙⋅∶։׃٫٬、。ʹʺʻʼʽˈˋˊǀǃᛁ⸴∼⁓˜⁎∗‹›❮❯¸‚‛")  # noqa: RUF001
"look like signs that mean something in an address, a path or a number"
LIKE_LETTERS = frozenset(
    "аеорсухіјѕԁԛԝһӏԍьгпитвкмнз"
    "АВЕКМНОРСТУХІЈЅԌԚԜҺӀЬГЗ"
    "αβγικνορτυχωϲϳηρςε"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ"  # noqa: RUF001
    "հոսցօզքյևլՕՍՏԼյ"
)
READ_AS_THEY_ARE = ("CYRILLIC", "GREEK", "ARMENIAN")
"scripts of living languages with letters like Latin ones: left alone where no doubt is possible"
LOOKALIKE_SCRIPTS = (
    *READ_AS_THEY_ARE, "CHEROKEE", "COPTIC", "LISU", "DESERET", "GOTHIC", "OLD", "CANADIAN", "VAI",
    "OSAGE", "WARANG", "RUNIC", "OGHAM", "TIFINAGH", "GLAGOLITIC", "CARIAN", "LYDIAN", "LYCIAN",
    "ELBASAN", "MEDEFAIDRIN", "PHOENICIAN", "BAMUM", "MIAO", "NKO",
)  # fmt: skip
RARE_LATIN = (
    (0x0180, 0x024F), (0x0250, 0x02FF), (0x1D00, 0x1DBF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
)  # fmt: skip
"Latin letters of phonetics and of old books"
ROMANIAN = frozenset("ȘșȚțǍǎǦǧǨǩǪǫǾǿǼǽƠơƯư")
"of living languages, among the rare ones"
MOST_BREAKS = 2
MOST_INDENT = 8


def visible(text: str, *, is_target: bool = False) -> str:
    """The text as it can be shown; in what decides whom it is done to, doubt is smaller."""
    doubtful = _doubtful(text, is_target)
    return "".join(
        _run(text, start, end, is_named=start in doubtful) for start, end in _runs(text, doubtful)
    )


def beyond_ascii(text: str) -> str:
    """The letters that are not of ASCII and were left as they are, by name; empty without any."""
    doubtful = _doubtful(text, is_target=True)
    left = dict.fromkeys(one for at, one in enumerate(text) if at not in doubtful and one > "~")
    return ", ".join(f"{one} is {_name(one)}" for one in left if one not in OPENS)


def _runs(text: str, doubtful: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Stretches of one and the same character, all named or none."""
    start = 0
    for _, group in itertools.groupby(enumerate(text), lambda at: (at[1], at[0] in doubtful)):
        end = start + sum(1 for _ in group)
        yield start, end
        start = end


def _run(text: str, start: int, end: int, *, is_named: bool) -> str:
    one, many = text[start], end - start
    if one == "\n":
        is_named = many > MOST_BREAKS
    elif one == " ":
        at_start = start == 0 or text[start - 1] == "\n"
        at_end = end == len(text) or text[end] == "\n"
        is_named = at_end or many > (MOST_INDENT if at_start else 1)
    elif not is_named:
        return one * many
    if not is_named:
        return one * many
    count = f"{many} × " if many > 1 else ""
    return f"{OPENS}{count}{_name(one)}⟩"


def _doubtful(text: str, is_target: bool) -> frozenset[int]:
    """Where characters stand that are to be named."""
    if text.isascii():
        return frozenset(at for at, one in enumerate(text) if one < " " or one == "\x7f")
    found = {at for at, one in enumerate(text) if _is_doubtful(one)}
    found.update(_loose_marks(text))
    known = frozenset() if is_target else _scripts_in_use(text)
    for word in WORD.finditer(text):
        if not word[0].isascii():
            found.update(_lookalikes(word, known))
    if is_target and any("a" <= one.lower() <= "z" or "0" <= one <= "9" for one in text):
        found.update(at for at, one in enumerate(text) if _is_rightward(one))
    return frozenset(found)


@lru_cache(maxsize=8192)
def _is_doubtful(one: str) -> bool:
    """Characters to be named wherever they stand."""
    if " " <= one <= "~":
        return False
    category = unicodedata.category(one)
    if category[0] in "CZ" or category == "Me" or one in BLANK or one in LIKE_SIGNS:
        return True
    if one not in TYPOGRAPHY and _stands_for_ascii(one):
        return True
    point = ord(one)
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return True
    return one not in ROMANIAN and any(first <= point <= last for first, last in RARE_LATIN)


def _stands_for_ascii(one: str) -> bool:
    plain = unicodedata.normalize("NFKC", one)
    return plain != one and plain.isascii()


def _loose_marks(text: str) -> Iterator[int]:
    """Marks on letters that do not take such marks, or too many on one."""
    base, many = " ", 0
    for at, one in enumerate(text):
        if one < "\x7f" or unicodedata.category(one) not in ("Mn", "Mc"):
            base, many = one, 0
            continue
        many += 1
        if many > MOST_BREAKS or _script(base) in ("", "LATIN", *LOOKALIKE_SCRIPTS):
            yield at


def _scripts_in_use(text: str) -> frozenset[str]:
    """Scripts that the text is plainly written in: it has letters only they have."""
    return frozenset(
        script
        for one in set(text)
        if one > "~" and one not in LIKE_LETTERS
        and (script := _script(one)) in READ_AS_THEY_ARE
    )  # fmt: skip


def _lookalikes(word: re.Match[str], known: frozenset[str]) -> Iterator[int]:
    """Letters of a word that could be taken for Latin ones."""
    is_mixed = any(one.isascii() or _script(one) == "LATIN" for one in word[0])
    is_alike = all(one in LIKE_LETTERS for one in word[0] if one > "~")
    for at, one in enumerate(word[0], word.start()):
        script = _script(one)
        if one.isascii() or script == "LATIN":
            continue
        if script in READ_AS_THEY_ARE:
            is_named = is_mixed or (is_alike and script not in known)
        else:
            is_named = script in LOOKALIKE_SCRIPTS or (is_mixed and one.isdecimal())
        if is_named or (is_mixed and one in "ー一丨丶ノ〇口工ㅣㅡㅇΙ"):
            yield at


@lru_cache(maxsize=8192)
def _script(one: str) -> str:
    """The first word of the character's name; empty for what is no letter."""
    if not one.isalpha():
        return ""
    return unicodedata.name(one, "").partition(" ")[0]


@lru_cache(maxsize=8192)
def _is_rightward(one: str) -> bool:
    return unicodedata.bidirectional(one) in ("R", "AL", "AN")


@lru_cache(maxsize=8192)
def _name(one: str) -> str:
    name = CONTROLS.get(one) or unicodedata.name(one, "without a name")
    return f"U+{ord(one):04X} {name}"
