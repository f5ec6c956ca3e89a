"""`tacit documents`: the owner's papers, read into the vault, found by what they say, forgotten.

Watched folders have their own file: `watching.py`.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop import console, engines, hearing, library, meaning, passphrase
from desktop.cards import ErrorCard, command
from desktop.commands import asking, subjects, terminal, watching
from desktop.commands.acting import DONE, NEEDS_YES, WRONG
from desktop.commands.numbers import at_least
from desktop.commands.vault import learning, now, opened
from desktop.errors import describe
from desktop.library import Outcome, Way
from desktop.output import Output
from desktop.paths import Paths
from desktop.reading_cards import missing
from inference.errors import PasswordNeeded
from inference.reading import citing, dated
from inference.reading.library import head
from inference.reading.series import Series
from inference.tools.errors import ValueRefused
from vault import appearances, documents, forget, tags
from vault.connection import ReadConn, WriteConn
from vault.documents import Document, Shown
from vault.vault import Vault

NOT_KEPT = ErrorCard(
    "The file itself is not in the vault", "Only what was read of it is. Nothing was written.",
    f"To keep files of documents from now on: {command('documents add --keep')} FILE",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "documents: read them in, list, show, ask, forget"
    action = subjects.begin(commands, "documents", about, every)
    some = action("list", every, "all documents, the latest first")
    some.add_argument("--tag", default="", help="only those with this tag")
    some.add_argument("--person", default="", metavar="NAME", help="only those that name somebody")
    some.add_argument("--about", default="", metavar="TIME",
                      help="only those that name a day of it: March, 2026, 2026-03-04")  # fmt: skip
    some.add_argument("--gone", action="store_true", default=False,
                      help="only those whose file is gone")  # fmt: skip
    new = action("add", take_in, "read files and folders into the vault")
    new.add_argument("files", nargs="+", type=Path, metavar="FILE")
    new.add_argument("--keep", action="store_true", default=False,
                     help="keep the files themselves in the vault, too")  # fmt: skip
    asking.add(action)
    one = action("show", show, "the text of a document")
    one.add_argument("document", type=at_least(1), help="its number")
    one.add_argument("--page", type=at_least(1), default=None)
    for name, run, told in (("tag", tag, "put words on a document"),
                            ("untag", untag, "take words off it")):  # fmt: skip
        marked = action(name, run, told)
        marked.add_argument("document", type=at_least(1), help="its number")
        marked.add_argument("tags", nargs="+", metavar="TAG")
    copy = action("save", save, "write the file that is kept in the vault somewhere, in clear")
    copy.add_argument("document", type=at_least(1), help="its number")
    copy.add_argument("file", type=Path, help="where to")
    watching.add(action)
    gone = action("forget", lose, "forget documents and what was learned from them")
    gone.add_argument("documents", nargs="+", type=at_least(1), metavar="NUMBER")
    gone.add_argument("--yes", action="store_true", default=False, help="the yes, given in advance")


def every(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with opened(args, paths, out) as vault, vault.reader() as conn:
        shown = _shown(conn, args)
        found = documents.listed(conn, documents.ALL, shown=shown) if shown is not None else []
    for one in found:
        more = "  (file gone)" if one.is_gone else ""
        more += "".join(f"  #{terminal.plain(tag)}" for tag in one.tags)
        out.say(f"{one.id:6}  {one.latest:%Y-%m-%d}  {one.page_count:4} p.  "
                f"{terminal.plain(one.title)}{more}")  # fmt: skip
        out.data(_row(one))
    if not found:
        is_all = shown == Shown()
        out.say("There are no documents yet." if is_all else "There is no such document.")
    return DONE


def _shown(conn: ReadConn, args: argparse.Namespace) -> Shown | None:
    """What was asked for; None where nobody of that name is known to documents."""
    about, name = getattr(args, "about", ""), getattr(args, "person", "")
    days = dated.meant(about, now().date()) if about else None
    if about and days is None:
        raise ValueRefused("time", "a month, a year or a day, such as March, 2026 or 2026-03-04")
    person = appearances.best_known(conn, name) if name else None
    if name and person is None:
        return None
    return Shown(getattr(args, "tag", ""), person, days, gone=getattr(args, "gone", False))


def tag(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    return _mark(args, paths, out, tags.add)


def untag(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    return _mark(args, paths, out, tags.remove)


def _mark(
    args: argparse.Namespace, paths: Paths, out: Output,
    change: Callable[[WriteConn, int, str], bool],
) -> int:  # fmt: skip
    with opened(args, paths, out) as vault, vault.writer() as conn, conn.transaction():
        documents.get(conn, args.document)
        for one in args.tags:
            change(conn, args.document, one)
        now_there = documents.get(conn, args.document).tags
    shown = ", ".join(map(terminal.plain, now_there)) or "none"
    out.say(f"Its tags: {shown}")
    out.data({"document": args.document, "tags": list(now_there)})
    return DONE


def save(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What leaves the vault is no longer sealed, and the owner is told."""
    with opened(args, paths, out) as vault, vault.reader() as conn:
        contents = documents.original(conn, args.document)
    if contents is None:
        out.error(NOT_KEPT, "OriginalNotKept")
        return WRONG
    library.save_copy(contents, args.file)
    out.say(f"Saved as {args.file}. There it lies in clear, readable to whoever gets at it.")
    out.data({"document": args.document, "file": str(args.file), "bytes": len(contents)})
    return DONE


def take_in(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """One file after the other; one that cannot be read stops no other."""
    code = DONE
    with opened(args, paths, out) as vault:
        with vault.reader() as conn:
            keeps = args.keep or library.keeps_originals(conn)
        with Series() as series, engines.opened(paths) as here:
            way = Way(keeps, series=series, hear=hearing.ready(paths, here))
            for path in library.files(args.files):
                outcome = taken(vault, path, args, out, way=way)
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
        labels = documents.labels(conn, (args.document,))
        people = [seen.name for _who, seen in appearances.people(conn, args.document)[:8]]
    wanted = [page for page in pages if args.page in (None, page.number)]
    out.say(f"{terminal.plain(one.title)} ({terminal.plain(one.source.ref)})")
    if one.is_gone:
        out.note("Its file is gone. What was read is still here.")
    if people:
        out.note(f"Names in it: {terminal.plain(', '.join(people))}")
    for page in wanted:
        where = citing.words(labels[one.id, page.number])
        counted = f"{page.number} of {one.page_count}"
        above = f"{where} ({counted})" if where and page.title else counted
        out.say(f"\n── {terminal.plain(above)} ──\n\n{terminal.plain(page.text)}")
        out.data({"document": one.id, "page": page.number, "place": where, "text": page.text})
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
    vault: Vault,
    path: Path,
    args: argparse.Namespace,
    out: Output,
    *,
    way: Way = Way(),  # noqa: B008 - frozen
) -> Outcome:
    """A file read into the vault; one that has a password is asked for it, if anybody is there."""

    def report(done: int, of: int) -> None:
        out.working(f"{path.name}: {done:,} of {of:,}")

    way = replace(way, report=report)
    outcome = library.take_in(vault, path, now(), way)
    if not isinstance(outcome.error, PasswordNeeded) or not console.here().stdin.isatty():
        return outcome
    password = passphrase.ask(args, f"Password of {path.name}")
    return library.take_in(vault, path, now(), replace(way, password=password))


def _tell(outcome: Outcome, out: Output) -> None:
    if outcome.error is not None:
        out.error(describe(outcome.error), type(outcome.error).__name__)
        return
    was = "is here already" if outcome.was_known else "is read"
    was = "has changed, and is read anew" if outcome.is_newer else was
    out.say(f"{outcome.document:6}  “{terminal.plain(outcome.path.name)}” {was}.")
    if outcome.alike:
        out.note(f"        It looks like another version of “{terminal.plain(outcome.alike)}”.")
    for sentence in outcome.missing:
        out.note(f"        {sentence}")
    out.data({"document": outcome.document, "file": str(outcome.path),
              "was_known": outcome.was_known, "is_newer": outcome.is_newer,
              "missing": list(outcome.missing)})  # fmt: skip


def _row(one: Document) -> dict[str, object]:
    return {
        "document": one.id, "title": one.title, "media": one.media, "language": one.language,
        "pages": one.page_count, "bytes": one.size, "file": one.source.ref,
        "added": one.added.isoformat(), "has_original": one.has_original,
        "changed": one.changed.isoformat() if one.changed else None, "is_gone": one.is_gone,
        "tags": list(one.tags), "alike": one.alike,
    }  # fmt: skip
