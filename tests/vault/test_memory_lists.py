"""Memories as a list: each part, each order, found by the words that they begin with."""

from datetime import timedelta

import pytest

from tests.vault.conftest import NOW
from vault import conversations, entities, items, memories, memory_lists
from vault.connection import WriteConn
from vault.conversations import Said, Speaker
from vault.items import Origin, Sensitivity, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.memory_lists import Order, View, Which

OWNER, FILE = Source(Origin.OWNER), Source(Origin.FILE, "/x/letter.pdf")


@pytest.fixture
def some(conn: WriteConn) -> dict[str, int]:
    talk = conversations.begin(conn, "Talk", NOW)
    said = conversations.say(conn, talk, Said(Speaker.OWNER, "I like tea"), NOW)
    ana = entities.know(conn, "person", "Ana")
    day = timedelta(days=1)

    def add(text: str, *, subject: str = "owner", age: int = 0, **more: object) -> int:
        source = more.pop("source", OWNER)
        new = NewMemory(Tier.SEMANTIC, Fact(text, subject), source, NOW - age * day, **more)  # type: ignore[arg-type]
        return memories.remember(conn, new, NOW)

    return {
        "tea": add("You like tea.", derived_from=(said,), age=3),
        "ana": add("Ana lives in Bergen.", subject="Ana", about=(ana,), age=2),
        "rent": add("Your rent is due on the 5th.", source=FILE, confidence=0.4, age=1),
        "code": add("Your code is 4417.", sensitivity=Sensitivity.SECRET, age=9),
        "soon": add("You wait for a call.", expires=NOW + day, age=4),
        "over": add("You waited for a call.", expires=NOW - day, age=8),
        "guess": add("You may like rice.", state=State.PROPOSED, age=5),
        "old": add("You lived in Bergen.", state=State.ENDED, age=7),
    }


def named(conn: WriteConn, some: dict[str, int], view: View) -> list[str]:
    names = {number: name for name, number in some.items()}
    return [names[one] for one in memory_lists.numbers(conn, view, NOW)]


@pytest.mark.parametrize(
    ("which", "wanted"),
    [
        (Which.KNOWN, ["rent", "ana", "tea", "soon", "code"]),
        (Which.SAID, ["tea"]),
        (Which.WRITTEN, ["ana", "soon", "code"]),
        (Which.OUTSIDE, ["rent"]),
        (Which.PRIVATE, ["code"]),
        (Which.EXPIRING, ["soon"]),
        (Which.PROPOSED, ["guess"]),
        (Which.ENDED, ["old"]),
    ],
)
def test_each_part(conn: WriteConn, some: dict[str, int], which: Which, wanted: list[str]) -> None:
    assert named(conn, some, View(which)) == wanted


def test_words_are_found_by_their_beginning(conn: WriteConn, some: dict[str, int]) -> None:
    assert named(conn, some, View(words="ber")) == ["ana"]
    assert named(conn, some, View(words="lives ber")) == ["ana"]
    assert named(conn, some, View(words="lives rice")) == []
    memories.end(conn, some["ana"], NOW)
    assert named(conn, some, View(Which.ENDED, "BERG")) == ["ana", "old"]
    assert named(conn, some, View(words="“”")) == []


def test_each_order_goes_both_ways(conn: WriteConn, some: dict[str, int]) -> None:
    items.mark_used(conn, [some["code"]], NOW)
    for order in Order:
        down = named(conn, some, View(order=order))
        assert named(conn, some, View(order=order, is_down=False)) == down[::-1]
    assert named(conn, some, View(order=Order.SURE))[-1] == "rent"
    assert named(conn, some, View(order=Order.USED))[0] == "code"
    assert named(conn, some, View(order=Order.TEXT, is_down=False))[0] == "ana"


def test_lines_say_all_that_a_list_shows(conn: WriteConn, some: dict[str, int]) -> None:
    tea, rent = memory_lists.lines(conn, [some["tea"], 999, some["rent"]])
    assert (tea.text, tea.is_said, tea.used) == ("You like tea.", True, None)
    assert (rent.source, rent.confidence, rent.is_said) == (FILE, 0.4, False)


def test_about_somebody_and_by_day(conn: WriteConn, some: dict[str, int]) -> None:
    ana = entities.find(conn, "Ana")[0].id
    assert named(conn, some, View(about=ana)) == ["ana"]
    day = timedelta(days=1)
    found = memory_lists.between(conn, NOW - 5 * day, NOW - 2 * day)
    assert found == sorted(some[name] for name in ("tea", "soon", "guess"))
    assert memory_lists.count(conn, State.PROPOSED) == 1
    assert len(memory_lists.every(conn)) == len(some)


def test_by_subject_and_tier(conn: WriteConn, some: dict[str, int]) -> None:
    assert named(conn, some, View(other_than="owner")) == ["ana"]
    assert "ana" not in named(conn, some, View(subject="owner"))
    assert named(conn, some, View(tiers=(Tier.EPISODIC, Tier.WORKING))) == []
    assert len(named(conn, some, View(tiers=(Tier.SEMANTIC,)))) == 5
