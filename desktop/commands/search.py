"""`tacit search`: find what the vault remembers."""

import argparse
from dataclasses import asdict

from desktop.commands.vault import common_options, now, opened
from desktop.output import Output
from desktop.paths import Paths
from vault import search
from vault.items import Sensitivity
from vault.search import Query

SHOWN_CHARACTERS = 200


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "find what the vault remembers"
    parser = commands.add_parser("search", help=about, description=about)
    parser.add_argument("text")
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--secret", action="store_true", help="also what is marked as secret")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """By words only: the engine that knows meaning does not run here."""
    most_sensitive = Sensitivity.SECRET if args.secret else Sensitivity.PERSONAL
    query = Query(args.text, most=args.most, most_sensitive=most_sensitive)
    with opened(args, paths) as vault, vault.reader() as conn:
        hits = search.search(conn, query, now())
    for hit in hits:
        page = f", page {hit.page}" if hit.page else ""
        text = " ".join(hit.text.split())[:SHOWN_CHARACTERS]
        out.say(f"{hit.item:6}  {hit.happened:%Y-%m-%d}  {hit.kind}{page}  {text}")
        out.data(asdict(hit))
    if not hits:
        out.say("Nothing in the vault has these words.")
    return 0
