"""What is looked at before and after a change: that it was made, and what takes it back."""

from collections.abc import Callable
from typing import Any

from inference.tools.base import Check, Desk
from vault import fields, tasks
from vault.connection import ReadConn
from vault.tasks import Task


def changing(desk: Desk, number: int) -> Callable[[], dict[str, Any]]:
    """Look at a task before a change; called after it, what puts it back."""
    places = tasks.places(desk.conn, number)
    before = fields.read(desk.conn, places)

    def arguments() -> dict[str, Any]:
        after = fields.read(desk.conn, places)
        return {"task": number, "changed": fields.difference(before, after)}

    return arguments


def made_of(conn: ReadConn, number: int) -> str:
    """How a task was made, to be compared with before it is taken away again."""
    return fields.difference({}, fields.read(conn, tasks.places(conn, number)))


def holds_of(number: int, holds: Callable[[Task], bool]) -> Check:
    """Reads a task back, and whether this holds of it."""
    return lambda conn: (
        bool(fields.read(conn, [("task", number)])) and holds(tasks.get(conn, number))
    )


def is_gone(kind: str, number: int) -> Check:
    """Reads back that a row is no more."""
    return lambda conn: not fields.read(conn, [(kind, number)])
