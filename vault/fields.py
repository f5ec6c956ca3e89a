"""What rows held before and after a change, so that it can be put back exactly, or not at all.

Putting back touches only what the change touched, and refuses where any of that is otherwise now:
what came later is never lost.
"""

import json
from collections.abc import Mapping, Sequence

from vault.connection import ReadConn, Value, WriteConn

KEYS = {"task": "item", "reminder": "id", "note": "item"}
COLUMNS = {
    "task": (
        "title", "notes", "state", "list", "due_us", "due_day", "zone", "priority", "minutes",
        "repeats", "first_us", "done_us", "waits_for", "waits_since_us",
    ),
    "reminder": ("text", "due_us", "zone", "rule", "first_us", "state", "said_us"),
    "note": ("title", "text", "changed_us"),
}  # fmt: skip

Place = tuple[str, int]
"a table and the number of a row"
Held = Mapping[str, Value]
"by table, row and column; empty for a row that is not there"


def read(conn: ReadConn, places: Sequence[Place]) -> dict[str, Value]:
    """What these rows hold."""
    found: dict[str, Value] = {}
    for table, number in places:
        names = COLUMNS[table]
        row = conn.row(f"SELECT {', '.join(names)} FROM {table} WHERE {KEYS[table]} = ?", (number,))
        for name, value in zip(names, row or (), strict=bool(row)):
            found[f"{table} {number} {name}"] = value
    return found


def difference(before: Held, after: Held) -> str:
    """What changed, in a form that can be kept."""
    names = sorted({*before, *after})
    changed = {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }
    return json.dumps(changed, ensure_ascii=False)


def _still_holds(conn: ReadConn, changed: str) -> bool:
    """Whether everything is still as the change left it."""
    return all(
        _column(conn, name) == [became] for name, (_was, became) in json.loads(changed).items()
    )


def put_back(conn: WriteConn, changed: str) -> bool:
    """Undo the change; False, and nothing done, where something changed again since."""
    if not _still_holds(conn, changed):
        return False
    with conn.transaction():
        for name, (was, _became) in json.loads(changed).items():
            table, number, column = _parsed(name)
            conn.run(f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?", (was, number))
    return True


def _column(conn: ReadConn, name: str) -> list[Value]:
    table, number, column = _parsed(name)
    return conn.column(f"SELECT {column} FROM {table} WHERE {KEYS[table]} = ?", (number,))


def _parsed(name: str) -> tuple[str, int, str]:
    table, number, column = name.split(" ")
    if column not in COLUMNS[table]:
        raise ValueError("no such column")
    return table, int(number), column
