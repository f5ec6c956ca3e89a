"""The list of conversations: folders, archive, finding by typed words, deleting with a way back."""

from datetime import timedelta
from pathlib import Path

from tests.vault.conftest import KEY, NOW
from vault import conversations, forget, items, migrate, search, typed
from vault.connection import WriteConn, open_writer
from vault.conversations import Said, Shelf, Speaker
from vault.items import Kind, NewItem, Origin, Passage, Source
from vault.migrations import MIGRATIONS, m0006_conversations
from vault.search import Query


def talk(conn: WriteConn, title: str, said: str = "", hours: int = 0) -> int:
    now = NOW + timedelta(hours=hours)
    number = conversations.begin(conn, title, now)
    if said:
        conversations.say(conn, number, Said(Speaker.OWNER, said), now)
    return number


def titles(conn: WriteConn, text: str) -> list[str]:
    return [one.conversation.title for one in conversations.find(conn, text)]


def test_a_vault_from_before_keeps_its_conversations(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(m0006_conversations)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, before)
        with conn.transaction():
            new = NewItem(Kind.CONVERSATION, Source(Origin.OWNER), NOW)
            number = items.add(conn, new, NOW, [Passage("Dentist")])
            conn.run("INSERT INTO conversation(item, title) VALUES (?, 'Dentist')", (number,))
        migrate.migrate(conn, lambda: tmp_path)
        (one,) = conversations.recent(conn)
        assert (one.id, one.title, one.folder) == (number, "Dentist", "")
        assert conversations.hidden(conn, NOW) == []


def test_folders_are_there_as_long_as_something_is_in_them(conn: WriteConn) -> None:
    rome, bike = talk(conn, "Rome"), talk(conn, "Bike")
    conversations.put_into(conn, "travel", [rome])
    conversations.put_into(conn, "Repairs", [bike])
    assert conversations.folders(conn) == ["Repairs", "travel"]
    shelf = Shelf(folder="travel")
    assert [one.id for one in conversations.recent(conn, shelf=shelf)] == [rome]
    conversations.rename_folder(conn, "travel", "Journeys")
    assert conversations.get(conn, rome).folder == "Journeys"
    conversations.put_into(conn, "", [rome, bike])
    assert conversations.folders(conn) == []
    assert len(conversations.recent(conn)) == 2


def test_pages_follow_each_other_without_a_gap(conn: WriteConn) -> None:
    made = [talk(conn, f"Talk {number}") for number in range(7)]  # all at the same moment
    pages = [conversations.recent(conn, 3, skip) for skip in (0, 3, 6)]
    assert [one.id for page in pages for one in page] == made[::-1]


def test_what_is_archived_lies_on_a_shelf_of_its_own(conn: WriteConn) -> None:
    rome, bike = talk(conn, "Rome"), talk(conn, "Bike")
    conversations.archive(conn, [rome], is_archived=True)
    assert [one.id for one in conversations.recent(conn)] == [bike]
    archived = conversations.recent(conn, shelf=Shelf(is_archived=True))
    assert [one.id for one in archived] == [rome]


def test_typed_words_find_titles_first_and_then_what_was_said(conn: WriteConn) -> None:
    talk(conn, "Old plans", "We go to Rome by train", hours=1)
    talk(conn, "Rome in May", hours=2)
    archived = talk(conn, "Chrome or Firefox", hours=3)
    conversations.archive(conn, [archived], is_archived=True)
    assert titles(conn, "rom") == ["Chrome or Firefox", "Rome in May", "Old plans"]
    assert titles(conn, "rome tra") == ["Old plans"]
    assert titles(conn, "train rome") == ["Old plans"]
    assert titles(conn, "100%") == titles(conn, "  ") == titles(conn, '"') == []
    assert [one.passage for one in conversations.find(conn, "trains")] == ["We go to Rome by train"]


def test_a_deleted_conversation_is_found_nowhere_and_can_be_brought_back(conn: WriteConn) -> None:
    rome = talk(conn, "Rome", "Trevi fountain")
    talk(conn, "Bike")
    conversations.hide(conn, [rome], NOW)
    assert [one.title for one in conversations.recent(conn)] == ["Bike"]
    assert titles(conn, "rome") == titles(conn, "trevi") == []
    assert search.search(conn, Query("trevi"), NOW) == []
    assert typed.passages(conn, "trevi", (Kind.MESSAGE,)) == []
    assert conversations.hidden(conn, NOW - timedelta(seconds=1)) == []
    assert conversations.hidden(conn, NOW) == [rome]
    assert conversations.bring_back(conn, [rome]) == [rome]
    assert titles(conn, "trevi") == ["Rome"]
    forget.forget(conn, [rome], NOW)
    assert conversations.bring_back(conn, [rome]) == []
