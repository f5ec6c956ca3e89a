"""What of a message is a plain statement of the owner's own, and what must not be taken for one.

Questions, requests, suppositions, jokes, and what others say or write are left out here, before any
rule looks for facts: a rule that never sees “a friend says I …” cannot learn from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 300
"characters; a longer sentence is no plain statement"
JOKE = re.compile(
    r"\b(just kidding|kidding|only joking|joking|j/?k|lol|haha+|hahaha|rofl|as a joke|sarcasm|"
    r"april fool|/s)\b|[;:]-?[)P]|😂|🤣|😜",
    re.IGNORECASE,
)
ROLE_PLAY = re.compile(
    r"(?:^|[.!?] )(?:you are|you're|act as|imagine you|pretend you)(?: now)? (?:a|an|the|my)\b",
    re.IGNORECASE,
)
NOT_OWN = re.compile(
    r"\b(says?|said|told|tells|claims?|claimed|wrote|writes|writing|thinks?|thought|believes?|"
    r"asked|"
    r"heard|quote[sd]?|according to|apparently|supposedly|allegedly|rumou?r|mentioned|"
    r"once upon a time|reckons?|states?|goes(?=,)|article|song|lyrics?|novel|movie|film|character|"
    r"in the story|in my dream|dreamt|dreamed|"
    r"joked|insists?|guess(?:es|ed)?|the (?:mail|email|letter|message|text|page|document|"
    r"report))\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\b(if|unless|suppose|supposing|imagine|assume|assuming|let's say|say that|pretend|what if|"
    r"would|wouldn't|could|might|(?-i:may)|maybe|perhaps|possibly|probably|hypothetically|wish|"
    r"hope|"
    r"hopefully|as if|as though|should|shall|almost|nearly|not sure|i'd|considering|thinking about|"
    r"thinking of|planning|going to|about to|used to|for example|e\.g|such as|when i was)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"^(what|when|where|who|whom|whose|why|how|which|do|does|did|is|are|am|was|were|can|could|will|"
    r"would|should|shall|have|has|had|may|might|isn't|aren't|don't|doesn't|didn't|won't|can't)\b",
    re.IGNORECASE,
)
TASK = re.compile(
    r"^(please )?(write|draft|compose|translate|summari[sz]e|rewrite|rephrase|correct|proofread|"
    r"explain|tell|give|show|find|search|list|make|create|add|set|put|move|send|book|buy|order|"
    r"open|"
    r"play|say|type|fill|fix|check|compare|calculate|convert|act|roleplay|role-play|imagine|"
    r"pretend|"
    r"continue|complete|finish|improve|describe|generate|read|reply|answer this|forget|delete|"
    r"remove|cancel|schedule|plan|look|help|let|ask|remind|call (?!me\b)|mail|text|email|print)\b",
    re.IGNORECASE,
)
LASTING_ORDER = re.compile(r"\b(from now on|in (?:the )?future|always|never)\b", re.IGNORECASE)
ORDERS_TO_KEEP = re.compile(
    r"^(?:please |can you |could you |would you )*(?:(?:remember|keep in mind|"
    r"memori[sz]e|know|be aware|bear in mind)"
    r"(?: for (?:me|later|the future))?(?: that|:|,)|note that|don't forget that|"
    r"do not forget that|"
    r"(?:for )?future reference[,:]|remember (?=i\b|i'm|my|we\b|our))\s*",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"^(?:hi|hello|hey|ok|okay|well|oh|so|and|but|also|actually|anyway|yes|yeah|no|right|fyi|btw|"
    r"by the way|just so you know|for your information|you know|you should know that|thanks|"
    r"thank you|sorry|please note that|i mean|to be clear|in fact|as you know|one more thing|"
    r"correction|just|fun fact|good morning|good evening|hi there|hello there|the thing is|"
    r"i want you to know that|i should mention that|did you know that|tacit)\b[\s,:;.—–-]*",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]|```.*?```|`[^`]*`", re.DOTALL)
NAME_IN_QUOTES = re.compile(r"[“\"]([\w'’-]+(?: [\w'’-]+){0,2})[”\"]")
FORWARDED = re.compile(
    r"^(>.*|-{2,}.*(forwarded|original message).*|(from|subject|to|sent|date|betreff|von): .*)$",
    re.IGNORECASE | re.MULTILINE,
)
SENTENCE = re.compile(
    r"(?<!\bDr)(?<!\bDra)(?<!\bProf)(?<!\bSra)(?<!\bSr)(?<!\bJr)(?<!\bMt)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bNo)(?<!\b[A-HJ-Z])([.!?…]+)(?=\s|$)|\n+|;"
)
PRONOUNS = (
    r"(?i:i|i'm|my|we|we're|our|he|she|they|call me|please|make|remind|add|set|create|put|send)"
)
JOINT = re.compile(
    rf"\s*[,;]?\s+(?:and|but|so|because|while|whereas)\s+(?={PRONOUNS}\b|[A-Z][\w'-]+ "
    r"(?:is|works|lives|likes|loves|hates|has|plays|speaks|moved)\b)|"
    r"\s*[,;]\s+(?=(?i:i|i'm|my|call me|we|our|she|he)\b)"
)
SAME_SUBJECT = re.compile(
    r"^(?P<subject>(?:[Mm]y|[Oo]ur) [\w -]+? [A-Z][\w'’-]+|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?|"
    r"I|We|She|He) (?P<first>.+?)(?:,)? (?:and|but) (?P<rest>(?:also |now |then )?(?:works?|"
    r"lives?|likes?|"
    r"loves?|hates?|dislikes?|prefers?|plays?|speaks?|is|am|are|has|have|drives?|studies|study|"
    r"owns?|don't|doesn't|never|always|moved) .+)$"
)


@dataclass(frozen=True)
class Statement:
    """A clause that the owner states of their own accord."""

    text: str
    is_order: bool
    "said with “remember that”: kept, whatever it is"


def statements(message: str) -> Iterator[Statement]:
    """The plain statements of a message, in their order."""
    text = message.replace("’", "'").strip()
    if JOKE.search(text) or ROLE_PLAY.search(text):
        return
    if forwarded := FORWARDED.search(text):
        text = text[: forwarded.start()]
    text = NAME_IN_QUOTES.sub(_name_or_quote, text)
    whole_is_order = False
    for sentence, asks in _sentences(text):
        said, is_order = _without_leads(sentence)
        whole_is_order = is_order
        if not said or len(said) > LONGEST:
            continue
        if is_order:
            clauses = (one for one in _clauses(said) if not TASK.search(one))
            yield from (Statement(one, is_order=True) for one in clauses)
            continue
        if TASK.search(said) and not LASTING_ORDER.search(said):
            if ":" in said:
                return  # what follows is what the task is about
            continue
        if not asks and not ASKS.search(said):
            yield from _own(said, is_order=whole_is_order)


def _own(said: str, *, is_order: bool) -> Iterator[Statement]:
    if QUOTED.search(said) or NOT_OWN.search(said):
        return
    for clause in _clauses(said):
        if not SUPPOSED.search(clause) and not ASKS.search(clause):
            yield Statement(clause, is_order=is_order)


def _name_or_quote(found: re.Match[str]) -> str:
    """A name in quotes is a name: “call me “Sam””."""
    before = found.string[: found.start()].rstrip().casefold()
    is_name = before.endswith(("call me", "called", "named", "name is", "known as"))
    return found[1] if is_name else found[0]


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Each sentence, and whether it asks."""
    start = 0
    for found in SENTENCE.finditer(text):
        yield text[start : found.start()].strip(), "?" in found[0]
        start = found.end()
    yield text[start:].strip(), False


def _without_leads(sentence: str) -> tuple[str, bool]:
    said, is_order = sentence, False
    while True:
        if found := ORDERS_TO_KEEP.match(said):
            said, is_order = said[found.end() :], True
        elif found := LEADS.match(said):
            said = said[found.end() :]
        else:
            break
    return said.strip(" ,.:"), is_order


def _clauses(sentence: str) -> Iterator[str]:
    """The parts of a sentence that stand by themselves, each with its subject."""
    for part in JOINT.split(sentence):
        if found := SAME_SUBJECT.match(part.strip()):
            subject = found["subject"]
            yield f"{subject} {found['first']}"
            yield f"{_name_of(subject)} {found['rest']}"
        elif part.strip():
            yield part.strip()


def _name_of(subject: str) -> str:
    """“My sister Ana” is Ana from then on."""
    words = subject.split()
    return words[-1] if words[0].lower() in ("my", "our") else subject


TURNS = (
    (r"\bI'm\b|\bI am\b", "you are"), (r"\bI was\b", "you were"), (r"\bI've\b", "you have"),
    (r"\bI'll\b", "you will"), (r"\bI\b|\bme\b", "you"), (r"\bmyself\b", "yourself"),
    (r"\bmy\b|\bour\b", "your"), (r"\bmine\b|\bours\b", "yours"), (r"\bus\b|\bwe\b", "you"),
    (r"\bwe're\b", "you are"), (r"\bam\b", "are"),
)  # fmt: skip


def turned(clause: str) -> str:
    """What the owner says, said to them: “My sister is Ana” is “Your sister is Ana.”"""
    said = clause.strip(" .!,")
    said = re.sub(r"\b(me|us)\b(?= (?:to|in|at|on|by|for)\b)", "you", said)
    for pattern, instead in TURNS:
        said = re.sub(pattern, instead, said, flags=re.IGNORECASE)
    return f"{said[:1].upper()}{said[1:]}."
