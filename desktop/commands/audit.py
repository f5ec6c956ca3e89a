"""`tacit audit`: the log of what was asked, shown, approved and done; checked, and handed out."""

import argparse
import json
from pathlib import Path

from desktop import audit_log, console
from desktop.commands import subjects, terminal
from desktop.commands import vault as vaults
from desktop.commands.acting import DONE
from desktop.commands.numbers import at_least
from desktop.commands.vault import now, opened
from desktop.output import Output
from desktop.paths import Paths
from vault import audit

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
            said = terminal.plain(audit_log.short(one.payload))
            when = f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}"
            about = f"of {one.intent}" if one.intent else ""
            out.say(f"{one.sequence:6}  {when}  {one.phase:7}  {one.action} {about}  {said}")
            out.data(audit_log.row(one))
    return DONE


def export(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What was forgotten is not in it; the hashes of it are."""
    with opened(args, paths, out) as vault, vault.writer() as conn:
        if str(args.file) == "-":
            for row in audit_log.rows(conn):
                console.here().stdout.write(json.dumps(row) + "\n")
            return DONE
        path = args.file.expanduser()
        count = audit_log.write(path, conn)
        audit.note(conn, "log exported", {"records": count}, now())
    out.say(f"{count} records are in {path}, in clear.")
    out.data({"file": str(path), "records": count})
    return DONE
