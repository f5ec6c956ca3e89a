"""`tacit transcribe`: what is said in a recording."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop import engines
from desktop.output import Output
from desktop.paths import Paths
from inference.errors import AudioUnreadable
from inference.types import Heard, HearingRequest, Partial
from models.errors import NoSuchPath

LARGEST_BYTES = 2_000_000_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "write down what is said in a recording"
    parser = commands.add_parser("transcribe", help=about, description=about)
    parser.add_argument("file", type=Path, help="a sound or video file")
    parser.add_argument(
        "--language", default="", metavar="XX", help="two letters, such as en or de"
    )
    parser.add_argument("--hints", default="", metavar="NAMES", help="names that may be said")
    parser.add_argument("--times", action="store_true", help="say when each part was said")
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Short recordings are read in one go, long ones part by part."""
    if not args.file.is_file():
        raise NoSuchPath(args.file)
    if args.file.stat().st_size > LARGEST_BYTES:
        raise AudioUnreadable(args.file.name)
    hints = tuple(filter(None, (name.strip() for name in args.hints.split(","))))
    request = HearingRequest(args.language, hints, whole=args.times)
    heard = Heard("", "")
    with engines.opened(paths) as here:
        hearing = here.transcriber(args.model)
        for event in hearing.transcribe(args.file.read_bytes(), request, is_file=True):
            if isinstance(event, Partial):
                out.working(event.settled[-60:])
            elif isinstance(event, Heard):
                heard = event
    for segment in heard.segments if args.times else ():
        out.say(f"{_clock(segment.start)}  {segment.text}")
    if args.language and heard.language != args.language:
        out.note(f"“{args.language}” is no language that these weights know; it was recognized.")
    if not args.times or not heard.segments:
        out.say(heard.text or "Nothing was said that could be understood.")
    out.data(asdict(heard))
    return 0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:3}:{rest:02}"
