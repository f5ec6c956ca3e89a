"""Tacit's settings in words: what can be changed, how it is said, and what is out of reach."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import granted_folders, preferences
from inference.guard import questions
from inference.preference_kinds import Choice, Hour, Minutes, Value
from inference.preferences import BY_KEY, PREFERENCES
from inference.times.find import LANGUAGES
from inference.times.reading import Conventions
from inference.tools.base import Desk, Result
from inference.tools.errors import ToolError, UnknownKey, ValueRefused, WhichOne
from inference.tools.settings import change_setting, show_settings
from tests.vault.conftest import fresh
from vault import profile
from vault.connection import WriteConn

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    with fresh(tmp_path / "vault.db") as opened:
        yield opened


@pytest.fixture
def desk(conn: WriteConn) -> Desk:
    return Desk(conn, NOW, lambda _query: [])


def change(desk: Desk, name: str, value: str) -> Result:
    return change_setting.run(desk, {"name": name, "value": value})


def kept(conn: WriteConn) -> dict[str, str]:
    return dict(conn.rows("SELECT key, value FROM setting"))


@pytest.mark.parametrize(
    ("name", "value", "key", "new"),
    [
        ("voice replies", "on", "voice.replies", True),
        ("voice replies", "when I spoke", "voice.replies", "spoken"),
        ("the voice", "off", "voice.replies", False),
        ("answer length", "shorter", "answers.length", "short"),
        ("answers", "in detail", "answers.length", "long"),
        ("morning", "8", "times.morning_hour", 8),
        ("the evening hour", "7pm", "times.evening_hour", 19),
        ("evening", "19:00", "times.evening_hour", 19),
        ("date order", "day first", "times.day_before_month", True),
        ("date format", "american", "times.day_before_month", False),
        ("date order", "ask me", "times.day_before_month", None),
        ("lead time", "half an hour", "reminders.lead_minutes", 30),
        ("reminder lead time", "2 hours", "reminders.lead_minutes", 120),
        ("approvals expire", "45", "approvals.expire", 2700),
        ("private by default", "yes", "chats.private", True),
        ("learning", "disable", "learning.on", False),
        ("memory review", "off", "memory.review", False),
        ("language", "English", "language", "en"),
        ("next weekday", "no", "times.next_weekday_is_next_week", False),
    ],
)
def test_a_setting_is_changed_in_words(
    desk: Desk, name: str, value: str, key: str, new: object
) -> None:
    with desk.conn.transaction():
        before = preferences.value(desk.conn, key)
        done = change(desk, name, value)
    assert preferences.value(desk.conn, key) == new
    assert done.check is not None
    assert done.check(desk.conn)
    assert done.undo is not None
    with desk.conn.transaction():
        change(desk, str(done.undo.arguments["name"]), str(done.undo.arguments["value"]))
    assert preferences.value(desk.conn, key) == before


def test_what_was_and_what_is_are_said(desk: Desk) -> None:
    assert change(desk, "voice replies", "on").says == (
        "“Voice replies” is now always; it was when I spoke."
    )
    assert change(desk, "voice replies", "on").says.endswith("now always; as it was before.")


@pytest.mark.parametrize(
    ("name", "value"),
    [("voice replies", "loud"), ("morning", "23"), ("morning", "13am"), ("lead time", "-5 minutes"),
     ("approvals expire", "0"), ("approvals expire", "a year"), ("answers", "rude"),
     ("lead time", "3 km"), ("language", "Klingon"), ("approvals expire", "9**9**9")],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(desk: Desk, name: str, value: str) -> None:
    with pytest.raises(ValueRefused):
        change(desk, name, value)
    assert kept(desk.conn) == {}


@pytest.mark.parametrize(
    "name",
    ["folders", "granted folders", "guard", "guard.rules", "permissions", "move_file", "forget",
     "always allow", "rules", "approvals off", "tool.move_file",
     "../folders", "passphrase", "audit", "stop everything", "undo", "", " "],
)  # fmt: skip
def test_rules_of_the_gate_and_folders_are_out_of_reach(desk: Desk, name: str) -> None:
    for value in ("on", "always", "/", "never"):
        with pytest.raises(ToolError):
            change(desk, name, value)
    assert kept(desk.conn) == {}


@given(name=st.text(max_size=30) | st.sampled_from(["folders", "guard", "rules", "approvals"]),
       value=st.text(max_size=30) | st.sampled_from(["on", "always", "/", "5"]))  # fmt: skip
def test_no_words_reach_another_key(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    try:
        one = preferences.named(name)
        one.read(value)
    except (UnknownKey, WhichOne, ValueRefused):
        return
    assert one.key in BY_KEY


def test_every_setting_is_complete_and_can_be_named() -> None:
    for one in PREFERENCES:
        assert one.kind.fits(one.default), one.key
        assert one.about.endswith("."), one.key
        assert "!" not in one.about
        assert preferences.named(one.key) is one
        for words in one.asked:
            assert preferences.named(words) is one, words
    assert len(BY_KEY) == len(PREFERENCES)


def test_what_is_written_is_read_again() -> None:
    for one in PREFERENCES:
        values: list[Value] = [one.default]
        if isinstance(one.kind, Hour | Minutes):
            values = [*range(one.kind.low, min(one.kind.high, 3000) + 1)]
            if isinstance(one.kind, Minutes):
                values = [int(value or 0) * one.kind.kept for value in values]
        elif isinstance(one.kind, Choice):
            values = [value for value, _words in one.kind.options]
        for value in values:
            assert one.read(one.kind.written(value)) == value, one.key


def test_every_convention_is_a_setting(desk: Desk) -> None:
    assert preferences.conventions(desk.conn) == Conventions()
    for one in fields(Conventions):
        assert one.name == "language" or f"times.{one.name}" in BY_KEY
    change(desk, "morning", "8")
    change(desk, "date order", "day first")
    assert preferences.conventions(desk.conn) == Conventions(morning_hour=8, day_before_month=True)


def test_what_does_not_fit_any_more_counts_as_not_there(desk: Desk) -> None:
    profile.put_setting(desk.conn, "preference.times.morning_hour", "soon")
    assert preferences.conventions(desk.conn).morning_hour == 9


def test_settings_are_shown(desk: Desk) -> None:
    assert "Voice replies: when I spoke" in show_settings.run(desk, {}).says
    one = show_settings.run(desk, {"name": "the morning hour"})
    assert one.says == "Morning hour: 9:00. The hour that “in the morning” means."
    assert show_settings.run(desk, {"name": "folders"}).says == "You have let Tacit into no folder."
    with pytest.raises(UnknownKey):
        show_settings.run(desk, {"name": "colour of the moon"})


def test_several_that_fit_are_asked_about(desk: Desk) -> None:
    with pytest.raises(WhichOne):
        change(desk, "hour", "8")


def test_the_gate_reads_how_long_approvals_wait(desk: Desk) -> None:
    tool = change_setting
    before = questions._stands_s(desk.conn, tool, "workflow")
    change(desk, "approvals expire", "2 hours")
    assert before == preferences.BY_KEY["approvals.expire"].default
    assert questions._stands_s(desk.conn, tool, "workflow") == 7200


# folders


def test_folders_are_granted_and_revoked(conn: WriteConn, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    assert granted_folders.folders(conn) == ()
    assert granted_folders.grant(conn, folder) == folder
    granted_folders.grant(conn, folder)
    assert granted_folders.folders(conn) == (folder,)
    assert granted_folders.revoke(conn, folder)
    assert not granted_folders.revoke(conn, folder)
    assert granted_folders.folders(conn) == ()


def test_a_whole_disk_or_a_file_is_not_granted(conn: WriteConn, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (Path("/"), tmp_path / "nothing", tmp_path / "file"):
        with pytest.raises(ValueRefused):
            granted_folders.grant(conn, path)


def test_a_link_is_granted_as_where_it_leads_now(conn: WriteConn, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert granted_folders.grant(conn, tmp_path / "link") == tmp_path / "real"


def test_a_folder_that_is_gone_can_be_revoked(conn: WriteConn, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    granted_folders.grant(conn, folder)
    folder.rmdir()
    assert granted_folders.revoke(conn, folder)


def test_a_language_can_be_chosen_where_its_times_are_read() -> None:
    kind = BY_KEY[preferences.LANGUAGE].kind
    assert isinstance(kind, Choice)
    assert {code for code, _words in kind.options} == set(LANGUAGES)
