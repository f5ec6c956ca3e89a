"""Conversations as files: whole, for the owner alone, and harmless to open."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop import export
from desktop.export import Format, Talk
from tests.vault.conftest import fresh
from vault import audit, conversations, recovery
from vault.conversations import Said, Speaker

NOW = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)
ANSWER = "Take the **7:10**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![x](https://spy.example/x.png)"


@pytest.fixture
def talks(tmp_path: Path) -> list[Talk]:
    with fresh(tmp_path / "x.db") as conn:
        number = conversations.begin(conn, "Train <to> Rome", NOW)
        asked = conversations.say(conn, number, Said(Speaker.OWNER, "Which\ntrain? <b>"), NOW)
        conversations.say(conn, number, Said(Speaker.ASSISTANT, "No idea.", asked), NOW)
        conversations.say(conn, number, Said(Speaker.ASSISTANT, ANSWER, asked), NOW)
        audit.begin(conn, recovery.write(bytes(20)))
        talks = export.taken_out(conn, [number], NOW.astimezone(ZoneInfo("Europe/Rome")))
        assert conn.column("SELECT action FROM audit")[-1] == "exported"
        return talks


def test_markdown_and_text_are_the_branch_that_was_gone_on_with(talks: list[Talk]) -> None:
    for kind in (Format.MARKDOWN, Format.TEXT):
        text = export.written(talks, kind).decode()
        assert text.startswith("# Train" if kind is Format.MARKDOWN else "Train")
        assert "Which\ntrain?" in text
        assert "Take the" in text
        assert "No idea." not in text
        assert "2026-07-05 00:30" in text  # where the owner is


def test_a_web_page_fetches_nothing_and_runs_nothing(talks: list[Talk]) -> None:
    page = export.written(talks, Format.HTML).decode()
    assert "<strong>7:10</strong>" in page
    assert "<td>1</td>" in page
    assert "Which<br>train? &lt;b&gt;" in page
    assert "Train &lt;to&gt; Rome" in page
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_json_has_every_branch(talks: list[Talk]) -> None:
    (talk,) = json.loads(export.written(talks, Format.JSON))
    assert talk["title"] == "Train <to> Rome"
    said = talk["messages"]
    assert [one["after"] for one in said] == [None, said[0]["message"], said[0]["message"]]


def test_a_file_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "talk.md"
    path.write_text("before")
    monkeypatch.setattr(os, "fsync", lambda _number: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        export.save(path, b"after")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    monkeypatch.undo()
    export.save(path, b"after")
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o600
