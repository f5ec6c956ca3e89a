"""Which language a text is in: by its script, else by the small words that only it has.

Nothing is said where it cannot be told; a wrong language would do more harm than none.
"""

import re
from collections import Counter

WORD = re.compile(r"[^\W\d_]+")
SAMPLE_CHARACTERS = 20_000
FEWEST_WORDS, LEAST_SHARE, LEAD = 3, 0.04, 1.25
SCRIPTS = (
    ("ja", "\u3040", "\u30ff"), ("ko", "\uac00", "\ud7a3"), ("zh", "\u4e00", "\u9fff"),
    ("he", "\u0590", "\u05ff"), ("ar", "\u0600", "\u06ff"), ("el", "\u0370", "\u03ff"),
    ("hi", "\u0900", "\u097f"), ("th", "\u0e00", "\u0e7f"), ("ru", "\u0400", "\u04ff"),
)  # fmt: skip
SMALL_WORDS = {
    "en": "the of and to in is that it for was with as on are by this be at from or have not you",
    "de": "der die und das ist nicht ein eine mit für auf den von zu im dem des sich auch wird bei",
    "fr": "le la les des et est une dans que qui pour pas sur au du avec ce il sont nous vous",
    "es": "el la los las de que y en un una por con para es del se no su al como más está",
    "it": "il di che la è e un una per non con sono del della le gli nel alla più anche questo",
    "pt": "o de que e a do da em um uma para com não os no na por mais as dos das é são ao",
    "nl": "de het een van en is dat niet op te zijn voor met aan er ook als bij naar wordt deze",
    "pl": "w i na z do nie się jest to że jak od przez po dla oraz które ale przy jego",
    "sv": "och att det som en på är av för med den till inte om ett har jag vi från kan",
    "da": "og at det som en på er af for med den til ikke der et har jeg vi fra de blev",
    "nb": "og at det som en på er av for med den til ikke et har jeg vi fra ble også etter",
    "fi": "ja on ei se että oli hän mutta ovat kun tai joka niin myös sen olla kuin jos",
    "cs": "a je v na se to že s z do o jsem ale jako za by jsou pro od podle které také",
    "tr": "ve bir bu için ile de da olarak çok daha gibi en olan ne var kadar sonra ama değil",
    "hu": "a az és hogy nem is egy ez van meg volt csak mint már vagy még ha de el lesz",
    "ro": "și de la în a cu pe este un o nu că din mai pentru care sunt fi ca au",
}
_WORDS = {code: frozenset(words.split()) for code, words in SMALL_WORDS.items()}
UKRAINIAN = re.compile("[іїєґ]")
PERSIAN = re.compile("[پچژگ]")


def language(text: str) -> str:
    """Two letters, or nothing where it is not plain."""
    text = text[:SAMPLE_CHARACTERS].casefold()
    letters = Counter(_script(letter) for letter in text if letter.isalpha())
    if not letters:
        return ""
    if letters["ja"] and letters["ja"] + letters["zh"] > letters.total() / 3:
        return "ja"
    script, count = letters.most_common(1)[0]
    if script and count * 2 > letters.total():
        return _of_script(script, text, count)
    return _by_words(text)


def _script(letter: str) -> str:
    if letter < "\u0370":
        return ""
    return next((code for code, first, last in SCRIPTS if first <= letter <= last), "")


def _of_script(script: str, text: str, count: int) -> str:
    if script == "ru" and len(UKRAINIAN.findall(text)) > count / 50:
        return "uk"
    if script == "ar" and len(PERSIAN.findall(text)) > count / 50:
        return "fa"
    return script


def _by_words(text: str) -> str:
    words = WORD.findall(text)
    found = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    (best, most), (_, second) = sorted(found.items(), key=lambda item: -item[1])[:2]
    enough = most >= max(FEWEST_WORDS, LEAST_SHARE * len(words))
    return best if enough and most >= LEAD * second else ""
