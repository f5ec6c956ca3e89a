"""Other ways to spell a word: colour and color, organise and organize, Straße, Strasse, Mueller.

Words come in folded, as questions are read; what is made of them is only looked for.
"""

import re
from functools import cache

SHORTEST = 4
MOST_UMLAUTS = 3
"places of a word at which an umlaut may have been written out"
_PAIRS = dict(
    pair.split()
    for pair in (
        "colour color", "favour favor", "honour honor", "labour labor", "harbour harbor",
        "neighbour neighbor", "behaviour behavior", "flavour flavor", "odour odor",
        "humour humor", "rumour rumor", "vapour vapor", "armour armor", "centre center",
        "metre meter", "litre liter", "theatre theater", "fibre fiber", "calibre caliber",
        "programme program", "cheque check", "licence license", "defence defense",
        "offence offense", "grey gray", "tyre tire", "catalogue catalog", "dialogue dialog",
        "jewellery jewelry", "aluminium aluminum", "storey story", "kerb curb", "mould mold",
        "plough plow", "aeroplane airplane", "pyjamas pajamas", "enrol enroll", "fulfil fulfill",
        "instalment installment", "travell travel", "labell label", "cancell cancel",
        "modell model",
    )
)  # fmt: skip
_BOTH = {**_PAIRS, **{american: british for british, american in _PAIRS.items()}}
_BEGINS = re.compile("|".join(sorted(map(re.escape, _BOTH), key=len, reverse=True)))
_ISE = re.compile(r"(?<=\w{3})([iy])([sz])(?=(?:e|ed|es|ing|er|ers|ation|ations)$)")
_WRITTEN_OUT = re.compile(r"(?<=[aou])e(?![aeiou])")
_UMLAUT = re.compile(r"(?<![aeiouq])([aou])(?![aeiouy])")
_OTHER = {"s": "z", "z": "s"}


@cache
def variants(word: str) -> tuple[str, ...]:
    """The same word spelled otherwise, as far as rules know."""
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    found = {_ISE.sub(lambda one: one[1] + _OTHER[one[2]], word)}
    if begins := _BEGINS.match(word):
        found.add(_BOTH[begins[0]] + word[begins.end() :])
    found.add(word.replace("ss", "ß"))
    found.add(word.replace("ß", "ss"))
    found.add(_WRITTEN_OUT.sub("", word))
    for one in list(_UMLAUT.finditer(word))[:MOST_UMLAUTS]:
        found.add(f"{word[: one.end()]}e{word[one.end() :]}")
    found |= {one.replace("ss", "ß") for one in found}
    return tuple(sorted(found - {word}))
