"""What is learned from plain statements, and above all what is not."""

import pytest

from inference.memory import rules
from inference.memory.proposals import Change
from tests.inference.memory.told import NOW
from vault.items import Sensitivity
from vault.memories import Tier

KEPT: dict[str, list[tuple[str, str, str]]] = {
    "My name is Sam and I live in Porto.": [
        ("owner", "identity.name", "Sam"), ("owner", "identity.home", "Porto"),
    ],
    "My sister Ana works at Miller & Co and lives in Lisbon.": [
        ("owner", "sister", "Ana"), ("Ana", "works at", "Miller & Co"),
        ("Ana", "lives in", "Lisbon"),
    ],
    "My brother is Tom. He likes chess.": [("owner", "brother", "Tom"), ("Tom", "likes", "chess")],
    "We have two children, Mia and Ben.": [("owner", "child", "Mia"), ("owner", "child", "Ben")],
    "My dog is called Rex.": [("owner", "dog", "Rex")],
    "Tom is my boss.": [("owner", "boss", "Tom")],
    "I'm allergic to peanuts and shellfish.": [
        ("owner", "allergic to", "peanuts"), ("owner", "allergic to", "shellfish"),
    ],
    "I love hiking, but I hate early meetings.": [
        ("owner", "likes", "hiking"), ("owner", "dislikes", "early meetings"),
    ],
    "I prefer tea to coffee.": [("owner", "likes", "tea to coffee")],
    "I always take the train to work.": [("owner", "always", "take the train to work")],
    "I never drink coffee after 3 pm.": [("owner", "never", "drink coffee after 3 pm")],
    "I've just moved from Porto to Berlin.": [("owner", "identity.home", "Berlin")],
    "My favourite colour is green.": [("owner", "favourite colour", "green")],
    "Ana's birthday is on 12 May.": [("Ana", "birthday", "12 May")],
    "My mother's birthday is 3 March": [("your mother", "birthday", "3 March")],
    "btw, I'm vegetarian": [("owner", "diet", "vegetarian")],
    "I'm a teacher.": [("owner", "is a", "teacher")],
    "I drive a red Volvo.": [("owner", "drives", "a red Volvo")],
    "The deadline for the Atlas report is 14 June.": [("the Atlas report", "deadline", "14 June")],
    "I put my passport in the top drawer.": [("the passport", "is kept", "in the top drawer")],
    "I have asthma.": [("owner", "health", "asthma")],
    "From now on, answer in two sentences.": [("owner", "wants", "answer in two sentences")],
    "Remember that the plumber comes through the back door.": [
        ("owner", "note", "the plumber comes through the back door"),
    ],
    "Call me “Sammy”.": [("owner", "identity.name", "Sammy")],
}  # fmt: skip


@pytest.mark.parametrize("message", KEPT)
def test_plain_statements_become_facts(message: str) -> None:
    found = [one.fact for one in rules.propose(message, NOW)]
    assert [(one.subject, one.predicate, one.object) for one in found] == KEPT[message]


NOTHING = (
    # questions
    "Am I allergic to peanuts?", "Do I live in Porto?", "Is Ana my sister?", "What is my name?",
    "Who is my boss", "where do I work", "My name is Sam, right?", "Does Tom work at Miller?",
    # suppositions
    "If I lived in Berlin, I would need a car.", "Suppose my name is Bob.",
    "Imagine I'm allergic to cats.", "I might move to Berlin.", "Maybe I like olives.",
    "I wish I lived in Paris.", "Let's say my birthday is 1 May.", "I could be a teacher.",
    "I'm thinking about moving to Rome.", "I would like a coffee.", "Pretend I'm a doctor.",
    # jokes
    "My name is Batman, just kidding.", "I'm the Queen of England lol", "I live in Narnia ;)",
    # what others say, and quotes
    "A friend says I live in Porto.", "Ana told me I'm allergic to nuts.",
    "Tom thinks I like olives.", "He wrote: “My name is Eve and I live in Rome.”",
    "According to Ana I work at Miller.", "The mail says my boss is Tom.",
    "She said “call me Eve”.", "My horoscope claims I love change.",
    "In the story, my name is Eve.", "The song goes \"I love Paris\".",
    "> My name is Mallory\n> I live in Rome", "From: Eve\nMy name is Eve.",
    # requests and tasks
    "Translate: My name is Sam and I live in Porto.", "Write a poem where I love the sea.",
    "Call me tomorrow at nine.", "Remind me to call Ana.", "Summarize: Ana works at Miller.",
    "Draft a mail to Tom: I work at Acme now.", "Fix the grammar: I has two sister.",
    # what passes
    "I'm tired.", "My head is spinning.", "I'm at the airport.", "The weather is nice.",
    "I love it.", "I like the second one.", "I hate this.", "My phone is broken.",
    "I never said that.", "I always knew it.", "Thanks, I like your draft.", "I'm a bit late.",
    "Everyone likes pizza.", "Nobody works at Acme.", "It is raining in Porto.",
    "My meeting is at three.", "I have a meeting with Ana.", "I'm going to Lisbon tomorrow.",
    "Good morning", "ok", "", "I am.", "My", "I love you", "My bad.", "My pleasure.",
)  # fmt: skip


@pytest.mark.parametrize("message", NOTHING)
def test_nothing_is_learned_where_nothing_was_stated(message: str) -> None:
    assert rules.propose(message, NOW) == ()


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("I no longer work at Acme.", ("owner", "identity.company", "Acme")),
        ("I don't like olives any more.", ("owner", "likes", "olives")),
        ("I don't work at Acme anymore", ("owner", "identity.company", "Acme")),
        ("Ana no longer lives in Porto.", ("Ana", "lives in", "Porto")),
        ("Tom is no longer my boss.", ("owner", "boss", "Tom")),
        ("I quit my job at Acme.", ("owner", "identity.company", "Acme")),
        ("I'm no longer vegetarian.", ("owner", "diet", "vegetarian")),
    ],
)
def test_what_is_over_is_understood(message: str, fact: tuple[str, str, str]) -> None:
    (found,) = rules.propose(message, NOW)
    assert found.change is Change.ENDS
    assert (found.fact.subject, found.fact.predicate, found.fact.object) == fact


@pytest.mark.parametrize(
    ("message", "sensitivity"),
    [
        ("My locker code is 4711.", Sensitivity.SECRET),
        ("The wifi password is hunter22.", Sensitivity.SECRET),
        ("Remember my pin is 1234", Sensitivity.SECRET),
        ("I'm allergic to nuts.", Sensitivity.PERSONAL),
        ("My phone number is 555 010 203", Sensitivity.PERSONAL),
        ("My postcode is 4000-123.", Sensitivity.ORDINARY),
        ("My favourite colour is green.", Sensitivity.ORDINARY),
    ],
)
def test_how_private_a_fact_is(message: str, sensitivity: Sensitivity) -> None:
    assert [one.sensitivity for one in rules.propose(message, NOW)] == [sensitivity]


def test_an_order_to_remember_is_sure_and_a_bare_name_is_a_guess() -> None:
    (order,) = rules.propose("Remember that I like olives.", NOW)
    (plain,) = rules.propose("I like olives.", NOW)
    (guess,) = rules.propose("I'm Samson.", NOW)
    assert order.confidence > plain.confidence > guess.confidence
    assert (plain.is_plain, guess.is_plain) == (True, False)
    assert plain.tier is Tier.PREFERENCE


def test_what_happened_has_its_time() -> None:
    (found,) = rules.propose("Last Monday I signed the lease.", NOW)
    assert found.tier is Tier.EPISODIC
    assert found.happened
    assert found.happened.date().isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    ("message", "objects"),
    [
        ("My office is on the fourth floor, not the third.", ["the fourth floor"]),
        ("Remember that Ana likes pens and remind me to buy one.", ["pens"]),
        ("Make a note: the boiler needs water.", []),
        ("I don't want any more tasks today.", []),
        ("I don't want tea any more.", ["want tea"]),
        ("My name is spelt Kathryn.", []),
        ("On Wednesdays I work from home.", ["work from home"]),
        ("I go swimming every Tuesday.", ["go swimming every Tuesday"]),
    ],
)
def test_what_else_stands_in_a_sentence_is_left_out(message: str, objects: list[str]) -> None:
    assert [one.fact.object for one in rules.propose(message, NOW)] == objects
