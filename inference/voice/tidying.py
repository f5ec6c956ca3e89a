"""Dictated words without what only speaking has: the model may leave out, and set signs; no more.

A small model likes to answer instead, or to say it better. What it writes counts only where nearly
all of its words were said, in their order; else the words stay as they were.
"""

import difflib
import re

from inference.types import ChatRequest, Message

FEWEST_KEPT, FEWEST_SAID = 0.7, 0.9
"of what was said, how much has to be left; of what was written, how much has to be said"
FILLERS = re.compile(r"(?<![\w-])(?:um+|uh+|erm?|hmm+|äh+m?|öh)(?![\w-])[,.…]*\s*", re.IGNORECASE)
SYSTEM = (
    "You tidy dictated text. Remove filler words, false starts and repeated words, and set "
    "punctuation and capitals. Change nothing else: no other words, no answer, no comment. Write "
    "only the tidied text."
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def request(said: str) -> ChatRequest:
    """What a model is asked."""
    messages = (
        Message("system", SYSTEM),
        Message("user", "um so we uh we meet on monday at at nine"),
        Message("assistant", "So we meet on Monday at nine."),
        Message("user", said),
    )
    return ChatRequest(messages, fixed=3, max_tokens=2 * len(said) // 3 + 32)


def without_fillers(said: str) -> str:
    """What needs no model."""
    left = FILLERS.sub("", said).strip()
    return left[:1].upper() + left[1:] if said[:1].isupper() else left


def accepted(said: str, tidied: str) -> str:
    """The tidied words where they are still the owner's; else what was said, without fillers."""
    plain = without_fillers(said)
    tidied = tidied.strip().strip('"“”').strip()
    before, after = _words(plain), _words(tidied)
    if not after or "\n" in tidied:
        return plain
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    same = sum(one.size for one in matcher.get_matching_blocks())
    is_own = same >= FEWEST_SAID * len(after) and same >= FEWEST_KEPT * len(before)
    return tidied if is_own and _numbers(before) <= _numbers(after) else plain


def _words(text: str) -> list[str]:
    return [one.lower().replace("’", "'") for one in _WORD.findall(text)]


def _numbers(words: list[str]) -> set[str]:
    """Which may never be lost."""
    return {one for one in words if any(sign.isdigit() for sign in one)}
