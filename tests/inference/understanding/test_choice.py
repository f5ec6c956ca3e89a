"""The examples teach which tool is meant, and that most talk means none."""

import numpy as np

from inference.understanding.choice import Choice, Phrases, phrases
from inference.understanding.examples import Examples, Letters, english
from inference.understanding.frames import ANSWER

TAUGHT = (
    ("create_task", "we are out of milk"),
    ("create_task", "we are out of bread"),
    (ANSWER, "she is out of luck"),
    (ANSWER, "he is out of work"),
    ("tell_time", "is it late in Rome"),
    ("tell_time", "is it late in Oslo"),
)


def taught() -> Choice:
    texts = [says for _, says in TAUGHT]
    return Choice(texts, [tool for tool, _ in TAUGHT], Letters().embed(texts))


def weights(said: str) -> dict[str, float]:
    choice = taught()
    return dict(choice.weigh(choice.likeness(said, Letters().embed([said])[0])))


def test_the_words_around_a_thing_tell_what_is_meant() -> None:
    for said, tool in [("we are out of tea", "create_task"), ("is it late in Lima", "tell_time"),
                       ("she is out of sorts", ANSWER)]:  # fmt: skip
        found = weights(said)
        assert max(found, key=lambda name: found[name]) == tool


def test_the_same_is_learned_each_time() -> None:
    assert weights("we are out of tea") == weights("we are out of tea")


def test_a_sentence_is_as_like_itself_as_can_be() -> None:
    texts = ["Add 2 eggs", "add 3 eggs", "what's up?"]
    found = Phrases(texts).among()
    assert np.allclose(np.diag(found), 1.0, atol=1e-6)
    assert found[0, 1] > 0.99
    assert found[0, 2] < 0.5
    assert np.allclose(Phrases(texts).to("add 2 eggs"), found[0], atol=1e-6)


def test_an_empty_sentence_is_like_nothing_much() -> None:
    assert set(phrases("")) == {"^", "$", "^ $"}


def test_talk_is_told_from_requests_by_the_examples_themselves() -> None:
    """By letters alone, without weights for meaning."""
    known = Examples(english(), Letters())
    assert known.near("The weather was awful yesterday and my train was late").talk > 0
    near = known.near("could you put oat milk on the list for the shops")
    assert near.talk < 0
    assert near.wanted[0][0] == "create_task"


def test_a_tool_that_a_rule_guessed_is_among_the_likeliest() -> None:
    near = Examples(english(), Letters()).near("hello there")
    assert near.with_tool("focus").weight("focus") == near.wanted[0][1]
    assert near.with_tool(None) == near
