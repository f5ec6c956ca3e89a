"""The `tacit` command: everything that works without the window, and the way into the window.

Exit codes: 0 done; 1 something was found wrong, and said; 2 the command was not understood or
needs a yes; 130 stopped from the keyboard.
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from desktop import crash, paths
from desktop.cards import command
from desktop.commands import (
    approvals,
    ask,
    audit,
    bench,
    chat,
    do,
    doctor,
    embed,
    folders,
    memory,
    models,
    notes,
    plan,
    profile,
    read,
    remind,
    say,
    search,
    tasks,
    transcribe,
    undo,
    vault,
    work,
)
from desktop.errors import NoDisplay, describe, is_expected
from desktop.output import Output

COMMANDS = (
    chat, do, work, plan, ask, memory, tasks, remind, notes, profile, approvals, undo, audit,
    folders, vault, read, search, models, embed, transcribe, say, bench, doctor,
)  # fmt: skip
WRONG, USAGE, STOPPED = 1, 2, 130


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command("").strip(),
        description="A private executive assistant that lives on this computer. "
        "Without a command, the window opens.",
        epilog="exit codes: 0 done, 1 something is wrong (and said), 2 not understood or needs a "
        "yes, 130 stopped",
    )
    parser.add_argument("--version", action="version", version=f"tacit {version('tacit')}")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--self-test", metavar="PART", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="…")
    for subject in COMMANDS:
        subject.add(commands)
    for name in ("doctor",):
        commands.choices[name].add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="as one JSON object"
        )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    args = build_parser().parse_args(argv)
    crash.close_memory()
    if args.self_test:
        from desktop import selftest

        return selftest.main(args.self_test)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # old code pages lack our marks and quotes
            stream.reconfigure(errors="replace")
    out = Output(as_json=args.json)
    try:
        places = paths.find().prepare()
        if not hasattr(args, "run"):
            return _open_window(places)
        code = args.run(args, places, out)
        return int(code)
    except KeyboardInterrupt:
        out.note("\nStopped. What had arrived is kept.")
        out.data({"event": "stopped"})
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has gone (`tacit models list | head`); so is stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, a report the place
        out.error(describe(error), type(error).__name__)
        if not is_expected(error):
            _report(error, out)
        return WRONG
    finally:
        out.clear()


def _report(error: Exception, out: Output) -> None:
    """Leave a report of a mistake of ours, where there is a place to leave it."""
    with contextlib.suppress(OSError):
        out.note(f"The report: {crash.write_report(paths.find().prepare().logs, error)}")


def _open_window(places: paths.Paths) -> int:
    from desktop.doctor import display_answers, has_display

    if not has_display(os.environ) or not display_answers(os.environ):
        raise NoDisplay
    from desktop.app import run

    return run(places)
