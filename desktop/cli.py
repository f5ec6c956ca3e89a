"""The `tacit` command: everything that works without the window, and the way into the window.

Exit codes: 0 done; 1 something was found wrong, and said; 2 the command was not understood or
needs a yes; 130 stopped from the keyboard.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from desktop import crash, paths
from desktop.commands import doctor, models
from desktop.errors import ROOTS, NoDisplay, describe
from desktop.output import Output

COMMANDS = (doctor, models)
WRONG, USAGE, STOPPED = 1, 2, 130
# What a person may cause; anything else is a bug and leaves a report.
EXPECTED = (*ROOTS, NoDisplay, PermissionError, FileNotFoundError)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tacit",
        description="A private executive assistant that lives on this computer. "
        "Without a command, the window opens.",
        epilog="exit codes: 0 done, 1 something is wrong (and said), 2 not understood or needs a "
        "yes, 130 stopped",
    )
    parser.add_argument("--version", action="version", version=f"tacit {version('tacit')}")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--self-test", metavar="PART", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="…")
    for command in COMMANDS:
        command.add(commands)
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
    out = Output(as_json=args.json)
    try:
        places = paths.find().prepare()
        if not hasattr(args, "run"):
            return _open_window(places)
        code = args.run(args, places, out)
        return int(code)
    except KeyboardInterrupt:
        out.say("\nStopped. What had arrived is kept.")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has gone (`tacit models list | head`); so is stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except EXPECTED as error:
        out.error(describe(error), type(error).__name__)
        return WRONG
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, the report the place
        report = crash.write_report(paths.find().prepare().logs, error)
        out.error(describe(error), type(error).__name__)
        out.say(f"The report: {report}")
        return WRONG


def _open_window(places: paths.Paths) -> int:
    from desktop.doctor import has_display

    if not has_display(os.environ):
        raise NoDisplay
    from desktop.app import run

    return run(places)
