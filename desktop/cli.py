"""The `tacit` command: everything that works without the window, and the way into the window.

Exit codes: 0 done; 1 something was found wrong, and said; 2 the command was not understood or
needs a yes; 130 stopped from the keyboard.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from desktop import crash, opening, paths
from desktop.cards import command
from desktop.commands import (
    approvals,
    ask,
    audit,
    bench,
    chat,
    conversations,
    do,
    doctor,
    documents,
    embed,
    folders,
    handing_over,
    memory,
    models,
    notes,
    plan,
    profile,
    read,
    remind,
    say,
    search,
    summarize,
    tasks,
    transcribe,
    undo,
    update,
    vault,
    work,
)
from desktop.errors import describe, is_expected
from desktop.opening import WINDOW_WORDS
from desktop.output import Output
from desktop.paths import Paths

COMMANDS = (
    chat, conversations, do, work, plan, ask, memory, tasks, remind, notes, documents, profile,
    approvals, undo, audit, folders, vault, read, summarize, search, models, embed, transcribe, say,
    bench, doctor, update,
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
    for word, about in WINDOW_WORDS.items():
        parser.add_argument(word, action="store_true", help=about)
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--self-test", metavar="PART", nargs="?", const="all",
                        help="use each native part once; with a name, this one")  # fmt: skip
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
    words = sys.argv[1:] if argv is None else argv
    try:
        return _perform(args, lambda places: _run(words, args, places))
    except BrokenPipeError:
        # Whoever read our output has gone (`tacit models list | head`); so is stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG


def perform_here(words: Sequence[str], folder: Path) -> int:
    """Run a command that was handed over from this folder; its exit code."""
    try:
        args = build_parser().parse_args(words)
    except SystemExit:  # whoever hands over has read the words before
        return USAGE
    if not getattr(args, "borrows", False):
        return USAGE
    for name, value in vars(args).items():
        if isinstance(value, Path) and str(value) != "-":
            setattr(args, name, folder / value.expanduser())
    return _perform(args, lambda places: int(args.run(args, places, Output(as_json=args.json))))


def _run(words: Sequence[str], args: argparse.Namespace, places: Paths) -> int:
    """Here, or in the window that has the vault open."""
    if not hasattr(args, "run"):
        return opening.open_window(places)
    if getattr(args, "borrows", False):
        code = handing_over.tried(words, args, places)
        if code is not None:
            return code
    return int(args.run(args, places, Output(as_json=args.json)))


def _perform(args: argparse.Namespace, work: Callable[[Paths], int]) -> int:
    """What goes wrong becomes a sentence and an exit code."""
    out = Output(as_json=args.json)
    try:
        return work(paths.find().prepare())
    except KeyboardInterrupt:
        out.note("\nStopped. What had arrived is kept.")
        out.data({"event": "stopped"})
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, a report the place
        out.error(describe(error), type(error).__name__)
        if not is_expected(error):
            opening.report(error, out)
        return WRONG
    finally:
        out.clear()
