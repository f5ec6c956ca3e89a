"""Whether words are in a language that requests are not understood in yet.

Only what is plain is called foreign: several small words of another language and none of English,
or letters of another script.
"""

import re

WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset(
    "the to my you are of and at for that this what when where how with have has not yes please "  # noqa: SIM905
    "it add remind call".split()
)
OTHERS = frozenset(
    "der die das und ich mich mir nicht ist ein eine einen bitte morgen heute um zum zur mit für "  # noqa: SIM905
    "le la les je est pas une demain moi pour avec dans rappelle el los las que por una mañana mi "
    "recuérdame para con está il che domani per favore ricordami o amanhã lembra não um uma "
    "het een niet herinner mij morgen voor".split()
)
LATIN_ENDS = 0x024F
FEWEST, SHARE = 2, 0.3


def is_foreign(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    beyond = sum(ord(letter) > LATIN_ENDS for letter in letters)
    if letters and beyond * 2 > len(letters):
        return True
    words = {word.casefold() for word in WORD.findall(text)}
    theirs = len(words & OTHERS)
    return theirs >= max(FEWEST, SHARE * len(words)) and not words & ENGLISH
