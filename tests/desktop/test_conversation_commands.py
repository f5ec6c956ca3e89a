"""Conversations by command: listed, found, put in order, taken along, deleted."""

import json
from pathlib import Path

from tests.desktop.commanding import Tacit, tacit
from tests.vault.conftest import NOW
from vault import conversations
from vault.conversations import Said, Speaker

__all__ = ["tacit"]


def begun(tacit: Tacit, title: str, said: str) -> int:
    vault = tacit.unlocked()
    with vault.writer() as conn:
        number = conversations.begin(conn, title, NOW)
        conversations.say(conn, number, Said(Speaker.OWNER, said), NOW)
    vault.close()
    return number


def titles(tacit: Tacit, *words: str) -> list[str]:
    return [row["title"] for row in tacit("conversations", *words).rows]


def test_they_are_listed_found_and_put_in_order(tacit: Tacit) -> None:
    assert "no conversation" in tacit.piped("conversations").out
    rome = str(begun(tacit, "Rome", "The hotel is booked"))
    bike = str(begun(tacit, "Bike", "New tyres"))
    assert titles(tacit) == ["Bike", "Rome"]
    assert titles(tacit, "find", "hot") == ["Rome"]
    assert "hotel is booked" in tacit.piped("conversations", "find", "hotel").out
    assert tacit("conversations", "pin", rome).row["is_pinned"]
    assert titles(tacit) == ["Rome", "Bike"]
    tacit("conversations", "archive", bike)
    assert (titles(tacit), titles(tacit, "list", "--archived")) == (["Rome"], ["Bike"])
    tacit("conversations", "unarchive", bike)
    assert tacit("conversations", "move", bike, "My", "things").row["folder"] == "My things"
    assert titles(tacit, "--folder", "My things") == ["Bike"]
    assert tacit("conversations", "rename", bike, "The", "bike").row["title"] == "The bike"
    assert tacit("conversations", "pin", "999").code == 1


def test_one_is_taken_along_only_after_a_yes(tacit: Tacit, tmp_path: Path) -> None:
    number = str(begun(tacit, "Rome", "The hotel is booked"))
    path = tmp_path / "rome.json"
    asked = tacit.piped("conversations", "export", str(path), number)
    assert asked.code == 2
    assert not path.exists()
    assert tacit("conversations", "export", str(path), number, "--yes").code == 0
    assert json.loads(path.read_text())[0]["messages"][0]["text"] == "The hotel is booked"
    assert path.stat().st_mode & 0o777 == 0o600
    assert tacit("conversations", "export", str(tmp_path / "x.pdf"), number, "--yes").code == 2


def test_deleting_says_what_goes_and_asks(tacit: Tacit) -> None:
    number = str(begun(tacit, "Rome", "The hotel is booked"))
    asked = tacit.piped("conversations", "delete", number)
    assert asked.code == 2
    assert "conversation (1), message (1)" in asked.out
    assert titles(tacit) == ["Rome"]
    assert tacit("conversations", "delete", number, "--yes").code == 0
    assert titles(tacit) == []
    assert tacit("search", "hotel").rows == []
