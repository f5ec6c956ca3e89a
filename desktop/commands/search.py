"""`tacit search`: find what the vault remembers."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from desktop import meaning
from desktop.cards import ErrorCard
from desktop.commands import terminal
from desktop.commands.numbers import at_least
from desktop.commands.vault import common_options, learning, now, opened
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from inference.errors import InferenceError
from inference.reading import citing
from vault import search
from vault.items import Sensitivity
from vault.search import Hit, Query
from vault.vault import Vault

SHOWN_CHARACTERS = 200
USAGE = 2
NOTHING_ASKED = ErrorCard(
    "Nothing to search for", "The words are empty.", "Say what to look for, and search again."
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "find what the vault remembers"
    parser = commands.add_parser("search", help=about, description=about)
    parser.add_argument("text")
    parser.add_argument("--most", type=at_least(1), default=10)
    parser.add_argument("--words", action="store_true", help="by words only, not by meaning")
    parser.add_argument("--secret", action="store_true", help="also what is marked as secret")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """By words and meaning together; by words alone where no weights for meaning are ready."""
    if not args.text.strip():
        out.error(NOTHING_ASKED, "NothingAsked")
        return USAGE
    most_sensitive = Sensitivity.SECRET if args.secret else Sensitivity.PERSONAL
    query = Query(args.text, most=args.most, most_sensitive=most_sensitive)
    with opened(args, paths) as vault:
        hits = _by_words(vault, query) if args.words else _by_both(vault, query, paths, out)
        places = _places(vault, hits)
    for hit, place in zip(hits, places, strict=True):
        where = f", {place}" if place else ""
        text = " ".join(hit.text.split())[:SHOWN_CHARACTERS]
        out.say(f"{hit.item:6}  {hit.happened:%Y-%m-%d}  {hit.kind}{where}  {text}")
        out.data({**asdict(hit), "place": place})
    if not hits:
        out.say("Nothing like this is in the vault.")
    return 0


def _places(vault: Vault, hits: Sequence[Hit]) -> list[str]:
    """Where in its document each was found; nothing for what has no pages."""
    with vault.reader() as conn:
        return [
            terminal.plain(citing.place(conn, hit.item, (hit.page,))) if hit.page else ""
            for hit in hits
        ]


def _by_words(vault: Vault, query: Query) -> list[Hit]:
    with vault.reader() as conn:
        return search.search(conn, query, now())


def _by_both(vault: Vault, query: Query, paths: Paths, out: Output) -> list[Hit]:
    with meaning.embedder(paths) as embedder:
        if embedder is None:
            out.note("No weights for meaning are ready, so words alone were searched.")
            return _by_words(vault, query)
        try:
            with vault.writer() as conn:
                index = meaning.up_to_date(conn, embedder, learning(out))
                row = embedder.embed([query.text])[0]
                return search.search(conn, query, now(), index, row)
        except InferenceError as error:
            out.note(f"{describe(error).title}. Searched by words only.")
            return _by_words(vault, query)
