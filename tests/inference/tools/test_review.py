"""The owner's own hand on memories, through the gate: answers, taking them back, forgetting all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference import person
from inference.guard import AGENT, OWNER, Done, Guard
from inference.memory import keeping
from inference.memory.keeping import Heard
from inference.memory.proposals import GUESS, Proposal
from inference.tools.base import Argument, Call, Desk, by_owner
from inference.tools.catalog import BY_NAME, EXACT, OFFERED
from inference.tools.errors import ApprovalNeeded, NothingLikeThat, UndoGone
from tests.inference.memory.told import NOW, desk_over
from tests.vault.conftest import fresh
from vault import audit, entities, memories, memory_lists, notes, profile, recovery
from vault.memories import Fact, State

GUARD = Guard(BY_NAME, EXACT)
BY_HAND = ("answer_memories", "edit_memory", "take_out_of_profile", "rewrite_note",
           "forget_everything")  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "gate.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        yield desk_over(conn)


def do(desk: Desk, tool: str, **arguments: Argument) -> Done:
    return GUARD.carry_out(desk, by_owner(tool, **arguments), asker=OWNER)


def guess(desk: Desk, fact: Fact, *names: tuple[str, str]) -> str:
    found = Proposal(fact, confidence=GUESS, names=names)
    return str(keeping.keep(desk.conn, [found], Heard(), NOW)[0].memory)


def states(desk: Desk, *numbers: str) -> list[State]:
    return [memories.get(desk.conn, int(one)).state for one in numbers]


def test_answers_are_kept_and_taken_back_with_all_that_they_did(desk: Desk) -> None:
    do(desk, "set_profile", key="work.hours", value="9 to 17")
    ana = guess(desk, Fact("Ana lives in Faro.", "Ana", "lives in", "Faro"),
                ("person", "Ana"), ("place", "Faro"))  # fmt: skip
    hours = guess(desk, Fact("You work from 10 to 18.", "owner", "work.hours", "10 to 18"))
    tea = guess(desk, Fact("You like tea.", "owner", "likes", "tea"))
    done = do(desk, "answer_memories", keep=[ana, hours], drop=[tea])
    assert states(desk, ana, hours, tea) == [State.KEPT, State.KEPT, State.ENDED]
    assert profile.get(desk.conn, "work.hours") == "10:00-18:00"
    assert entities.relations(desk.conn, entities.find(desk.conn, "Ana")[0].id)
    assert done.result.says == "2 kept, 1 dropped."
    assert done.change is not None
    GUARD.undo(desk, done.change)
    assert states(desk, ana, hours, tea) == [State.PROPOSED] * 3
    assert memories.get(desk.conn, int(ana)).confidence == GUESS
    assert profile.get(desk.conn, "work.hours") == "09:00-17:00"
    assert not entities.relations(desk.conn, entities.find(desk.conn, "Ana")[0].id)
    with pytest.raises(UndoGone):
        GUARD.undo(desk, done.change)


def test_what_does_not_wait_is_not_answered(desk: Desk) -> None:
    kept = do(desk, "remember", text="Ana likes tea").result.items[0]
    for number in (str(kept), "99", "tea"):
        with pytest.raises(NothingLikeThat):
            do(desk, "answer_memories", keep=[number])
        with pytest.raises(NothingLikeThat):
            do(desk, "edit_memory", memory=number, text="Ana likes cocoa")


def test_a_guess_is_kept_in_other_words(desk: Desk) -> None:
    tea = guess(desk, Fact("You like tea.", "owner", "likes", "tea"))
    done = do(desk, "edit_memory", memory=tea, text="I like green tea")
    assert [one.fact.text for one in memories.known(desk.conn, NOW)] == ["You like green tea."]
    assert done.change is not None
    GUARD.undo(desk, done.change)
    assert states(desk, tea) == [State.PROPOSED]
    assert not memories.known(desk.conn, NOW)


def test_one_goal_is_taken_out_of_the_profile_and_back(desk: Desk) -> None:
    for goal in ("learn Welsh", "run a mile"):
        do(desk, "set_profile", key="goals.short_term", value=goal)
    done = do(desk, "take_out_of_profile", key="goals.short_term", value="learn Welsh")
    assert person.get(desk.conn, "goals.short_term") == ["run a mile"]
    known = [one.fact.object for one in memories.known(desk.conn, NOW)]
    assert "run a mile" in known
    assert "learn Welsh" not in known
    assert done.change is not None
    GUARD.undo(desk, done.change)
    assert sorted(person.get(desk.conn, "goals.short_term")) == ["learn Welsh", "run a mile"]
    with pytest.raises(NothingLikeThat):
        do(desk, "take_out_of_profile", key="goals.short_term", value="fly")


def test_a_note_is_rewritten_and_back(desk: Desk) -> None:
    number = notes.add(desk.conn, ("Bread", "flour"), keeping.OWNERS, NOW)
    done = do(desk, "rewrite_note", note=str(number), title="Rye bread", text="rye")
    assert (notes.get(desk.conn, number).title, notes.get(desk.conn, number).text) == (
        "Rye bread", "rye",
    )  # fmt: skip
    assert done.change is not None
    GUARD.undo(desk, done.change)
    assert notes.get(desk.conn, number).title == "Bread"


def test_a_chosen_note_is_named_before_it_is_forgotten(desk: Desk) -> None:
    number = notes.add(desk.conn, ("Bread", "flour"), keeping.OWNERS, NOW)
    with pytest.raises(ApprovalNeeded) as asked:
        do(desk, "forget", what=f"items {number}: Bread")
    shown = GUARD.show(desk, asked.value.approval)
    assert "- the note “Bread”" in shown.along
    assert GUARD.approve(desk, asked.value.approval).result.says == "Forgotten: one thing."
    assert not notes.every(desk.conn)


def test_everything_is_forgotten_after_a_yes_and_nothing_that_came_later(desk: Desk) -> None:
    do(desk, "set_profile", key="work.hours", value="9 to 17")
    do(desk, "remember", text="Ana lives in Faro")
    tea = guess(desk, Fact("You like tea.", "owner", "likes", "tea"))
    with pytest.raises(ApprovalNeeded) as asked:
        do(desk, "forget_everything", what="all of it")
    shown = GUARD.show(desk, asked.value.approval)
    assert shown.along[0].startswith("- 3 memories")
    later = do(desk, "remember", text="Ben likes rice").result.items[0]
    GUARD.approve(desk, asked.value.approval)
    assert memory_lists.every(desk.conn) == [later]
    assert later > int(tea)
    assert profile.current(desk.conn) == []
    assert entities.find(desk.conn, "Ana") == []


def test_only_the_owner_s_hand_asks_for_these(desk: Desk) -> None:
    assert not set(BY_HAND) & set(OFFERED)
    tea = guess(desk, Fact("You like tea.", "owner", "likes", "tea"))
    with pytest.raises(ApprovalNeeded):
        GUARD.carry_out(desk, Call("answer_memories", {"keep": [tea]}), asker=AGENT)
    with pytest.raises(ApprovalNeeded):
        GUARD.carry_out(desk, Call("answer_memories", {"keep": [tea]}), asker=OWNER)
