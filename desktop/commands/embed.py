"""`tacit embed`: the meaning of texts as vectors, or how alike they are."""

import argparse

from desktop import console, engines
from desktop.cards import ErrorCard, command
from desktop.output import Output
from desktop.paths import Paths

SHOWN_CHARACTERS = 40
USAGE = 2
NO_TEXTS = ErrorCard(
    "There is nothing to compare", "No text was given.", f"For example: {command('embed')} cat dog"
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "say how alike texts are in meaning; with --json, their vectors"
    parser = commands.add_parser("embed", help=about, description=about)
    parser.add_argument("texts", nargs="*", help="texts; without any, lines of standard input")
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """For people, the likeness of each text to the first; for programs, one vector a line."""
    given = [] if args.texts == ["-"] else args.texts
    texts = given or [line.rstrip("\n") for line in console.here().stdin if line.strip()]
    if not texts:
        out.error(NO_TEXTS, "NoTexts")
        return USAGE
    with engines.opened(paths) as here:
        embedder = here.embedder(args.model)
        vectors = embedder.embed(texts)
        out.say(f"{embedder.model}, {embedder.dimensions} dimensions")
        for text, vector in zip(texts, vectors, strict=True):
            shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
            out.say(f"{float(vectors[0] @ vector):6.3f}  {shown}")
            out.data({"text": text, "model": embedder.model, "vector": vector.tolist()})
    return 0
