"""`tacit update FILE`: a newer Tacit from a file; it is asked for, and comes in no other way."""

import argparse
from pathlib import Path

from desktop import local_wire, updating
from desktop.commands.vault import agrees
from desktop.output import Output
from desktop.paths import Paths
from desktop.update_cards import StillOpen

NEEDS_YES = 2


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "bring a newer Tacit out of a file, if it was signed with the key of this one"
    parser = commands.add_parser("update", help=about, description=about)
    parser.add_argument("file", type=Path, metavar="FILE", help=f"tacit-….{updating.SUFFIX[1:]}")
    parser.add_argument("--yes", action="store_true", help="the yes, given in advance")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS,
                        help="one JSON object per line")  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Look, ask, try, and only then let it take the old one's place."""
    folder = updating.program()
    update = updating.look(args.file, folder)
    out.say(f"Tacit {update.version}, signed with the key of the Tacit that is installed.")
    if not args.yes and not agrees(out, "Install it?"):
        return NEEDS_YES
    _refuse_while_open(paths)
    new = updating.bring_in(update, folder, out.progress)
    updating.swap(new, folder)
    out.say(f"Tacit {update.version} is installed. What it remembers is as it was.")
    out.data({"installed": update.version})
    return 0


def _refuse_while_open(paths: Paths) -> None:
    """A window reads of its program while it runs, and would find another's."""
    place = local_wire.address(paths)
    if not local_wire.may_be_there(place):
        return
    from desktop import visit

    with visit.made(place) as line:
        if line is not None:
            raise StillOpen
