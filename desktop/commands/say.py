"""`tacit say`: a text as speech, in a WAV file."""

import argparse
import io
import wave
from pathlib import Path

from desktop import console, engines
from desktop.cards import ErrorCard
from desktop.commands.numbers import within
from desktop.errors import CannotWrite, is_expected
from desktop.output import Output
from desktop.paths import Paths
from inference.types import SpeakingRequest
from models.errors import NoSuchPath

USAGE = 2
TO_STDOUT = Path("-")
SLOWEST, FASTEST = 0.5, 2.5


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "speak a text into a WAV file"
    parser = commands.add_parser("say", help=about, description=about)
    parser.add_argument("text", help="what to say; - reads it from standard input")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--speed", type=within(SLOWEST, FASTEST), default=1.0, metavar="X", help="0.5 to 2.5"
    )
    parser.add_argument("--voice", type=int, default=0, metavar="N", help="of several speakers")
    parser.add_argument("--model", default="", metavar="NAME", help="which voice")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """The file appears when it is whole; one of that name is written over, as -o says."""
    text = console.here().stdin.read() if args.text == "-" else args.text
    if args.output != TO_STDOUT and not args.output.absolute().parent.is_dir():
        raise NoSuchPath(args.output.absolute().parent)
    sounds = []
    with engines.opened(paths) as here:
        request = SpeakingRequest(text, args.speed, args.voice)
        for sound in here.speaker(args.model).say(request):
            sounds.append(sound)
            out.working(f"Speaking: {sum(len(one.pcm) for one in sounds) // (2 * sound.rate)} s")
    if not sounds:
        out.error(NOTHING_TO_SAY, "NothingToSay")
        return USAGE
    pcm = b"".join(sound.pcm for sound in sounds)
    seconds = len(pcm) / 2 / sounds[0].rate
    if args.output == TO_STDOUT:
        console.here().stdout.buffer.write(_wav(pcm, sounds[0].rate))
        return 0
    _write_whole(args.output, _wav(pcm, sounds[0].rate))
    out.say(f"{seconds:.1f} seconds of speech in {args.output}")
    out.data({"file": str(args.output), "seconds": round(seconds, 3), "rate": sounds[0].rate})
    return 0


def _wav(pcm: bytes, rate: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return made.getvalue()


def _write_whole(path: Path, content: bytes) -> None:
    """A file is replaced in one step; a pipe or a device is written into."""
    path = path.resolve()  # where a link leads, not the link
    half = path.with_name(f".{path.name}.half")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        try:
            half.write_bytes(content)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        if is_expected(error):
            raise
        raise CannotWrite(path) from error


NOTHING_TO_SAY = ErrorCard(
    "There is nothing to say",
    "The text has no words that this voice can speak. No file was written.",
    "Try another text, or another voice.",
)
