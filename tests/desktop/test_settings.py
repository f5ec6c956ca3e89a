"""Settings survive slips of the editor, older and newer versions, and their own writing."""

import json
import os
import stat
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop import settings
from desktop.jobs import JobRunner
from desktop.settings import Settings, Theme, load, save
from desktop.viewmodels.window_settings import WindowSettings
from tests.desktop.conftest import WAIT_MS


def test_saved_and_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    wanted = Settings(theme=Theme.DARK, text_percent=150, window="abc")
    save(path, wanted)
    assert load(path) == wanted
    assert load(path).theme is Theme.DARK


def test_nothing_saved_yet(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"x"', "\xff", "[" * 100_000])
def test_a_file_that_cannot_be_read_is_kept_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content.encode("latin-1"))
    assert load(path) == Settings()
    assert not path.exists()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content.encode("latin-1")


def test_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "pink", "text_percent": 150, "window": 3}))
    assert load(path) == Settings(text_percent=150)


@hypothesis_settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.dictionaries(st.sampled_from(["theme", "text_percent", "window", "x"]),
                       st.none() | st.booleans() | st.integers() | st.floats() | st.text()
                       | st.lists(st.integers())))  # fmt: skip
def test_whatever_the_file_says_settings_come_of_it(row: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        path.write_text(json.dumps(row))
        loaded = load(path)
        save(path, loaded)
        assert load(path) == loaded


def test_what_a_newer_version_saved_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"text_percent": 120, "from_the_future": [1, 2]}))
    save(path, load(path))
    assert json.loads(path.read_text())["from_the_future"] == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_for_the_owner_alone(tmp_path: Path) -> None:
    save(tmp_path / "settings.json", Settings())
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600


def test_the_window_waits_for_no_disk_and_the_last_change_is_kept(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, threads = tmp_path / "settings.json", []
    real = settings.save

    def seen(where: Path, what: Settings) -> None:
        threads.append(threading.current_thread() is threading.main_thread())
        real(where, what)

    monkeypatch.setattr(settings, "save", seen)
    jobs = JobRunner()
    kept = WindowSettings(path)
    kept.write_beside(jobs)
    for page in ("today", "chat", "tasks"):
        kept.change(page=page)
    qtbot.waitUntil(lambda: jobs.busy == 0, timeout=WAIT_MS)
    assert load(path).page == "tasks"
    assert not any(threads)
    jobs.close()
    kept.change(page="chat")
    kept.keep()
    assert load(path).page == "chat"
    count = len(threads)
    kept.keep()
    assert len(threads) == count
