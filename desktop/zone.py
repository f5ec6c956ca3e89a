"""The zone that this computer's clock is set to, with its changes between summer and winter."""

import os
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LINK = Path("/etc/localtime")
FOLDER = "zoneinfo/"


def here() -> tzinfo:
    """By its name where the system says it, else as the system itself counts."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked()):
        if found := _named(name):
            return found
    from dateutil import tz  # rarely needed

    return tz.tzlocal()


def _linked() -> str:
    try:
        return str(LINK.resolve()).rpartition(FOLDER)[2] if LINK.is_symlink() else ""
    except OSError:
        return ""


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
