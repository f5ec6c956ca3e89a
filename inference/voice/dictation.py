"""Words that are dictated, as they are written: spoken signs become signs, “scratch that” undoes.

A sign's name that is spoken of (“a comma”, “the period of”) stays a word.
"""

import re
from dataclasses import dataclass

ENGLISH = {
    ",": "comma", ".": "full stop|period", "?": "question mark", "!": "exclamation (?:mark|point)",
    ":": "colon", ";": "semicolon|semi colon", " –": "dash", "-": "hyphen",
    "(": "open (?:bracket|parenthesis)", ")": "close (?:bracket|parenthesis)",
    "“": "open quotes?", "”": "(?:close|end) quotes?", "\n": "new line|newline",
    "\n\n": "new paragraph",
}  # fmt: skip
GERMAN = {
    ",": "komma", ".": "punkt", "?": "fragezeichen", "!": "ausrufezeichen", ":": "doppelpunkt",
    ";": "strichpunkt|semikolon", " –": "gedankenstrich", "-": "bindestrich",
    "(": "klammer auf", ")": "klammer zu", "„": "anführungszeichen auf",
    "“": "anführungszeichen zu", "\n": "neue zeile", "\n\n": "neuer absatz",
}  # fmt: skip
_SIGNS = {"en": ENGLISH, "de": GERMAN}
_SCRATCH = {"en": "scratch that", "de": "streich(?:e)? das"}
_SPOKEN_OF = {
    "en": r"(?:a|an|the|this|that|each|every|one|another|no|my|your|per|of)",
    "de": r"(?:ein|eine|einen|einem|der|die|das|den|dem|dieser|dieses|diesen|jeder|kein|zum|am|im)",
}
"before the name of a sign: it is a word like any other"
_OPENING = ("(", "“", "„")
_SENTENCE = re.compile(r"[.!?\n]+[\s”)]*")


@dataclass(frozen=True)
class Dictated:
    """What an utterance comes to."""

    text: str
    takes_back: bool = False
    "whether it begins by taking back what was dictated last"


def written(said: str, language: str = "en") -> Dictated:
    """An utterance as it is to be written."""
    language = language if language in _SIGNS else "en"
    text, takes_back, was_sign = "", False, False
    for number, part in enumerate(_parts(said, language)):
        if part is not None and part.startswith("\n") and not was_sign:
            text = text.rstrip(" ,")  # the recognizer's comma, not a spoken one
        was_sign = part in _SIGNS[language]
        if part is None:
            takes_back = takes_back or not text.strip()
            text = _without_last_sentence(text)
        elif was_sign:
            text = _with_sign(text, part, is_german=language == "de")
        else:
            text = _with_words(text, part, is_first=number == 0)
    return Dictated(text.strip(" "), takes_back)


def joined(before: str, text: str) -> str:
    """The text as it goes on after what stands there."""
    needs_space = before and not before[-1].isspace() and text and text[0] not in ",.?!:;)”\n"
    return f" {text}" if needs_space else text


def _parts(said: str, language: str) -> list[str | None]:
    """Words, signs, and None where something is taken back."""
    names = {sign: f"(?:{name})" for sign, name in _SIGNS[language].items()}
    any_name = "|".join([_SCRATCH[language], *names.values()])
    pattern = re.compile(
        rf"(?P<spoken>\b{_SPOKEN_OF[language]}\s+)?(?:^|(?<=\s))[,;]?\b(?P<name>{any_name})\b"
        r"(?!\s+of\b)(?P<after>[\s,.;:!?]*)", re.IGNORECASE,
    )  # fmt: skip
    found: list[str | None] = []
    at = 0
    for one in pattern.finditer(said):
        name = one["name"].lower()
        is_scratch = re.fullmatch(_SCRATCH[language], name) is not None
        if one["spoken"] and not is_scratch:
            continue
        start = one.start("name")
        found += [words] if (words := said[at:start].strip()) else []
        sign = next((sign for sign, other in names.items() if re.fullmatch(other, name)), None)
        found.append(None if is_scratch else sign)
        at = one.end()
    found += [rest] if (rest := said[at:].strip()) else []
    return found


def _with_sign(text: str, sign: str, *, is_german: bool) -> str:
    bare = text.rstrip(" ") if sign in _OPENING else text.rstrip(" ,.;:")
    if sign in ("“",) and is_german:
        return f"{bare}{sign}"
    if sign in _OPENING:
        return f"{bare} {sign}" if bare and not bare.endswith("\n") else f"{bare}{sign}"
    if sign in ("\n", "\n\n"):
        return f"{text.rstrip(' ')}{sign}"
    return f"{bare}{sign}"


def _with_words(text: str, words: str, *, is_first: bool) -> str:
    if is_first or not text:
        return words
    ends = text.rstrip(" ”)")
    if ends.endswith((".", "?", "!", "\n")):
        words = words[:1].upper() + words[1:]
    elif words[:1].isupper() and not words[:2].isupper() and words.split()[0] in _CARRIED:
        words = words[:1].lower() + words[1:]
    is_tight = text.endswith(("\n", "-", *_OPENING))
    return f"{text}{words}" if is_tight else f"{text} {words}"


_CARRIED = frozenset(
    ("And", "But", "The", "A", "An", "It", "We", "You", "He", "She", "They", "This", "That", "So",
     "Because", "Which", "When", "If", "How", "What", "Please", "Und", "Aber", "Der", "Die", "Das",
     "Wir", "Er", "Es", "Dass", "Weil", "Wenn")
)  # fmt: skip
"that a recognizer begins anew with a capital, where only a comma was said"


def _without_last_sentence(text: str) -> str:
    """Up to the sentence before the last, which is taken back."""
    bare = text.rstrip(" .!?”)\n")
    ends = [one.end() for one in _SENTENCE.finditer(bare)]
    return bare[: ends[-1]].rstrip(" ") if ends else ""
