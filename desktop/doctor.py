"""One look over everything: what is installed, what this computer can run, what mends the rest."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version

from desktop import selftest
from desktop.cards import command, set_up_again, size
from desktop.display import has_display
from desktop.paths import Paths
from desktop.weights import Choice, choices, open_store, probed_speed
from models import machine
from models.catalog import Role
from models.errors import NoDefaultWeights
from models.fit import Verdict
from models.machine import Machine
from models.refusals import Refusals
from models.store import Store

CONVERT = "python3 run.py setup"
OPTIONAL_PARTS = ("keychain", "audio")
PURPOSES = {
    Role.CHAT: "answers",
    Role.EMBED: "meaning",
    Role.LISTEN: "listening",
    Role.SPEAK: "speaking",
}


class State(StrEnum):
    """How a finding bears on using Tacit."""

    GOOD = "good"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    section: str
    name: str
    state: State
    said: str
    mend: str = ""
    "the command or step that mends it; empty where nothing is to be done"


def examine(paths: Paths, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Everything worth knowing, in the order in which it is shown."""
    computer, store = machine.look(), open_store(paths)
    return [
        *_tacit(paths),
        *_computer(computer, paths, environ),
        *_parts(),
        *_weights(store),
        *_able(choices(store, computer, probed_speed(paths, computer, again=True))),
    ]


def _tacit(paths: Paths) -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Tacit", "version", State.GOOD, f"{version('tacit')} on Python {python}")
    yield Finding("Tacit", "data", State.GOOD, str(paths.data))
    yield Finding("Tacit", "weights", State.GOOD, str(paths.weights))


def _computer(computer: Machine, paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    section = "This computer"
    yield Finding(
        section, "processor", State.GOOD,
        f"{computer.processor}, {computer.physical_cores} cores "
        f"({', '.join(computer.features[-3:]) or 'no fast instructions known'})",
    )  # fmt: skip
    yield Finding(
        section, "memory", State.GOOD,
        f"{size(computer.memory_bytes)}, {size(computer.available_bytes)} free now",
    )  # fmt: skip
    gpus = ", ".join(f"{gpu.name} with {size(gpu.memory_bytes)}" for gpu in computer.gpus)
    yield Finding(section, "GPU", State.GOOD, gpus or "none; the processor does everything")
    free = shutil.disk_usage(paths.weights).free
    low = free < 2_000_000_000
    yield Finding(
        section, "disk", State.NOTE if low else State.GOOD, f"{size(free)} free",
        "free some space before fetching more weights" if low else "",
    )  # fmt: skip
    yield _screen(section, environ)


def _screen(section: str, environ: Mapping[str, str]) -> Finding:
    if has_display(environ):
        return Finding(section, "screen", State.GOOD, "there is one")
    return Finding(
        section, "screen", State.NOTE, "none, so the window cannot open here",
        "the command line works; over ssh, a connection with X11 forwarding shows the window",
    )  # fmt: skip


def _parts() -> Iterator[Finding]:
    for part in selftest.run_apart():
        name = f"{part.package} {part.version}".strip()
        said = f"{part.purpose}: {part.said}"
        if part.works:
            yield Finding("Parts", name, State.GOOD, said)
        else:
            state = State.NOTE if part.name in OPTIONAL_PARTS else State.MISSING
            yield Finding("Parts", name, state, f"{part.purpose}: does not work", set_up_again())


def _weights(store: Store) -> Iterator[Finding]:
    section = "Weights"
    refusals = Refusals(store.folder)
    for role in Role:
        try:
            one = store.default(role)
        except NoDefaultWeights:
            yield Finding(
                section, PURPOSES[role], State.MISSING, "none installed",
                command("models fetch --starter"),
            )  # fmt: skip
        else:
            trust = "" if one.trusted else ", not in the catalogue"
            yield Finding(
                section, PURPOSES[role], State.GOOD, f"{one.title}, {size(one.bytes)}{trust}"
            )
    for one in store.installed():
        if one.damaged:
            yield Finding(
                section, one.name, State.MISSING, "damaged", command(f"models fetch {one.name}")
            )
        elif not one.is_ready:
            yield Finding(
                section, one.name, State.NOTE, "not made ready yet; others serve", CONVERT
            )
        if refusals.has(one):
            yield Finding(
                section, one.name, State.NOTE, "stopped the engine last time; not tried by itself",
                command(f"ask --model {one.name} Hello") if one.role is Role.CHAT else "",
            )  # fmt: skip


def _able(everything: list[Choice]) -> Iterator[Finding]:
    section = "It can run"
    chat = [choice for choice in everything if choice.entry.role is Role.CHAT]
    best = next((choice for choice in chat if choice.is_recommended), None)
    fitting = [choice for choice in chat if choice.fit.verdict is not Verdict.NO]
    yield Finding(
        section, "chat weights", State.GOOD if fitting else State.MISSING,
        f"{len(fitting)} of the {len(chat)} in the catalogue ({command('models catalog')})",
    )  # fmt: skip
    if best:
        speed = best.fit.tokens_per_second or 0.0
        mend = "" if best.is_installed else command(f"models fetch {best.entry.name}")
        yield Finding(
            section, "best for it", State.GOOD if best.is_installed else State.NOTE,
            f"{best.entry.title}, {size(best.entry.bytes)}, about {speed:.0f} tokens a second",
            mend,
        )  # fmt: skip
