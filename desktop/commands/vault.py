"""`tacit vault`: make, check, save, restore, export, erase the vault."""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from desktop import lent, meaning, passphrase, strength
from desktop.cards import size
from desktop.output import Output
from desktop.paths import Paths
from desktop.strength import Level
from models.catalog import Role
from models.errors import NoDefaultWeights
from models.progress import Progress
from vault import audit, backup, entities, forget, header_file, items, keychain
from vault.audit import Stretch
from vault.connection import ReadConn
from vault.erase import erase
from vault.errors import KeychainUnavailable, NotThere, VaultMissing
from vault.export import export
from vault.forget import What
from vault.keyslots import SlotKind
from vault.places import Places
from vault.progress import Report
from vault.vault import Finding, Opener, Vault, with_keychain, with_passphrase, with_recovery

Run = Callable[[argparse.Namespace, Paths, Output], int]
NEEDS_YES = 2
PATIENCE_S = 0.5
"nobody wonders what is going on for so long"
FOUND = {
    Finding.RECOVERY_RENEWED: "The change of the recovery key that was stopped is finished: the "
    "one that was shown then holds, the one before it opens nothing now.",
    Finding.KEYCHAIN_SILENT: "The system’s keychain does not say how far this vault was when it "
    "was last open, so an older state could not be noticed there.",
    Finding.MIGRATED: "The vault was brought up to date for this version. A backup was made first.",
}
PLAIN_WARNING = "Everything will lie there in clear, readable to anyone who gets at that folder."


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("vault", help="the encrypted vault: make, check, save, restore")
    subjects = parser.add_subparsers(title="what to do", metavar="…")

    def explain(_args: argparse.Namespace, _paths: Paths, _out: Output) -> int:
        parser.print_help()
        return NEEDS_YES

    parser.set_defaults(run=explain)

    def action(
        name: str, run: Run, about: str, *, opens: bool = True, alone: bool = False
    ) -> argparse.ArgumentParser:
        one = subjects.add_parser(name, help=about, description=about)
        common_options(one, run, opens=opens)
        one.set_defaults(borrows=opens and not alone)
        return one

    action("create", create, "make a vault; shows the recovery key once", opens=False)
    action("status", status, "whether there is a vault, without opening it", opens=False)
    action("passwd", change_passphrase, "set a new passphrase", alone=True)
    action("recovery", renew_recovery, "make a new recovery key; the old one stops working",
           alone=True)  # fmt: skip
    chain = action("keychain", use_keychain, "open with the system's keychain, or no longer",
                   alone=True)  # fmt: skip
    chain.add_argument("state", choices=("on", "off", "status"))
    action("backup", save, "one encrypted file with everything")
    bring = action("restore", restore, "bring a backup where no vault is", alone=True)
    bring.add_argument("path", type=Path)
    mend = action("salvage", save_what_is_left, "save what can be read of a damaged vault",
                  alone=True)  # fmt: skip
    mend.add_argument("folder", type=Path, help="where the new vault goes")
    check = action("verify", verify, "check every page and every record of the log")
    check.add_argument("--seals", action="store_true", help="the seals too, by recovery key")
    out = action("export", export_all, "everything in readable form, in clear")
    out.add_argument("folder", type=Path)
    out.add_argument("--yes", action="store_true", help="the yes, given in advance")
    lose = action("forget", forget_items, "forget items and everything derived from them")
    lose.add_argument("items", type=int, nargs="*", metavar="ITEM")
    lose.add_argument("--person", help="what mentions this person, place or thing")
    lose.add_argument("--source", help="what came from this file or message")
    lose.add_argument("--since", type=datetime.fromisoformat, help="what happened from this day on")
    lose.add_argument("--until", type=datetime.fromisoformat, help="what happened before this day")
    lose.add_argument("--yes", action="store_true", help="the yes, given in advance")
    action("rebuild-index", rebuild_index, "learn the meaning of everything anew")
    end = action("erase", erase_all, "destroy the vault and its backups", opens=False)
    end.add_argument("--yes-erase-everything", action="store_true")


def common_options(parser: argparse.ArgumentParser, run: Run, *, opens: bool = True) -> None:
    """What every command that speaks of the vault has.

    One that opens it borrows it where the window has it open; those that change the ways into the
    vault, or its file, need it to themselves.
    """
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS,
                        help="one JSON object per line")  # fmt: skip
    passphrase.add_option(parser)
    if opens:
        parser.add_argument("--recovery", action="store_true",
                            help="open with the recovery key instead")  # fmt: skip
        parser.add_argument("--ask", action="store_true",
                            help="for the passphrase, not the keychain")  # fmt: skip
        parser.add_argument("--accept-older", action="store_true",
                            help="open an older state that you put back yourself")  # fmt: skip
    parser.set_defaults(run=run, borrows=opens)


def create(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    first = passphrase.ask(args, "A passphrase for the vault")
    if passphrase.ask(args, "The same again") != first:
        out.say("The two were not the same, so nothing was made.")
        return NEEDS_YES
    _judge(first, out)
    vault, recovery_key = Vault.create(_places(paths), first, now())
    vault.close()
    out.say("The vault is made. This is its recovery key, shown only now:\n")
    out.say(f"    {recovery_key}\n")
    out.say("Write it down and keep it away from this computer. Without it and without the")
    out.say("passphrase nobody can open the vault, Tacit’s makers included.")
    out.data({"created": True, "recovery_key": recovery_key})
    return 0


def status(_args: argparse.Namespace, paths: Paths, out: Output) -> int:
    places = _places(paths)
    if not places.exists():
        raise VaultMissing(places.folder)
    saved = backup.kept(places.backups)
    length = places.database.stat().st_size if places.database.exists() else 0
    out.say(f"A vault of {size(length)}, locked. Backups: {len(saved)}.")
    out.data({"exists": True, "bytes": length, "backups": [str(path) for path in saved]})
    return 0


def change_passphrase(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out, by_owner=True) as vault:
        new = passphrase.ask(args, "The new passphrase")
        if passphrase.ask(args, "The same again") != new:
            out.say("The two were not the same, so the passphrase was not changed.")
            return NEEDS_YES
        _judge(new, out)
        vault.change_passphrase(new, now())
    out.say("The passphrase is changed. Backups made before open with the old one.")
    out.data({"changed": True})
    return 0


def _judge(passphrase: str, out: Output) -> None:
    """Refuse what protects nothing, and say what the rest is worth."""
    found = strength.require(passphrase)
    unit, count = found.span
    some = unit.removesuffix("s") if count == 1 else unit
    if found.level is Level.WEAK:
        out.note(f"Somebody with the vault’s file and strong machines would guess this passphrase "
                 f"in about {count} {some}. A few more words make it far stronger.")  # fmt: skip


def renew_recovery(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    def show(text: str) -> None:
        out.say(f"The new recovery key, shown only now:\n\n    {text}\n")
        out.say("The old one holds until this is done.")
        out.data({"recovery_key": text})

    with opened(args, paths, out, by_owner=True) as vault:
        vault.renew_recovery(now(), show)
    out.say("Done. The old one opens nothing now; backups made before still open with it.")
    out.data({"renewed": True})
    return 0


def use_keychain(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    if args.state == "status":
        return _keychain_status(paths, out)
    if args.state == "on":
        keychain.need()  # before anything is asked
        with opened(args, paths, out, by_owner=True) as vault:
            vault.add_keychain(now())
        out.say("The system’s keychain opens the vault now. Whoever uses your account while you")
        out.say("are logged in can open it too. Passphrase and recovery key stay as they are.")
    else:
        with opened(args, paths, out) as vault:
            vault.remove_keychain(now())
        out.say("The system’s keychain does not open the vault any more.")
    out.data({"keychain": args.state})
    return 0


def _keychain_status(paths: Paths, out: Output) -> int:
    places = _places(paths)
    if not places.exists():
        raise VaultMissing(places.folder)
    is_on = header_file.load(places.header).slot(SlotKind.KEYCHAIN) is not None
    is_there = keychain.is_there()
    out.say("The system’s keychain opens the vault." if is_on
            else "The system’s keychain does not open the vault.")  # fmt: skip
    if is_there:
        out.say("It remembers how far the vault was, so that an older one is noticed.")
    else:
        out.say("There is none here that keeps secrets safely.")
    out.data({"keychain": "on" if is_on else "off", "is_there": is_there})
    return 0


def save(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault:
        path = vault.backup()
    out.say(f"Saved, and opened once to be sure: {path} ({size(path.stat().st_size)})")
    out.data({"backup": str(path), "bytes": path.stat().st_size})
    return 0


def restore(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    path = Path(args.path).expanduser()
    vault = Vault.restore(path, _places(paths), _opener(args), now())
    with vault.reader() as conn:
        count = int(conn.value("SELECT count(*) FROM item"))
    vault.close()
    out.say(f"Restored: {count} items, each page checked.")
    out.data({"restored": True, "items": count})
    return 0


def verify(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault:
        records = vault.verify()
        unsealed = _check_seals(vault, args) if args.seals else []
    seals = ", seals included" if args.seals and not unsealed else ""
    out.say(f"Every page and all {records} records of the log are as they were written{seals}.")
    for stretch in unsealed:
        out.say(f"The seals of records {stretch.first} to {stretch.last} could not be checked: "
                "they are under another recovery key.")  # fmt: skip
    out.data({"whole": True, "records": records, "seals": args.seals,
              "unsealed": [[stretch.first, stretch.last] for stretch in unsealed]})  # fmt: skip
    return 0


def _check_seals(vault: Vault, args: argparse.Namespace) -> list[Stretch]:
    """Check what this recovery key can check; the rest."""
    recovery_key = passphrase.ask(args, "The recovery key")
    with vault.reader() as conn:
        audit.verify(conn, recovery_key)
        return audit.unsealed(conn, recovery_key)


def export_all(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    folder = Path(args.folder).expanduser()
    if not args.yes and not agrees(out, f"{PLAIN_WARNING} Export to {folder}?"):
        return NEEDS_YES
    with opened(args, paths, out) as vault, vault.writer() as conn:
        counts = export(conn, folder)
        audit.note(conn, "exported", {"rows": sum(counts.values())}, now())
    out.say(f"Exported {counts['item']} items and {counts['files']} files to {folder}, in clear.")
    out.data({"folder": str(folder), "counts": counts})
    return 0


def forget_items(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.writer() as conn:
        for number in args.items:
            items.get(conn, number)
        meant = forget.find(conn, _what(conn, args))
        if not meant:
            out.say("Nothing in the vault is meant by that.")
            out.data({"forgotten": []})
            return 0
        seen = forget.preview(conn, meant)
        kinds = ", ".join(f"{kind} ({count})" for kind, count in seen.kinds.items())
        out.say(f"This goes: {kinds}; {seen.along} of it because it was derived or lies inside.")
        if not args.yes and not agrees(out, "Forget it for good?"):
            return NEEDS_YES
        gone = forget.forget(conn, meant, now())
    out.say(f"Forgotten: {len(gone.items)}. Backups made before still hold it.")
    out.data({"forgotten": list(gone.items)})
    return 0


def _what(conn: ReadConn, args: argparse.Namespace) -> What:
    """What the options mean, all of them together."""
    people = tuple(one.id for one in entities.find(conn, args.person)) if args.person else ()
    if args.person and not people:
        raise NotThere("person", args.person)
    return What(
        items=tuple(args.items),
        source_ref=args.source or "",
        about=people,
        since=args.since.astimezone(UTC) if args.since else None,
        until=args.until.astimezone(UTC) if args.until else None,
    )


def save_what_is_left(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    folder = Path(args.folder).expanduser()
    into = Places.of(folder, folder.with_name(folder.name + ".anchor"))
    saved, recovery_key = Vault.salvage(_places(paths), _opener(args), into, now())
    for one in saved:
        if one.rows or not one.is_whole:
            out.say(f"  {one.table:12} {one.rows:6}  {'all' if one.is_whole else 'what was left'}")
        out.data(asdict(one))
    out.say(f"A new vault lies in {folder}; the damaged one is untouched. Its recovery key:\n")
    out.say(f"    {recovery_key}")
    out.data({"folder": str(folder), "recovery_key": recovery_key})
    return 0


def rebuild_index(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """For other weights, or where search finds worse than it did; nothing else is changed."""
    with opened(args, paths, out) as vault, meaning.embedder(paths) as embedder:
        if embedder is None:
            raise NoDefaultWeights(Role.EMBED)
        with vault.writer() as conn:
            count = meaning.rebuilt(conn, embedder, learning(out))
        out.say(f"The meaning of {count:,} passages was learned anew, by “{embedder.model}”.")
        out.data({"passages": count, "model": embedder.model})
    return 0


def erase_all(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    places = _places(paths)
    if not places.exists():
        raise VaultMissing(places.folder)
    question = "Destroy the vault and all its backups? Nobody can undo this."
    if not args.yes_erase_everything and not agrees(out, question):
        return NEEDS_YES
    erase(places)
    out.say("The vault is gone: its keys first, then its files.")
    out.data({"erased": True})
    return 0


@contextmanager
def opened(
    args: argparse.Namespace, paths: Paths, out: Output | None = None, *, by_owner: bool = False
) -> Iterator[Vault]:
    """The vault, open for one command; closed in order whatever happens, if it was opened for it.

    `by_owner`: what changes the ways in needs the passphrase or the recovery key; the keychain
    would let anyone at this computer.
    """
    places = _places(paths)
    if not places.exists():
        raise VaultMissing(places.folder)
    if (borrowed := lent.found()) is not None:
        yield borrowed.vault
        return
    speaking = out or Output(as_json=args.json)
    vault = _unlocked(args, places, _patient(speaking), by_owner=by_owner)
    for finding in vault.findings:
        speaking.say(FOUND[finding])
        speaking.data({"event": "found", "what": finding.value})
    try:
        yield vault
    finally:
        vault.close()


def _patient(out: Output) -> Report:
    """Progress, once there is something to wait for."""
    return _slow(lambda done, total: out.progress(Progress("Reading the vault", done, total)))


def learning(out: Output) -> Report:
    """Progress in passages, once there is something to wait for."""

    def report(done: int, total: int) -> None:
        out.share("Learning what texts mean", done / max(total, 1))

    return _slow(report)


def _slow(tell: Report) -> Report:
    began: float | None = None
    last = 0

    def report(done: int, total: int) -> None:
        nonlocal began, last
        if began is None or done <= last:  # the first long thing, or the next
            began = time.monotonic()
        last = done
        if time.monotonic() - began > PATIENCE_S:
            tell(done, total)

    return report


def _unlocked(args: argparse.Namespace, places: Places, report: Report, *, by_owner: bool) -> Vault:
    """Through the keychain, unless that is not wanted or does not open it."""
    unlock = partial(Vault.unlock, places, now=now(), accept_older=args.accept_older,
                     report=report)  # fmt: skip
    if not (by_owner or args.ask or args.recovery or args.passphrase_stdin):
        with suppress(KeychainUnavailable):
            return unlock(with_keychain())
    return unlock(_opener(args))


def _opener(args: argparse.Namespace) -> Opener:
    if args.recovery:
        return with_recovery(passphrase.ask(args, "The recovery key"))
    return with_passphrase(passphrase.ask(args, "The passphrase"))


def agrees(out: Output, question: str) -> bool:
    answer = out.ask(question)
    if answer is None:
        out.say("Nothing was done: this needs a yes. Give --yes to say it in advance.")
        out.data({"event": "needs yes"})
    return bool(answer)


def _places(paths: Paths) -> Places:
    return Places.of(paths.data, paths.config)


def now() -> datetime:
    return datetime.now(UTC)
