"""A hundred requests as they are said: `python -m benchmarks.voice_requests [--misses]`.

Each of `data/spoken.txt` is said by one of several voices (Piper joe, as he is and higher or lower;
flite's and espeak-ng's men and women, where they are installed), slower or faster, plain, with
white noise or with others who talk, and read while it comes, as from a microphone. What was
understood is planned as in `benchmarks/requests.py`, and the same words as they are written, too:
what was lost in hearing is the difference. Right is a plan with the right tool and all arguments
right. The recognizer expects what it does in the window: how one asks, and what the things are
called that requests are about.
"""

import argparse
import io
import random
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import listening
from benchmarks.listening import RATE, Wave
from benchmarks.request_scores import Request, read_request
from benchmarks.requests import known_tools, miss, outcome, planner, report
from desktop import engines as opening
from desktop import paths
from inference.engines.local import Engines
from inference.types import HearingRequest
from inference.voice import hints
from vault import documents, notes, reminders, tasks
from vault.documents import NewDocument
from vault.items import Origin, Source
from vault.keyslots import Cost
from vault.places import Places
from vault.reminders import NewReminder
from vault.tasks import NewTask
from vault.vault import Vault

SET = Path(__file__).parent / "data" / "spoken.txt"
NOW = "2026-11-18T11:30:00+01:00"
NOISES = ("plain", "plain", "white", "others")
STEP = RATE // 10
TASKS = (
    "Repair the garden gate", "Return the library books", "Do the tax return", "Clean the windows",
    "Finish the budget report", "Go to the dentist", "Prepare the speech", "Order printer paper",
    "Book the flights to Lisbon", "Call Bob",
)  # fmt: skip
REMINDERS = ("Put the bins out", "Check the oven")
NOTES = ("Boiler", "Blue paint", "Office move")
PAPERS = ("Rental contract", "Lease", "Warranty of the washing machine")
"what is there when it is asked for, finished, moved or looked for; what is only now made is not"


@dataclass(frozen=True)
class Voice:
    """Somebody who speaks."""

    name: str
    pitch: float = 1.0
    speed: float = 1.0


VOICES = (
    Voice("joe"), Voice("joe", 1.08, 1.1), Voice("joe", 0.92, 0.9), Voice("joe", 1.0, 1.3),
    Voice("en-us+f3", speed=0.9), Voice("en-gb+m3"), Voice("en-gb-scotland"),
    Voice("flite slt"), Voice("flite rms", speed=1.1), Voice("flite awb"),
)  # fmt: skip


def requests(path: Path) -> Iterator[Request]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            say, kind, tool, given = _parts(line)
            yield read_request({
                "say": say, "kind": kind, "tool": tool or None, "asks": False, "now": NOW,
                **_arguments(given),
            })  # fmt: skip


def _parts(line: str) -> tuple[str, str, str, str]:
    say, kind, tool, given = ([*line.split("|"), "", ""])[:4]
    return say.strip(), kind.strip(), tool.strip(), given.strip()


def _arguments(given: str) -> dict[str, Any]:
    """What is right for each argument; several ways of it where there are."""
    first: dict[str, str] = {}
    accept: dict[str, Any] = {}
    pairs = (one.partition("=") for one in given.replace(";BYDAY", "\0BYDAY").split(";") if one)
    for name, _, value in pairs:
        values = value.strip().replace("\0", ";").split("/")
        first[name.strip()] = values[0]
        accept[name.strip()] = "*" if "*" in values else values
    arguments = {name: one for name, one in first.items() if one != "*" or len(accept) == 1}
    return {"arguments": {} if "*" in arguments.values() else arguments, "accept": accept}


def spoken(engines: Engines, text: str, voice: Voice) -> Wave:
    """Somebody's sound at our rate."""
    if voice.name == "joe":
        pcm = listening.recorded(listening.spoken(engines, text, voice.speed))
        return _pitched(np.frombuffer(pcm, np.int16).astype(np.float32) / 32768, voice.pitch)
    said = subprocess.run(_program(voice, text), capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(said)) as file:
        rate, raw = file.getframerate(), said[44:]
    sound = np.frombuffer(raw[: len(raw) // 2 * 2], np.int16).astype(np.float32) / 32768
    return _pitched(sound, rate / RATE)


def _program(voice: Voice, text: str) -> list[str]:
    """What writes a sound file to its standard output."""
    program, _, who = voice.name.partition(" ")
    if program == "flite":
        stretch = f"duration_stretch={1 / voice.speed:.2f}"
        return ["flite", "-voice", who, "--setf", stretch, "-t", text, "-o", "/dev/stdout"]
    return ["espeak-ng", "-v", voice.name, "-s", str(int(165 * voice.speed)), "--stdout", text]


def _is_here(voice: Voice) -> bool:
    program = "flite" if voice.name.startswith("flite") else "espeak-ng"
    return voice.name == "joe" or shutil.which(program) is not None


def _pitched(sound: Wave, factor: float) -> Wave:
    """The same, so many times as fast and as high."""
    places = np.arange(int(len(sound) / factor)) * factor
    pitched: Wave = np.interp(places, np.arange(len(sound)), sound).astype(np.float32)
    return pitched


def in_room(sound: Wave, noise: str, others: Wave, rng: random.Random) -> Wave:
    """With what else is to be heard, 10 to 20 dB below the voice, and a moment before and after."""
    around = np.zeros(int(0.25 * RATE), np.float32)
    sound = np.concatenate([around, sound, around]).astype(np.float32)
    if noise == "plain":
        return sound
    if noise == "white":
        return listening.with_noise(sound, rng)
    at = rng.randrange(max(len(others) - len(sound), 1))
    part = np.resize(others[at:], len(sound))
    below = 10 ** (rng.uniform(10, 20) / 20)
    loudness = float(np.sqrt((sound**2).mean()) / max(np.sqrt((part**2).mean()), 1e-6))
    return np.clip(sound + part * loudness / below, -1, 1).astype(np.float32)


def babble(engines: Engines, rng: random.Random) -> Wave:
    """Four who talk at once."""
    said = [_pitched(_of(engines, listening.MINUTE), pitch) for pitch in (0.85, 0.95, 1.1, 1.2)]
    length = min(map(len, said))
    turned = [np.roll(one, rng.randrange(length))[:length] for one in said]
    all_of_them: Wave = np.sum(turned, axis=0).astype(np.float32)
    return all_of_them


def _of(engines: Engines, text: str) -> Wave:
    return spoken(engines, text, Voice("joe"))


def expected() -> HearingRequest:
    """How the window would listen, with a vault that has these things."""
    now = datetime.fromisoformat(NOW)
    owner = Source(Origin.OWNER)
    with tempfile.TemporaryDirectory() as folder:
        places = Places.of(Path(folder, "data"), Path(folder, "config"))
        vault, _key = Vault.create(places, "correct horse battery staple", now, Cost())
        with vault.writer() as conn:
            for title in TASKS:
                tasks.add(conn, NewTask(title, owner), now)
            for text in REMINDERS:
                reminders.add_alone(conn, NewReminder(now + timedelta(1), text=text), owner, now)
            for title in NOTES:
                notes.add(conn, (title, title), owner, now)
            for title in PAPERS:
                paper = NewDocument(title, "text/plain", title, owner, now, (), ())
                documents.add(conn, paper, now)
            request = hints.request(conn, "en")
        vault.close()
    return request


def understood(engines: Engines, sound: Wave, request: HearingRequest) -> str:
    """What is heard of it while it comes."""
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    with engines.transcriber().listen(request) as session:
        for at in range(0, len(pcm), 2 * STEP):
            session.add(pcm[at : at + 2 * STEP])
        return session.finish().text


def heard(engines: Engines, wanted: list[Request]) -> Iterator[tuple[Request, str]]:
    """Each request as it was understood, and how it was said."""
    rng, request = random.Random(11), expected()
    others = babble(engines, rng)
    voices = [one for one in VOICES if _is_here(one)]
    for number, one in enumerate(wanted):
        voice, noise = voices[number % len(voices)], NOISES[number % len(NOISES)]
        sound = in_room(spoken(engines, one.say, voice), noise, others, rng)
        yield replace(one, say=understood(engines, sound, request)), f"{voice.name}, {noise}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="say what went wrong")
    parser.add_argument("--weights", default="", help="which chat model")
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    wanted = list(requests(SET))[: given.limit]
    with opening.opened(paths.find()) as engines:
        said = list(heard(engines, wanted))
    known = known_tools()
    with planner(given.weights) as plans:
        found = [outcome(one, plans, known) for one, _ in said]
        missed = [place for place, one in enumerate(found) if not one.verdict.right_arguments]
        typed = {place: outcome(wanted[place], plans, known) for place in missed}
    words = [(listening.words(one.say), listening.words(other.say))
             for one, (other, _) in zip(wanted, said, strict=True)]  # fmt: skip
    wrong, count = sum(listening.errors(*pair) for pair in words), sum(len(one) for one, _ in words)
    print(f"word errors {wrong} of {count}")
    report(found, are_tools_known=True, shows_misses=False)
    for voice in dict.fromkeys(how.partition(",")[0] for _, how in said):
        here = [place for place, (_, how) in enumerate(said) if how.startswith(f"{voice},")]
        print(f"{voice}: {len(set(here) - set(missed))} of {len(here)} plans right")
    lost = sum(one.verdict.right_arguments for one in typed.values())
    print(f"right plans {1 - len(missed) / len(found):.1%}; "
          f"of {len(missed)} others {lost} would be right in writing")  # fmt: skip
    for place in missed if given.misses else ():
        is_heard = typed[place].verdict.right_arguments
        print(f"({said[place][1]}; in writing {'right' if is_heard else 'wrong'}) "
              f"said: {wanted[place].say}\n  {miss(found[place])}")  # fmt: skip


if __name__ == "__main__":
    main()
