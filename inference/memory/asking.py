"""What rules do not see: the model is asked, of one plain statement, whether it is worth keeping.

Its answer is one of a few words. What it finds is a guess: it waits for the owner, and the text of
it is the owner's own, never the model's. Questions, suppositions, jokes, requests and what others
say never get here: `statements` has left them out.
"""

import re
from datetime import datetime

from inference.engines.local import whole
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.memory import rules, words
from inference.memory.proposals import GUESS, OWNER, Proposal
from inference.memory.statements import Statement, statements, turned
from inference.types import ChatRequest, Form, Message
from vault.memories import Fact, Tier

FACT, HABIT, PASSING, NOTHING = "fact", "habit", "passing", "nothing"
TIERS = {FACT: Tier.SEMANTIC, HABIT: Tier.PREFERENCE}
FEWEST_WORDS = 3
MOST_QUESTIONS = 3
"in one message; somebody who pastes a page is not asked about each line of it"
OF_THEIRS = re.compile(
    r"\b(?:i|i'm|i've|me|my|mine|we|we're|we've|us|our|ours)\b|^the\b|^[A-ZÀ-Þ][\w-]+'s\b",
    re.IGNORECASE,
)
"a statement about the owner or theirs; what is true of the world alone is no memory"
SYSTEM = """Somebody says something to an assistant. Decide whether it should be remembered for \
months.
fact: lasting facts about their life, family, friends, work, home, health, things, plans
habit: what they usually do, like, want or do not want
passing: moods, what happens right now, today's weather, small troubles
nothing: greetings, thanks, general knowledge, opinions about a text, chatter"""
SHOWN = (
    ("Our flat is on the third floor.", FACT),
    ("I'm so hungry right now.", PASSING),
    ("I like to read before going to sleep.", HABIT),
    ("The moon is far away.", NOTHING),
    ("My cousin married a man from Chile.", FACT),
    ("My bus is late.", PASSING),
    ("Good to hear.", NOTHING),
    ("The heating was repaired in May.", FACT),
    ("I don't want calls on Sundays.", HABIT),
    ("I have to leave now.", PASSING),
    ("That was a good answer.", NOTHING),
    ("Our rubbish goes out on Mondays.", FACT),
)


def propose(
    chat: ChatEngine, message: str, now: datetime, stopped: Stopped = never
) -> tuple[Proposal, ...]:
    """Guesses about the statements of a message that no rule knows."""
    unknown = [
        one for one in statements(message)
        if len(one.text.split()) >= FEWEST_WORDS
        and OF_THEIRS.search(one.text)
        and not words.PASSING.search(one.text)
        and not list(rules.of_statement(one, "", now))
    ]  # fmt: skip
    found = []
    for one in unknown[:MOST_QUESTIONS]:
        kind = ask(chat, one, stopped)
        if kind in TIERS:
            fact = Fact(turned(one.text), OWNER, "note", one.text)
            private = words.sensitivity(fact)
            found.append(Proposal(fact, TIERS[kind], private, confidence=GUESS))
    return tuple(found)


def ask(chat: ChatEngine, statement: Statement, stopped: Stopped = never) -> str:
    """Which of the four kinds a statement is."""
    shown = [
        message for said, kind in SHOWN
        for message in (Message("user", said), Message("assistant", kind))
    ]  # fmt: skip
    fixed = (Message("system", SYSTEM), *shown)
    request = ChatRequest(
        messages=(*fixed, Message("user", f"{statement.text}.")),
        fixed=len(fixed),
        max_tokens=4,
        form=Form(choices=(FACT, HABIT, PASSING, NOTHING)),
    )
    return whole(chat.stream(request, stopped=stopped)).text
