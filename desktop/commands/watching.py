"""`tacit documents watch` and its kin: folders whose files are read by themselves.

Each takes effect at once: what is new is read before the command ends. From then on the window
follows the folder while it is open, and `tacit documents refresh` does so when it is not.
"""

import argparse
from pathlib import Path

from desktop import library, meaning, watched
from desktop.cards import ErrorCard, command
from desktop.commands import terminal
from desktop.commands.acting import DONE, WRONG
from desktop.commands.subjects import Action
from desktop.commands.vault import learning, now, opened
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from desktop.watched import Round, Tally
from vault import watched as kept
from vault.connection import ReadConn
from vault.vault import Vault
from vault.watched import Folder, FolderState

NOT_WATCHED = ErrorCard(
    "This folder is not watched", "So there was nothing to end.",
    f"See which are: {command('documents watched')}",
)  # fmt: skip


def add(action: Action) -> None:
    new = action("watch", watch, "read a folder, and whatever changes in it from now on")
    new.add_argument("folder", type=Path)
    new.add_argument("--forget-gone", action="store_true", default=False,
                     help="forget a document a day after its file was deleted")  # fmt: skip
    action("watched", show, "the folders that are watched, and what could not be read")
    action("refresh", refresh, "look into all watched folders now")
    action("unwatch", unwatch, "follow a folder no more").add_argument("folder", type=Path)


def watch(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault:
        with vault.writer() as conn:
            own = paths.data.resolve()
            number = watched.watch(conn, args.folder, now(), forgets=args.forget_gone, own=own)
        _read(vault, paths, out, only=number)
        with vault.reader() as conn:
            _tell(conn, kept.folder(conn, number), out)
    out.say("The window follows it while it is open and unlocked. Without the window: "
            f"{command('documents refresh')}")  # fmt: skip
    return DONE


def refresh(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault:
        tally = _read(vault, paths, out)
    out.say(f"New: {tally.read}. Changed: {tally.changed}. Gone: {tally.gone}. "
            f"Not read: {tally.unread}.")  # fmt: skip
    out.data({"new": tally.read, "changed": tally.changed, "gone": tally.gone,
              "unread": tally.unread, "forgotten": tally.forgotten})  # fmt: skip
    return DONE


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        found = kept.folders(conn)
        for one in found:
            _tell(conn, one, out)
            for file in kept.troubles(conn, one.id):
                card = describe(watched.trouble(file))
                out.note(f"        {terminal.plain(file.path)}: {card.title}")
    if not found:
        out.say("No folder is watched.")
        out.say(f"To watch one: {command('documents watch ~/Documents')}")
    return DONE


def unwatch(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    wanted = str(args.folder.expanduser().resolve())
    with opened(args, paths, out) as vault, vault.writer() as conn:
        found = [one for one in kept.folders(conn) if one.path == wanted]
        if not found:
            out.error(NOT_WATCHED, "NotWatched")
            return WRONG
        watched.unwatch(conn, found[0].id, now())
    out.say(f"{wanted} is followed no more. Its documents stay.")
    out.data({"folder": wanted, "watched": False})
    return DONE


def _read(vault: Vault, paths: Paths, out: Output, *, only: int | None = None) -> Tally:
    """Everything that is new, file by file."""
    made = Round(vault, now, only=only)
    try:
        made.look()
        for outcome in made.outcomes():
            done = made.tally
            out.working(f"{done.done:,} of {done.of:,}: {outcome.path.name}")
    finally:
        made.close()
    with meaning.embedder(paths) as embedder:
        if embedder is not None:
            library.learn_meaning(vault, embedder, learning(out))
    return made.tally


def _tell(conn: ReadConn, one: Folder, out: Output) -> None:
    counts = kept.counts(conn, one.id)
    away = "  (not there now)" if one.state is FolderState.AWAY else ""
    out.say(f"{terminal.plain(one.path)}{away}\n        documents: {counts.kept}, not read: "
            f"{counts.unread}, gone: {counts.gone}")  # fmt: skip
    if one.left_out:
        out.note(f"        {one.left_out} in it could not be looked at.")
    out.data({"folder": one.path, "state": one.state.value, "documents": counts.kept,
              "unread": counts.unread, "gone": counts.gone, "left_out": one.left_out,
              "forgets_gone": one.forgets})  # fmt: skip
