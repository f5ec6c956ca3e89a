"""The model is asked about what rules leave; its guesses wait for the owner."""

from inference.memory import asking, consolidating, keeping
from inference.memory.keeping import Heard, Outcome
from inference.tools.base import Desk
from tests.inference.memory.told import NOW
from tests.scripted import ScriptedChat
from vault import memories
from vault.memories import State, Tier


def test_the_model_is_asked_only_about_what_rules_leave(desk: Desk) -> None:
    chat = ScriptedChat(["fact", "habit"])
    message = (
        "My name is Sam. Our bins go out on Thursdays. I go swimming before work. Do I like tea? "
        "A friend says I snore. Water is wet. My bus is late now."
    )
    found = asking.propose(chat, message, NOW)
    assert [request.messages[-1].text for request in chat.requests] == [
        "Our bins go out on Thursdays.", "I go swimming before work.",
    ]  # fmt: skip
    assert [(one.fact.text, one.tier) for one in found] == [
        ("Your bins go out on Thursdays.", Tier.SEMANTIC),
        ("You go swimming before work.", Tier.PREFERENCE),
    ]
    kept = keeping.keep(desk.conn, found, Heard(), NOW)
    assert [one.outcome for one in kept] == [Outcome.PROPOSED] * 2
    assert memories.known(desk.conn, NOW) == []
    assert [one.state for one in consolidating.review(desk.conn)] == [State.PROPOSED] * 2


def test_the_answer_is_forced_and_the_beginning_never_changes() -> None:
    chat = ScriptedChat(["passing", "nothing"])
    assert asking.propose(chat, "I saw an umbrella in town.", NOW) == ()
    assert asking.propose(chat, "We ate much at lunch.", NOW) == ()
    one, other = chat.requests
    assert one.form is not None
    assert one.form.choices == ("fact", "habit", "passing", "nothing")
    assert one.messages[: one.fixed] == other.messages[: other.fixed]
    assert one.fixed == len(one.messages) - 1


def test_a_pasted_page_is_not_asked_about_line_by_line() -> None:
    chat = ScriptedChat(["fact"] * asking.MOST_QUESTIONS)
    page = "\n".join(f"Our rule number {number} stands firm" for number in range(40))
    assert len(asking.propose(chat, page, NOW)) == asking.MOST_QUESTIONS


def test_guesses_are_not_kept_in_private(desk: Desk) -> None:
    found = asking.propose(ScriptedChat(["fact"]), "Our bins go out on Thursdays.", NOW)
    kept = keeping.keep(desk.conn, found, Heard(is_private=True), NOW)
    assert [one.outcome for one in kept] == [Outcome.IGNORED]
    assert memories.proposed(desk.conn) == []
