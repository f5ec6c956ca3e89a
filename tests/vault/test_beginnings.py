"""How documents begin: names and the first signs of first pages, private ones left out."""

from datetime import UTC, datetime
from pathlib import Path

from vault import beginnings, documents, migrate
from vault.connection import open_writer
from vault.documents import NewDocument
from vault.items import Origin, Passage, Sensitivity, Source

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def new(title: str, sensitivity: Sensitivity, *pages: str) -> NewDocument:
    source = Source(Origin.FILE, f"/p/{title}.md")
    return NewDocument(title, "text/plain", title, source, NOW, pages, [Passage(title, 1)],
                       sensitivity=sensitivity)  # fmt: skip


def test_beginnings_are_short_and_the_latest_first(tmp_path: Path) -> None:
    with open_writer(tmp_path / "v.db", bytes(32)) as conn:
        migrate.migrate(conn, lambda: tmp_path)
        pages = [f"page {at} and more" for at in range(1, 6)]
        first = documents.add(conn, new("first", Sensitivity.ORDINARY, *pages), NOW)
        second = documents.add(conn, new("second", Sensitivity.ORDINARY, "short"), NOW)
        documents.add(conn, new("secret", Sensitivity.SECRET, "nothing"), NOW)
        found = beginnings.of(conn, (), most=5, signs=6)
        assert [one.document for one in found] == [second, first]
        assert found[1].text.splitlines() == ["page 1", "page 2", "page 3"]
        assert (found[1].title, found[1].ref) == ("first", "/p/first.md")
        assert [one.document for one in beginnings.of(conn, (first,), most=5, signs=6)] == [first]
        assert len(beginnings.of(conn, (), most=1, signs=6)) == 1
