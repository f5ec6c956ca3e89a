"""What was done lately, in words, for the command line and for the window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inference.guard.questions import FOR_GOOD, in_words
from vault import changes
from vault.changes import Change
from vault.connection import ReadConn

TAKEN_BACK = "Taken back"


@dataclass(frozen=True)
class Doing:
    """Something that was done."""

    change: int
    made: datetime
    tool: str
    asker: str
    says: str
    "what was done, on one line; of what was forgotten only its kind"
    undone: datetime | None
    can_be_undone: bool


def recent(conn: ReadConn, most: int = 50) -> list[Doing]:
    """What was done, the newest first."""
    found = changes.recent(conn, most)
    said = _said_undoing(conn, found)
    return [
        Doing(
            one.id, one.made, one.tool, one.asker,
            " ".join(one.says.split()) or _of_what_is_gone(one, said),
            one.undone, one.can_be_undone,
        )
        for one in found
    ]  # fmt: skip


def _said_undoing(conn: ReadConn, found: Sequence[Change]) -> dict[int, str]:
    """What was said when these were taken back: their own words went with what they made."""
    later = changes.after(conn, found[-1].id) if found else []
    return {one.undoes: one.says for one in later if one.undoes is not None}


def _of_what_is_gone(one: Change, said: Mapping[int, str]) -> str:
    words = in_words(one.tool)
    does = f"{words[0].upper()}{words[1:]}"
    if one.tool in FOR_GOOD:
        return does
    if one.undone is None:
        return f"{does}, forgotten since"
    what = " ".join(said.get(one.id, "").removeprefix(TAKEN_BACK).strip(":. ").split())
    return f"{does}: {what}" if what else does
