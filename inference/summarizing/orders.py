"""Sentences that tell a program what to write, taken out before one sees them, and counted.

A small model that is asked what a document says repeats what a document orders it to say. What is
known here is plain orders in three languages; whoever hides one better gets through. So this is not
what keeps documents from doing things: nothing that a model writes here does anything.
"""

import re

_GIVE_UP = r"ignore|disregard|forget|override|ignorier\w*|missachte\w*|vergiss|vergessen|ignor[ae]"
_RULES = (
    r"instructions?|prompts?|rules|orders|directions|all that was said|"
    r"anweisung\w*|regeln|vorgaben|befehle\w*|instrucciones|reglas"
)
_MODELS = r"ai|a\.i\.|ki|ia|assistants?|llms?|language models?|chatbots?|chatgpt|sprachmodelle?"
_WRITING = r"summar(?:y|ies|i[sz]ing)|zusammenfass\w+|resum\w+"
_ORDER = re.compile(
    rf"\b(?:{_GIVE_UP})\b[^.!?\n]{{0,60}}\b(?:{_RULES})\b"
    rf"|\b(?:system|developer) prompt\b|<\|\w+\|>|\[/?INST\]"
    rf"|\byou are (?:now |really )?(?:an? |the |my )?(?:helpful |new )?(?:{_MODELS})\b"
    rf"|\b(?:{_MODELS})\b[^.!?\n]{{0,60}}"
    r"\b(?:must|should|shall|has to|have to|is to|muss|soll\w*|debe)\b"
    r" (?:now |only |always |never )?(?:say|write|state|answer|reply|output|claim|schreiben|sagen)"
    rf"|\b(?:when|while|if|wenn|beim) (?:you are )?(?:{_WRITING})",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"(?<=[.!?:;])\s")


def without(untrusted_text: str) -> tuple[str, int]:
    """The text without them and what follows in their paragraphs; how many they were."""
    rows, count = [], 0
    for row in untrusted_text.split("\n"):
        found = _ORDER.search(row)
        if found is None:
            rows.append(row)
            continue
        count += 1
        begins = [one.end() for one in _BEGIN.finditer(row, 0, found.start() + 1)]
        rows.append(row[: begins[-1] if begins else 0].rstrip())
    return "\n".join(rows), count
