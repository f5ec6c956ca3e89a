"""What was fetched from where is written down before it happens."""

from datetime import UTC, datetime
from pathlib import Path

from models import connections
from models.connections import Connection

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def test_what_is_noted_is_known_again(tmp_path: Path) -> None:
    some = [Connection(AT, "huggingface.co", "Qwen “2.5”"), Connection(AT, "other", "Stimme Ö")]
    for one in some:
        connections.note(tmp_path / "weights", one)
    assert connections.known(tmp_path / "weights") == some
    assert (tmp_path / "weights" / connections.LIST).stat().st_mode & 0o077 == 0


def test_nothing_was_ever_made() -> None:
    assert connections.known(Path("/nowhere")) == []


def test_a_broken_line_hides_no_other(tmp_path: Path) -> None:
    connections.note(tmp_path, Connection(AT, "one", "a"))
    with (tmp_path / connections.LIST).open("ab") as file:
        file.write(b"{not json\n[1]\n\xff\n{}\n")
    connections.note(tmp_path, Connection(AT, "two", "b"))
    assert [one.host for one in connections.known(tmp_path)] == ["one", "two"]
