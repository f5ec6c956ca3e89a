"""Locking: the process that knew the key gives way to a fresh one that never did, in its place.

Of what was known only moments pass over, at which reminders come due: as numbers, through the new
process's standard input, so that they are in no file and no list of processes.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop import program

if TYPE_CHECKING:
    from vault.vault import Vault

LOCKED = "--locked"
HIDDEN = "--start-hidden"
MOST_MOMENTS = 500
"a pipe takes so much without anybody reading"
AHEAD = timedelta(days=7)
"longer than this a window rarely stays locked"
MOST_BYTES = 1 << 14


def moments(vault: "Vault", now: datetime) -> tuple[datetime, ...]:
    """When reminders come due, and nothing about them; the soonest first."""
    from inference import recurrence
    from inference.reminders import moments_of_tasks, rule_of
    from vault import reminders
    from vault.reminders import ReminderState

    found: set[datetime] = set()
    with vault.reader() as conn:
        found.update(moments_of_tasks(conn, now))
        for one in reminders.in_state(conn, ReminderState.WAITING):
            found.add(one.due)
            rule = rule_of(one)
            if rule is not None:
                found.update(recurrence.between(rule, max(one.due, now), now + AHEAD))
    return tuple(sorted(found, key=datetime.timestamp)[:MOST_MOMENTS])


def start_again(moments: Sequence[datetime], *, is_hidden: bool) -> int:
    """A fresh process in the place of this one: nothing of its memory is left."""
    command = program.command(LOCKED, *([HIDDEN] if is_hidden else []))
    written = " ".join(str(round(one.timestamp())) for one in moments).encode()
    if os.name == "posix":
        reads, writes = os.pipe()
        os.write(writes, written)
        os.close(writes)
        os.dup2(reads, 0)  # inheritable, unlike every other file that is open here
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is the point
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.write(written)
    child.stdin.close()
    return 0


def passed_over(words: Sequence[str]) -> tuple[datetime, ...]:
    """The moments that the process before this one left; none where nobody locked."""
    if LOCKED not in words or sys.stdin is None or sys.stdin.isatty():
        return ()
    with contextlib.suppress(OSError, ValueError, OverflowError):
        if os.name == "posix":
            os.set_blocking(0, False)  # whoever else says this word may write nothing, ever
        raw = os.read(0, MOST_BYTES)
        return tuple(datetime.fromtimestamp(int(one), UTC) for one in raw.split())
    return ()
