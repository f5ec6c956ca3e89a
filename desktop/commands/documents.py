"""`tacit documents`: the owner's papers, read into the vault, found by what they say, forgotten."""

import argparse
from pathlib import Path

from desktop import console, library, meaning, passphrase
from desktop.commands import asking, subjects, terminal
from desktop.commands.acting import DONE, NEEDS_YES, WRONG
from desktop.commands.numbers import at_least
from desktop.commands.vault import learning, now, opened
from desktop.errors import describe
from desktop.library import Outcome, Way
from desktop.output import Output
from desktop.paths import Paths
from desktop.reading_cards import missing
from inference.errors import PasswordNeeded
from inference.reading.library import head
from vault import documents, forget
from vault.documents import Document
from vault.vault import Vault


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "documents: read them in, list, show, ask, forget"
    action = subjects.begin(commands, "documents", about, every)
    action("list", every, "all documents, the latest first")
    new = action("add", take_in, "read files and folders into the vault")
    new.add_argument("files", nargs="+", type=Path, metavar="FILE")
    new.add_argument("--keep", action="store_true", default=False,
                     help="keep the files themselves in the vault, too")  # fmt: skip
    asking.add(action)
    one = action("show", show, "the text of a document")
    one.add_argument("document", type=at_least(1), help="its number")
    one.add_argument("--page", type=at_least(1), default=None)
    gone = action("forget", lose, "forget documents and what was learned from them")
    gone.add_argument("documents", nargs="+", type=at_least(1), metavar="NUMBER")
    gone.add_argument("--yes", action="store_true", default=False, help="the yes, given in advance")


def every(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        found = documents.listed(conn)
    for one in found:
        out.say(f"{one.id:6}  {one.added:%Y-%m-%d}  {one.page_count:4} p.  "
                f"{terminal.plain(one.title)}")  # fmt: skip
        out.data(_row(one))
    if not found:
        out.say("There are no documents yet.")
    return DONE


def take_in(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """One file after the other; one that cannot be read stops no other."""
    code = DONE
    with opened(args, paths, out) as vault:
        for path in library.files(args.files):
            outcome = taken(vault, path, args, out, keeps=args.keep)
            _tell(outcome, out)
            if outcome.error is not None:
                code = WRONG
        with meaning.embedder(paths) as embedder:
            if embedder is not None:
                library.learn_meaning(vault, embedder, learning(out))
    return code


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        one = documents.get(conn, args.document)
        pages = documents.pages(conn, args.document)
    wanted = [page for page in pages if args.page in (None, page.number)]
    out.say(f"{terminal.plain(one.title)} ({terminal.plain(one.source.ref)})")
    for page in wanted:
        out.say(f"\n── {page.number} of {one.page_count} ──\n\n{terminal.plain(page.text)}")
        out.data({"document": one.id, "page": page.number, "text": page.text})
    for sentence in missing(head(one), len(pages)):
        out.note(sentence)
    if not wanted:
        out.say("It has no such page.")
        return WRONG
    return DONE


def lose(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.writer() as conn:
        for number in args.documents:
            documents.get(conn, number)
        along = forget.preview(conn, args.documents).along
        question = f"Forget {len(args.documents)}, and {along} things that came from them?"
        if not args.yes and not out.ask(question):
            out.say("Nothing was forgotten: this needs a yes. Give --yes to say it in advance.")
            return NEEDS_YES
        gone = forget.forget(conn, args.documents, now())
    out.say(f"Forgotten: {len(gone.items)}. The files themselves are untouched.")
    out.data({"forgotten": list(gone.items)})
    return DONE


def taken(
    vault: Vault, path: Path, args: argparse.Namespace, out: Output, *, keeps: bool = False
) -> Outcome:
    """A file read into the vault; one that has a password is asked for it, if anybody is there."""

    def report(done: int, of: int) -> None:
        out.working(f"{path.name}: {done:,} of {of:,}")

    outcome = library.take_in(vault, path, now(), Way(keeps, report=report))
    if not isinstance(outcome.error, PasswordNeeded) or not console.here().stdin.isatty():
        return outcome
    password = passphrase.ask(args, f"Password of {path.name}")
    return library.take_in(vault, path, now(), Way(keeps, password, report))


def _tell(outcome: Outcome, out: Output) -> None:
    if outcome.error is not None:
        out.error(describe(outcome.error), type(outcome.error).__name__)
        return
    was = "is here already" if outcome.was_known else "is read"
    out.say(f"{outcome.document:6}  “{terminal.plain(outcome.path.name)}” {was}.")
    for sentence in outcome.missing:
        out.note(f"        {sentence}")
    out.data({"document": outcome.document, "file": str(outcome.path),
              "was_known": outcome.was_known, "missing": list(outcome.missing)})  # fmt: skip


def _row(one: Document) -> dict[str, object]:
    return {
        "document": one.id, "title": one.title, "media": one.media, "language": one.language,
        "pages": one.page_count, "bytes": one.size, "file": one.source.ref,
        "added": one.added.isoformat(), "has_original": one.has_original,
    }  # fmt: skip
