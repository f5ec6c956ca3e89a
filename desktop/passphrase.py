"""Asking for secrets on the command line: from the terminal without echo, or from standard input.

Never from arguments or the environment, where other programs can read them.
"""

import argparse

from desktop import console
from desktop.errors import NothingToAsk


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="read secrets from standard input, a line each",
    )


def ask(args: argparse.Namespace, what: str) -> str:
    """One secret; `what` is shown to a person who is asked."""
    here = console.here()
    if args.passphrase_stdin:
        line = here.stdin.readline()
        if not line:
            raise NothingToAsk
        return line.rstrip("\r\n")
    if not here.stdin.isatty():
        raise NothingToAsk
    try:
        return here.secret(f"{what}: ")
    except EOFError:  # Ctrl+D: nobody answers
        raise NothingToAsk from None
