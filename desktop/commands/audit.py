"""`tacit audit`: the log of what was asked, shown, approved and done; checked, and handed out."""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop import console
from desktop.commands import subjects, terminal
from desktop.commands import vault as vaults
from desktop.commands.acting import DONE
from desktop.commands.numbers import at_least
from desktop.commands.vault import now, opened
from desktop.errors import CannotWrite
from desktop.output import Output
from desktop.paths import Paths
from vault import audit
from vault.audit import Record
from vault.connection import ReadConn

AT_ONCE = 1_000
MOST = 30


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "the log of everything that was done: show, verify, export"
    action = subjects.begin(commands, "audit", about, show, _how_many)
    _how_many(action("show", show, "the last records"))
    check = action("verify", vaults.verify, "check that nothing in it was altered")
    check.add_argument("--seals", action="store_true", default=False,
                       help="the seals too, by recovery key")  # fmt: skip
    out = action("export", export, "all records into a file, one JSON object a line")
    out.add_argument("file", type=Path, help="a new file; - is standard output")


def _how_many(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=at_least(1), help="how many are shown")


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        most = args.most or MOST
        last = audit.head(conn).sequence
        for one in audit.records(conn, max(0, last - most), most):
            said = "forgotten" if one.payload is None else _short(one.payload)
            when = f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}"
            about = f"of {one.intent}" if one.intent else ""
            out.say(f"{one.sequence:6}  {when}  {one.phase:7}  {one.action} {about}  {said}")
            out.data(_row(one))
    return DONE


def export(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What was forgotten is not in it; the hashes of it are."""
    with opened(args, paths, out) as vault, vault.writer() as conn:
        if str(args.file) == "-":
            for row in _rows(conn):
                console.here().stdout.write(json.dumps(row) + "\n")
            return DONE
        path = args.file.expanduser()
        count = _write(path, conn)
        audit.note(conn, "log exported", {"records": count}, now())
    out.say(f"{count} records are in {path}, in clear.")
    out.data({"file": str(path), "records": count})
    return DONE


def _write(path: Path, conn: ReadConn) -> int:
    """Into a new file that only the owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotWrite(path) from error
    count = 0
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for row in _rows(conn):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _rows(conn: ReadConn) -> Iterator[dict[str, Any]]:
    after = 0
    while some := audit.records(conn, after, AT_ONCE):
        for one in some:
            yield _row(one)
        after = some[-1].sequence


def _row(one: Record) -> dict[str, Any]:
    return {
        "sequence": one.sequence, "at": one.at.isoformat(), "action": one.action,
        "phase": one.phase.value, "intent": one.intent, "payload": one.payload,
        "payload_sha256": one.payload_sha256, "digest": one.digest.hex(),
    }  # fmt: skip


def _short(payload: Any) -> str:
    """What a record says, without its hashes."""
    if not isinstance(payload, dict):
        return terminal.plain(json.dumps(payload, ensure_ascii=False))
    shown = {name: value for name, value in payload.items() if "sha256" not in name}
    parts = (f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in shown.items())
    return terminal.plain(" ".join(parts))
