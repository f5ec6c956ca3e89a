"""`tacit folders`: where Tacit was let in. Only this, typed by the owner, lets it in anywhere."""

import argparse
from pathlib import Path

from desktop.cards import ErrorCard, command
from desktop.commands import subjects
from desktop.commands.acting import DONE, WRONG
from desktop.commands.vault import now, opened
from desktop.output import Output
from desktop.paths import Paths
from inference import granted_folders
from vault import audit

NOT_LET_IN = ErrorCard(
    "Tacit was not let into this folder", "So there was nothing to take away.",
    f"See where it is let in: {command('folders list')}",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "the folders that Tacit may look into and tidy: list, grant, revoke"
    action = subjects.begin(commands, "folders", about, show)
    action("list", show, "where Tacit was let in")
    for name, run, about in (
        ("grant", grant, "let Tacit into a folder and all below it"),
        ("revoke", revoke, "shut Tacit out of it again"),
    ):
        action(name, run, about).add_argument("folder", type=Path)


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        found = granted_folders.folders(conn)
        for folder in found:
            out.say(str(folder))
            out.data({"folder": str(folder)})
        if not found:
            out.say("You have let Tacit into no folder.")
            out.say(f"To let it into one: {command('folders grant ~/Documents')}")
    return DONE


def grant(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.writer() as conn, conn.transaction():
        real = granted_folders.grant(conn, args.folder)
        audit.note(conn, "folder granted", {"folder": str(real)}, now())
    out.say(f"Tacit may look into {real} and tidy there. To shut it out again: "
            f"{command('folders revoke')} {real}")  # fmt: skip
    out.data({"folder": str(real), "granted": True})
    return DONE


def revoke(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.writer() as conn, conn.transaction():
        is_gone = granted_folders.revoke(conn, args.folder)
        if is_gone:
            audit.note(conn, "folder revoked", {"folder": str(args.folder)}, now())
    if not is_gone:
        out.error(NOT_LET_IN, "NotLetIn")
        return WRONG
    out.say(f"Tacit is shut out of {args.folder}.")
    out.data({"folder": str(args.folder), "granted": False})
    return DONE
