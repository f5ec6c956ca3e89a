"""States are found again by exactly the tokens that led to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.engines import states
from inference.engines.lookup import LONGEST, Lookup
from inference.engines.states import MAGIC, State, States, array, unpacked

TOKENS = some.lists(some.integers(0, 3), max_size=12)


def state(tokens: list[int], *, fixed: bool = False, size: int = 10) -> State:
    return State(array(tokens), bytes(size), fixed)


@given(TOKENS, TOKENS)
def test_common_counts_what_both_begin_with(one: list[int], other: list[int]) -> None:
    count = states.common(array(one), array(other))
    assert one[:count] == other[:count]
    assert count == min(len(one), len(other)) or one[count] != other[count]


@given(some.lists(TOKENS, max_size=8), TOKENS, some.booleans())
def test_the_nearest_saves_most_reading(
    kept: list[list[int]], prompt: list[int], can_rewind: bool
) -> None:
    held = States(10_000, can_rewind=can_rewind)
    for tokens in kept:
        held.keep(state(tokens, fixed=True))
    found, saved = held.nearest(array(prompt))
    shared = [min(states.common(array(one), array(prompt)), len(prompt) - 1) for one in kept]
    usable = [
        count for one, count in zip(kept, shared, strict=True) if can_rewind or count == len(one)
    ]
    assert saved == max([0, *usable])
    assert (found is None) == (saved == 0)
    if found is not None:
        assert found.tokens.tolist()[:saved] == prompt[:saved]


def test_fixed_states_stay_longest() -> None:
    held = States(3 * 1020)
    held.keep(state([1, 2, 3, 4, 5], fixed=True, size=1000))
    for number in range(5):
        held.keep(state([9, number, 0, 0, 0], size=1000))
    assert held.size <= 3 * 1020
    assert held.has(array([1, 2, 3, 4, 5]))
    assert held.has(array([9, 4, 0, 0, 0]))
    assert not held.has(array([9, 0, 0, 0, 0]))


def test_the_newest_of_a_conversation_stands_for_those_before_it() -> None:
    """Ten turns of two conversations, each turn's end told apart: one state each is kept."""
    for can_rewind, count in ((True, 2), (False, states.MOST_PASSING)):
        held = States(1 << 20, can_rewind=can_rewind)
        first, second = [1] * 300, [2] * 300
        held.keep(state([*first], fixed=True))
        for turn in range(10):
            first += [3] * 300
            second += [4] * 300
            held.keep(state([*first, *[5 + turn] * states.LITTLE]))
            held.keep(state([*second, *[5 + turn] * states.LITTLE]))
        assert held.has(array([1] * 300))
        assert sum(not one.is_fixed for one in held._kept) == count
        assert not can_rewind or held.nearest(array([*first, 7]))[1] == len(first)


def test_of_many_conversations_the_last_few_are_kept() -> None:
    held = States(1 << 20)
    for number in range(3 * states.MOST_PASSING):
        held.keep(state([number]))
        held.nearest(array([0, 1]))  # who comes back to the first keeps it
    assert sum(held.has(array([number])) for number in range(99)) == states.MOST_PASSING
    assert held.has(array([0]))
    assert not held.has(array([1]))


def test_one_that_ends_much_differently_is_kept_beside_it() -> None:
    held = States(1 << 20, can_rewind=True)
    held.keep(state([1] * 300 + [2] * (states.LITTLE + 1)))
    held.keep(state([1] * 300 + [3] * 300))
    assert held.nearest(array([1] * 300 + [2] * 500))[1] == 300 + states.LITTLE + 1


def test_what_is_larger_than_the_bound_is_not_kept() -> None:
    held = States(100)
    held.keep(state([1], size=1000))
    assert held.size == 0


def test_a_packed_state_comes_back() -> None:
    packed = State(array([5, 6, 7]), b"state", is_fixed=True).packed()
    back = unpacked(packed)
    assert back is not None
    assert (back.tokens.tolist(), back.data) == ([5, 6, 7], b"state")


@pytest.mark.parametrize("raw", [b"", b"x" * 40, MAGIC, MAGIC + b"\xff" * 8, MAGIC + b"\x09" * 8])
def test_what_is_no_state(raw: bytes) -> None:
    assert unpacked(raw) is None


@given(some.lists(some.integers(0, 2), min_size=3, max_size=40))
def test_a_guess_is_what_followed_before(tokens: list[int]) -> None:
    guess = Lookup(tokens).guess()
    assert len(guess) <= LONGEST
    text = ",".join(map(str, tokens))
    if guess:
        assert ",".join(map(str, [*tokens[-3:], *guess])) in text
    else:
        assert tokens[-3:] not in [tokens[at : at + 3] for at in range(len(tokens) - 3)]


def test_a_guess_grows_while_guesses_hold() -> None:
    lookup = Lookup(list(range(20)) * 2 + [0, 1, 2])
    lengths = []
    for kept in (3, 5, 9, 1):
        lengths.append(len(lookup.guess()))
        lookup.note(guessed=True, tokens=kept, seconds=0.001)
    assert [*lengths, len(lookup.guess())] == [2, 4, 8, 8, 2]


def test_guessing_is_given_up_where_it_does_not_pay() -> None:
    lookup = Lookup([1, 2, 3, 1, 2, 3])
    for _ in range(10):
        lookup.note(guessed=False, tokens=1, seconds=0.01)
    for _ in range(2):
        lookup.note(guessed=True, tokens=2, seconds=0.04)
    assert lookup.is_on
    lookup.note(guessed=True, tokens=2, seconds=0.04)
    assert not lookup.is_on
    assert lookup.guess() == []
