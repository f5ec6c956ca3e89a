"""Tacit's own settings, shown and changed in words: those of `inference/preferences.py`."""

from inference import preferences
from inference.preferences import PREFERENCES, Preference
from inference.tools.base import Desk, Effect, Result, Target, by_owner, tool
from vault.connection import ReadConn

FOLDER_WORDS = frozenset({"folder", "folders", "granted folders", "folders granted", "my folders"})


@tool(Effect.READ)
def show_settings(desk: Desk, name: str | None = None) -> Result:
    """Show Tacit's own settings, or one of them."""
    if name is not None and name.lower().strip() in FOLDER_WORDS:
        return Result(_folders(desk), {"folders": [str(one) for one in desk.folders]})
    if name is not None:
        one = preferences.named(name)
        return Result(f"{_line(desk, one)}. {one.about}", {"settings": [_row(desk, one)]})
    lines = "; ".join(_line(desk, one) for one in PREFERENCES)
    data = {
        "settings": [_row(desk, one) for one in PREFERENCES],
        "folders": [str(one) for one in desk.folders],
    }
    return Result(f"{lines}. {_folders(desk)}", data)


@tool(Effect.WRITE)
def change_setting(desk: Desk, name: Target, value: str) -> Result:
    """Change one of Tacit's own settings."""
    one = preferences.named(name)
    new = one.read(value)
    before = preferences.written(desk.conn, one.key)
    preferences.put(desk.conn, one.key, new)
    after = one.kind.written(new)

    def is_kept(conn: ReadConn) -> bool:
        return preferences.value(conn, one.key) == new

    was = f"it was {before}" if after != before else "as it was before"
    return Result(
        f"“{_title(one)}” is now {after}; {was}.",
        {"key": one.key, "before": before, "after": after},
        check=is_kept,
        undo=by_owner("change_setting", name=one.key, value=before),
    )


def _title(one: Preference) -> str:
    return one.title[0].upper() + one.title[1:]


def _line(desk: Desk, one: Preference) -> str:
    return f"{_title(one)}: {preferences.written(desk.conn, one.key)}"


def _row(desk: Desk, one: Preference) -> dict[str, str]:
    return {
        "key": one.key, "title": one.title, "about": one.about, "takes": one.kind.wanted,
        "value": preferences.written(desk.conn, one.key),
    }  # fmt: skip


def _folders(desk: Desk) -> str:
    if not desk.folders:
        return "You have let Tacit into no folder."
    return "Folders that you let Tacit into: " + ", ".join(f"“{one}”" for one in desk.folders) + "."
