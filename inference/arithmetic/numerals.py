"""Numbers as people write them: 1,234.56 and 1.234,56, twenty-one, a hundred and five, ½.

Which sign is for decimals is told from all numbers of a text together. Where two of them contradict
each other nothing is guessed.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

NUMBER = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\d.,]*\d)"
    r"|(?:\d+(?:[.,'’]\d+)*|\.\d+)(?:e[+-]?\d{1,3}(?![\w.]))?"
)
_POINT = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+$|\d*\.(?!\d{3}$)\d+$|0?\.\d+$|\d{4,}\.\d+$")
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+$|\d+,(?!\d{3}$)\d+$|0,\d+$|\d{4,},\d+$")
_GROUPED = {
    ".": re.compile(r"\d+(?:\.\d+)?$|\d{1,3}(?:,\d{3})+(?:\.\d+)?$|\.\d+$"),
    ",": re.compile(r"\d+(?:,\d+)?$|\d{1,3}(?:\.\d{3})+(?:,\d+)?$"),
}
HUNDRED = 100
LONGEST = 80
"characters of a number"

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {
    **{word: number for number, word in enumerate(_ONES.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    "fourty": 40, "ninty": 90, "nought": 0,
}  # fmt: skip
SCALES = {
    "thousand": 10**3, "grand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
COUNTS = {"dozen": 12, "dozens": 12, "score": 20, "gross": 144}
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7,
    "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
    "hundredth": 100, "hundredths": 100,
}  # fmt: skip
ARTICLES = ("a", "an")


class Contradiction(Exception):
    """Numbers that cannot all be written in one way."""


def decimal_sign(numbers: Sequence[str]) -> str:
    """The sign for decimals in these numbers; a point where nothing tells."""
    plain = [re.sub(r"[ \u00a0\u202f'’]|e[+-]?\d+$", "", one) for one in numbers]
    point = any(_POINT.match(one) for one in plain)
    comma = any(_COMMA.match(one) for one in plain)
    if point and comma:
        raise Contradiction
    return "," if comma else "."


def value(text: str, sign: str) -> Fraction:
    """A number in digits; ValueError where it is none."""
    plain = re.sub(r"[ \u00a0\u202f'’]", "", text)
    plain, _, exponent = plain.partition("e")
    if len(text) > LONGEST or not _GROUPED[sign].match(plain):
        raise ValueError
    other = "," if sign == "." else "."
    return Fraction(plain.replace(other, "").replace(sign, ".")) * Fraction(10) ** int(
        exponent or 0
    )


def spelled(words: Sequence[str]) -> tuple[Fraction, int] | None:
    """A number in words at the beginning, and how many words it takes."""
    total, part, at = 0, 0, 0
    seen = False
    while at < len(words):
        word = words[at]
        if word == "and" and part >= HUNDRED and words[at + 1 : at + 2] and words[at + 1] in SMALL:
            at += 1
            continue
        if word in SMALL and _fits(part, SMALL[word]) and (SMALL[word] or not seen):
            part += SMALL[word]
        elif word in ARTICLES and not seen and _names_size(words, at + 1):
            part = 1
        elif word == "hundred" and (0 < part < 10 or not seen):
            part = (part or 1) * 100
        elif word in SCALES and part:
            total, part = total + part * SCALES[word], 0
        else:
            break
        seen, at = True, at + 1
    if not seen or (at == 1 and words[0] in ARTICLES):
        return None
    return _after_point(Fraction(total + part), words, at)


def _names_size(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (words[at] == "hundred" or words[at] in SCALES)


def _fits(part: int, small: int) -> bool:
    """Twenty one, a hundred five; not five six."""
    if not part or part % 100 == 0:
        return True
    return part % 10 == 0 and part % 100 >= 20 and small < 10


def _after_point(whole: Fraction, words: Sequence[str], at: int) -> tuple[Fraction, int]:
    """Three point one four."""
    digits = ""
    end = at
    if at < len(words) and words[at] == "point":
        end = at + 1
        while end < len(words) and SMALL.get(words[end], 10) < 10:
            digits += str(SMALL[words[end]])
            end += 1
    if not digits:
        return whole, at
    return whole + Fraction(int(digits), 10 ** len(digits)), end
