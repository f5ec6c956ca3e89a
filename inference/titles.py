"""What a conversation is called until the owner names it: the gist of the first words.

A rule makes it at once: nothing is added to the words, what is only politeness, quoted or too long
is left out. Where that leaves more than a title, a model may be asked later; what it says is taken
only if every word of it that tells something stands in the conversation.
"""

import re
from collections.abc import Sequence

from inference.engines.local import whole
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.types import ChatRequest, Form, Message
from vault.entities import fold
from vault.search import STOPWORDS

LONGEST = 60
MOST_WORDS = 6
MOST_LETTERS = 1500
"of what was said are shown to the model"
STEM = 5
"letters in which forms of a word are alike"
SYSTEM = """Give the conversation a title of two to six words that says what it is about. Take the \
words from the conversation. Say only the title."""
SHOWN = (
    ("Could you look at the two offers for the heating? Which of them is cheaper over ten years?",
     "Heating offers over ten years"),
    ("Ich muss bis Freitag die Rede für die Hochzeit schreiben und weiß nicht, wie ich anfange.",
     "Rede für die Hochzeit"),
)  # fmt: skip
FORM = Form(pattern=r"[\p{L}\p{N}][^\s.!?:;]{0,23}( [^\s.!?:;]{1,24}){1,5}")
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
LEAD_INS = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|well|tacit|please|good (?:morning|evening))"
    r"(?=[\s,!.]|$)[\s,!.]*"
    r"|(?:can|could) you (?:please )?(?=\w)|would you please (?=\w)"
    r"|i(?:'d| would) like (?:you )?to (?=\w)|i want (?:you )?to (?=\w)"
    r"|tell me(?: please)?,? (?=\w))+",
    re.IGNORECASE,
)
SENTENCE = re.compile(r".*?[.!?…。؟](?=\s|$)")
ABBREVIATED = re.compile(r"\b(?:\w|dr|mr|mrs|ms|prof|st|no|nr|vs|e\.g|i\.e|z\.b)\.$", re.IGNORECASE)


def title(text: str) -> str:
    """A line of at most 60 letters."""
    whole = " ".join(_own(text).split())
    said = LEAD_INS.sub("", whole) or whole
    said = _first_sentence(said).rstrip(" .,;:!")
    said = said or whole
    return _cut(said[:1].upper() + said[1:])


def is_gist(made: str) -> bool:
    """Whether a title by rule is one already, and not the beginning of what was said."""
    return not made.endswith("…") and len(made.split()) <= MOST_WORDS


def asked(chat: ChatEngine, said: Sequence[str], stopped: Stopped = never) -> str:
    """A title from the model; empty where it gave none that holds."""
    text = "\n\n".join(said)[:MOST_LETTERS]
    shown = [
        message for example, named in SHOWN
        for message in (Message("user", example), Message("assistant", named))
    ]  # fmt: skip
    fixed = (Message("system", SYSTEM), *shown)
    request = ChatRequest(
        messages=(*fixed, Message("user", text)), fixed=len(fixed), max_tokens=24, form=FORM
    )
    answer = whole(chat.stream(request, stopped=stopped))
    found = " ".join(answer.text.split())
    return _cut(found[:1].upper() + found[1:]) if not stopped() and holds(found, text) else ""


def holds(found: str, text: str) -> bool:
    """Whether a title says nothing that the text does not: no name, no number, no word of it."""
    words = WORD.findall(found)
    if not 2 <= len(words) <= MOST_WORDS:
        return False
    there = {fold(word) for word in WORD.findall(text)}
    stems = {word[:STEM] for word in there}
    says_something = any(len(word) >= STEM - 1 for word in words)
    return says_something and all(
        word in there
        or word in STOPWORDS
        or (len(word) >= STEM and not is_name and word[:STEM] in stems)
        for word, is_name in _marked(words)
    )


def _marked(words: Sequence[str]) -> list[tuple[str, bool]]:
    """Each word, and whether it is a name or a number: those have to stand there as they are."""
    return [
        (fold(word), any(sign.isdigit() for sign in word) or (place > 0 and word[0].isupper()))
        for place, word in enumerate(words)
    ]


def _own(text: str) -> str:
    """Without what was brought along to be read; where that is all, it is the title."""
    lines = text.splitlines()
    own = [line for line in lines if line.strip() and not line.startswith(">")]
    return "\n".join(own or [line.lstrip("> ") for line in lines])


def _first_sentence(text: str) -> str:
    at = 0
    while found := SENTENCE.match(text, at):
        at = found.end()
        if not ABBREVIATED.search(text[:at]):
            return text[:at]
    return text


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    words = head.rsplit(" ", 1)[0] if " " in head else head
    return f"{words.rstrip(' .,;:!')}…"
