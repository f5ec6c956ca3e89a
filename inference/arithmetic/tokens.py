"""From a sentence to the pieces of a sum: what is only politeness falls away, the rest is kept.

Nothing else is dropped: a word that means nothing here makes the whole text no sum.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from inference.arithmetic import numerals
from inference.arithmetic.units import SYMBOLS

LONGEST = 500
"characters of a sum"
_LEADS = (
    "(?:hey|hi|hello|ok|okay)(?: tacit)?|tacit|please|pls|plz|can you|could you|would you|will you"
    "|tell me|give me|quickly|quick question|quick|do you know|i wonder|i need to know|i need"
    "|i want to know|what(?:'s| is|s| are| does| do| would| will)|wot is|whats"
    "|how much(?:'s| is| are| does| do| would| will)|waht is|wat is|wht is|an?(?= [0-9])"
    "|how (?:tall|hot|warm|cold|far|heavy|long|fast|big) (?:is|are)"
    "|calculate|calcualte|calulate|calc|compute|work out|figure out|evaluate|solve"
    "|do the (?:sum|maths?)|so|if (?:i|we|you)|what do (?:i|you) get (?:if|when) (?:i|you)"
    "|wats|wat's|whts|wht's"
    "|the (?:answer|result) (?:to|of)|(?:the )?sum:|maths?:|the value of|be"
)
_LEAD = re.compile(rf"^(?:{_LEADS})(?![\w'])[\s,:]*")
_TRAILS = (
    r"(?:and )?(?:what|how much) (?:does|do|will|would|is|are) (?:each|every|we|they|it|that)\b.*"
    r"|please|pls|plz|thanks|thank you|thx|for me|equals?(?: to)?|is equal to|is what|is|makes?"
    r"|come to|cost|be|give|altogether|in total|exactly|roughly|approximately|[?=.!]+"
)
_TRAIL = re.compile(rf"(?:^|[\s,]|(?<=[\w)%?=.!]))(?:(?<!\w)(?:{_TRAILS})|[?=.!]+)$")
_CLEAR = re.compile(r"calc|compute|work out|figure out|how much (?:is|are)|evaluate|solve|sum|math")
_WORD = re.compile(
    r"km/h|mi/h|m/s|°\s?[cf]?\b|[mc]?m[23²³]\b|(?:cm|km)[2²]|ft²|[^\W\d_]+(?:['’-][^\W\d_]+)*"
)
_SIGN = re.compile(r"\*\*|[-+*/^%(),€$£¥₹]")
_SAME = str.maketrans(
    {
        **dict.fromkeys("×\u00b7\u2219\u22c5", "*"),
        **dict.fromkeys("÷\u2215\u2044", "/"),
        **dict.fromkeys("\u2212\u2010\u2011\u2012–\u2014", "-"),
        **dict.fromkeys("’\u2018\u2032", "'"),
        **dict.fromkeys("“”\u2033", '"'),
        "[": "(", "]": ")", "\uff0b": "+", "\uff05": "%", "√": " sqrt ",
    }
)  # fmt: skip
_PHRASES = {
    "plus": "+", "added to": "+", "and then add": "+", "increased by": "+", "more": "",
    "minus": "-", "less": "-", "take away": "-", "decreased by": "-", "reduced by": "-",
    "times": "*", "multiplied by": "*", "multiplied with": "*", "x": "*", "time": "*",
    "divided by": "/", "divided through": "/", "over": "/", "div": "/", "devided by": "/",
    "to the power of": "^", "to the power": "^", "raised to": "^", "raised to the power of": "^",
    "percent": "%", "per cent": "%", "percents": "%", "pct": "%", "procent": "%",
    "more than": "more-than", "less than": "less-than", "fewer than": "less-than",
    "mod": "mod", "modulo": "mod", "modulus": "mod",
}  # fmt: skip
_LONGEST_PHRASE = 5


class Unreadable(Exception):
    """This is no sum, as far as can be told."""


@dataclass(frozen=True)
class Token:
    """A number, a sign or a word."""

    text: str
    number: Fraction | None = None
    is_part: bool = False
    "a half, two thirds: a share of something"
    is_tight: bool = False
    "a sign without room on either side"


def stripped(text: str) -> tuple[str, bool]:
    """A text without what is only politeness, and whether something asked clearly for a sum."""
    line = unicodedata.normalize("NFC", text).translate(_SAME).lower()
    line = " ".join(line.split()).strip(" ,;:").lstrip("= ")
    clear = False
    while found := _LEAD.match(line):
        clear = clear or bool(_CLEAR.match(found[0]))
        line = line[found.end() :]
    clear = clear or line.endswith("=")
    while found := _TRAIL.search(line):
        line = line[: found.start()].rstrip(" ,;:")
    return line, clear


def tokens(line: str) -> list[Token]:
    """The pieces of a line that was stripped; Unreadable where one is none."""
    if not line or len(line) > LONGEST:
        raise Unreadable
    line = re.sub(r"\bto the (\w+)(?:st|nd|rd|th)(?: power)?(?!\w)", _powered, line)
    line = re.sub(r"(\d+)\s?'\s?(\d+)(?:\"|''|$)", r"\1 ft \2 inch", line)
    try:
        sign = numerals.decimal_sign(numerals.NUMBER.findall(line))
    except numerals.Contradiction as error:
        raise Unreadable from error
    raw = _words_joined(_cut(line, sign))
    return _numbers_joined(raw)


_ORDINALS = {"seco": 2, "thi": 3, "four": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nin": 9,
             "ten": 10}  # fmt: skip


def _powered(found: re.Match[str]) -> str:
    """To the third, to the 8th power; a half to the north is left as it is."""
    number = found[1] if found[1].isdecimal() else _ORDINALS.get(found[1])
    return f"^ {number}" if number is not None else found[0]


def _cut(line: str, sign: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        piece, at = _piece(line, at, sign)
        found.append(piece)
    return found


def _piece(line: str, at: int, sign: str) -> tuple[Token, int]:
    if match := numerals.NUMBER.match(line, at):
        try:
            return Token(match[0], numerals.value(match[0], sign)), match.end()
        except ValueError as error:
            raise Unreadable from error
    if match := _SIGN.match(line, at):
        tight = at > 0 and match.end() < len(line)
        tight = tight and not line[at - 1].isspace() and not line[match.end()].isspace()
        text = "^" if match[0] == "**" else match[0]
        return Token(text, is_tight=tight), match.end()
    if line[at] in "²³":
        return Token("squared" if line[at] == "²" else "cubed"), at + 1
    if (share := unicodedata.numeric(line[at], None)) is not None and not line[at].isdecimal():
        return Token(line[at], Fraction(share).limit_denominator(100), is_part=True), at + 1
    if match := _WORD.match(line, at):
        return Token(match[0]), match.end()
    raise Unreadable


def _words_joined(found: list[Token]) -> list[Token]:
    """Phrases of several words as the signs that they stand for."""
    joined: list[Token] = []
    at = 0
    while at < len(found):
        for count in range(_LONGEST_PHRASE, 0, -1):
            sign = _PHRASES.get(" ".join(one.text for one in found[at : at + count]))
            if sign is not None:
                break
        else:
            joined += _split(found[at])
            at += 1
            continue
        if sign:
            joined.append(Token(sign))
        at += min(count, len(found) - at)
    return joined


def _split(token: Token) -> list[Token]:
    """Twenty-one as two words, where both are of numbers."""
    halves = token.text.split("-")
    known = numerals.SMALL.keys() | numerals.PARTS.keys() | numerals.SCALES.keys() | {"hundred"}
    if len(halves) > 1 and all(one in known for one in halves):
        return [Token(one) for one in halves]
    return [token]


def _numbers_joined(found: list[Token]) -> list[Token]:
    joined: list[Token] = []
    at = 0
    while at < len(found):
        token, used = _number(found, at)
        if joined and token.is_part and _adds_to(joined, token):
            joined[-1] = _sum(joined[-1], token)
        else:
            joined.append(token)
        at += used
    return joined


def _number(found: list[Token], at: int) -> tuple[Token, int]:
    """A number from here on, in digits or words, with its thousand, dozen, half."""
    words = [one.text for one in found[at : at + 24]]
    amount, used = found[at].number, 1
    part = found[at].is_part
    if amount is None:
        spelled = numerals.spelled(words)
        if spelled is None:
            return _share(found, at)
        amount, used = spelled
    if not part and (piece := _thirds(words, amount, used)):
        return piece, used + 1
    amount, used = _and_a_half(words, amount, used)
    while used < len(words) and (scale := _scale(words, used)):
        amount, used = amount * scale, used + 1
    return Token(" ".join(words[:used]), amount, part and used == 1), used


def _scale(words: list[str], at: int) -> int | None:
    if words[at] == "k" and words[at + 1 : at + 2] not in (["in"], ["to"]):
        return 1000
    if words[at] == "hundred":
        return 100
    return numerals.SCALES.get(words[at]) or numerals.COUNTS.get(words[at])


def _thirds(words: list[str], amount: Fraction, used: int) -> Token | None:
    """Two thirds, three quarters."""
    size = numerals.PARTS.get(words[used]) if used < len(words) else None
    if size is None or amount.denominator != 1 or not 0 < amount < 100:
        return None
    return Token(" ".join(words[: used + 1]), amount / size, is_part=True)


def _and_a_half(words: list[str], amount: Fraction, used: int) -> tuple[Fraction, int]:
    if words[used : used + 3] == ["and", "a", "half"]:
        return amount + Fraction(1, 2), used + 3
    return amount, used


def _share(found: list[Token], at: int) -> tuple[Token, int]:
    """Half, a third, half a dozen, a dozen."""
    words = [one.text for one in found[at : at + 4]]
    article = int(words[0] in numerals.ARTICLES)
    rest = words[article:]
    if rest and rest[0] in numerals.COUNTS and article:
        return Token(" ".join(words[:2]), Fraction(numerals.COUNTS[rest[0]])), 2
    if rest and rest[0] in ("half", "quarter", "third", "fifth", "tenth", "halves"):
        size = Fraction(1, numerals.PARTS[rest[0]])
        if rest[1:3] in (["a", "dozen"], ["a", "million"], ["a", "billion"]):
            scale = numerals.COUNTS.get(rest[2]) or numerals.SCALES[rest[2]]
            return Token(" ".join(words[: article + 3]), size * scale), article + 3
        return Token(" ".join(words[: article + 1]), size, is_part=True), article + 1
    return found[at], 1


def _adds_to(joined: list[Token], part: Token) -> bool:
    """2½: a share that is written as one character behind a whole number."""
    before = joined[-1].number
    return len(part.text) == 1 and before is not None and before.denominator == 1


def _sum(one: Token, two: Token) -> Token:
    assert one.number is not None
    assert two.number is not None
    return Token(one.text + two.text, one.number + two.number)


def is_symbol(token: Token) -> bool:
    return token.text in SYMBOLS
