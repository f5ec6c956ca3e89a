"""Preferences that are no secret, in one JSON file; everything private lives in the vault.

A value that makes no sense falls back to its default, and a file that cannot be read is kept aside,
so that a slip of the editor never keeps the window from opening.
"""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

DAMAGED_SUFFIX = ".damaged"
LONGEST = 4_000
"characters of a value"
SMALLEST_TEXT, LARGEST_TEXT = 80, 200
LONGEST_LOCK_MINUTES = 24 * 60


class Theme(StrEnum):
    """Light, dark, or what the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Settings:
    """All preferences with their defaults."""

    theme: Theme = Theme.SYSTEM
    text_percent: int = 100
    language: str = ""
    "of the window; the system's where there is none"
    window: str = ""
    "position and size of the window, as Qt wrote them down"
    welcome: str = ""
    "the step at which the first run was left; empty when there is none to go on with"
    lock_minutes: int = 4
    "without input, until the vault locks; 0 for never"
    locks_with_screen: bool = True
    "whether the vault locks when the screen does, or the computer sleeps"
    page: str = ""
    "the one that was seen last"
    sidebar_folded: bool = False
    close_to_tray: bool = False
    "whether the window’s own close button leaves Tacit running in the tray"
    notifications: bool = True
    serves_commands: bool = True
    "whether the `tacit` command may use the vault while the window has it open"
    quick_ask_keys: str = ""
    "from anywhere, as Qt writes keys; empty for none"
    listen_keys: str = ""
    dictate_keys: str = ""


DEFAULTS: dict[str, Any] = asdict(Settings())


def load(path: Path) -> Settings:
    """The settings as they are saved; defaults for what is missing or makes no sense."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        _keep_aside(path)
        return Settings()
    if not isinstance(row, dict):
        _keep_aside(path)
        return Settings()
    kept = {name: value for name, value in row.items() if _makes_sense(name, value)}
    if "theme" in kept:
        kept["theme"] = Theme(kept["theme"])
    return Settings(**kept)


def save(path: Path, settings: Settings) -> None:
    """Write whole or not at all; what a newer version saved beside ours is kept."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    row = {**_unknown(path), **asdict(settings)}
    new = path.with_name(path.name + ".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(row, indent=2), encoding="utf-8")
    new.replace(path)


def _makes_sense(name: str, value: Any) -> bool:
    if name == "theme":
        return isinstance(value, str) and value in set(Theme)
    if name == "text_percent":
        return type(value) is int and SMALLEST_TEXT <= value <= LARGEST_TEXT
    if name == "lock_minutes":
        return type(value) is int and 0 <= value <= LONGEST_LOCK_MINUTES
    default = DEFAULTS.get(name)
    return default is not None and type(value) is type(default) and len(str(value)) <= LONGEST


def _unknown(path: Path) -> dict[str, Any]:
    ours = {field.name for field in fields(Settings)}
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: row[name] for name in row if name not in ours} if isinstance(row, dict) else {}


def _keep_aside(path: Path) -> None:
    path.replace(path.with_name(path.name + DAMAGED_SUFFIX))
