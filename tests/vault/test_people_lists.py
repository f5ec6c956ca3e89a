"""Who is known, how much, and how they hang together; and vaults from before find it quickly."""

from pathlib import Path

from tests.vault.conftest import KEY, NOW
from vault import entities, memories, migrate
from vault.connection import WriteConn, open_writer
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.migrations import MIGRATIONS, m0008_memories

OWNER = Source(Origin.OWNER)


def say(conn: WriteConn, text: str, *about: int, state: State = State.KEPT) -> int:
    new = NewMemory(Tier.SEMANTIC, Fact(text), OWNER, NOW, about=about, state=state)
    return memories.remember(conn, new, NOW)


def test_the_busiest_are_those_of_whom_most_counts(conn: WriteConn) -> None:
    you = entities.know(conn, "owner", "you")
    ana, ben, eve = (entities.know(conn, "person", name) for name in ("Ana", "Ben", "Eve"))
    both = say(conn, "Ana knows Ben.", ana, ben)
    say(conn, "Ben likes tea.", ben)
    say(conn, "Eve left.", eve, state=State.ENDED)
    friend = say(conn, "Your friend is Ana.", ana)
    entities.relate_as(conn, friend, (you, ana), "friend", NOW)
    busiest = [(one.name, count) for one, count in entities.busiest(conn, 9)]
    assert busiest == [("you", 0), ("Ana", 2), ("Ben", 2)]
    assert [one.name for one, _count in entities.busiest(conn, 2)] == ["you", "Ana"]
    assert entities.ties(conn, [you, ana, ben]) == [(you, "friend", ana), (ana, "", ben)]
    assert [one.name for one, _count in entities.neighbours(conn, ana, 9)] == ["you"]
    assert [one.name for one in entities.mentioned(conn, both)] == ["Ana", "Ben"]
    memories.end(conn, friend, NOW)
    assert entities.ties(conn, [you, ana, ben]) == [(ana, "", ben)]
    assert entities.neighbours(conn, ana, 9) == []


def test_names_are_found_by_their_beginning_or_a_part_of_them(conn: WriteConn) -> None:
    entities.know(conn, "owner", "you")
    for name in ("José Prado", "Joana", "Ana José"):
        say(conn, f"{name} lives.", entities.know(conn, "person", name))
    found = [one.name for one, _count in entities.starting(conn, "jos", 9)]
    assert found == ["José Prado", "Ana José"]
    assert [one.name for one, _count in entities.starting(conn, "PRAD", 9)] == ["José Prado"]
    assert entities.starting(conn, "you", 9) == []


def test_a_relation_is_read_by_its_item(conn: WriteConn) -> None:
    ana, faro = entities.know(conn, "person", "Ana"), entities.know(conn, "place", "Faro")
    number = say(conn, "Ana lives in Faro.", ana, faro)
    item = entities.relate_as(conn, number, (ana, faro), "lives in", NOW)
    found = entities.relation(conn, item)
    assert found is not None
    assert (found.subject.name, found.predicate, found.object.name) == ("Ana", "lives in", "Faro")
    assert entities.relation(conn, number) is None


def test_a_vault_from_before_gets_the_quick_ways(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(m0008_memories)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, before)
        number = say(conn, "Ana likes tea.")
        migrate.migrate(conn, lambda: tmp_path)
        plan = "EXPLAIN QUERY PLAN SELECT item FROM memory WHERE replaced_by = ?"
        assert "memory_replaced" in str(conn.rows(plan, (number,)))
        assert memories.get(conn, number).fact.text == "Ana likes tea."
