"""What the command line and the window both do with weights."""

import importlib.util
import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desktop.paths import Paths
from models import catalog, fit, machine, shipped, supply
from models.catalog import Entry
from models.machine import Machine, Speed
from models.store import Store

GPU_LIBRARIES = ("cuda", "metal", "vulkan", "hip")


@dataclass(frozen=True)
class Choice:
    """A catalogue entry as it stands on this computer."""

    offer: supply.Offer
    is_installed: bool
    is_recommended: bool

    @property
    def entry(self) -> Entry:
        return self.offer.entry

    @property
    def fit(self) -> fit.Fit:
        return self.offer.fit


def engine_uses_gpu() -> bool:
    """Whether llama.cpp was built for a GPU, told from its files without loading it."""
    found = importlib.util.find_spec("llama_cpp")
    folders = found.submodule_search_locations if found else None
    return any(
        any(kind in path.name for kind in GPU_LIBRARIES)
        for folder in folders or ()
        for path in Path(folder, "lib").glob("*ggml*")
    )


def open_store(paths: Paths) -> Store:
    """The owner's weights, with those that the installed program brought."""
    store = Store(paths.weights, paths.default_weights)
    brought = Path(sys.executable).resolve().parent / "weights"
    if getattr(sys, "frozen", False) and brought.is_dir():
        shipped.take_over(store, brought)
    return store


def choices(store: Store, computer: Machine, speed: Speed) -> list[Choice]:
    """The whole catalogue, judged for this computer."""
    if not engine_uses_gpu():
        computer = replace(computer, gpus=())
    entries = catalog.load().entries
    best = fit.recommend(entries, computer, speed)
    return [
        Choice(
            supply.Offer(entry, fit.judge(entry, computer, speed)),
            is_installed=store.has(entry.name),
            is_recommended=entry == best,
        )
        for entry in entries
    ]


def probed_speed(paths: Paths, computer: Machine, *, again: bool = False) -> Speed:
    """How fast this computer is, probed once per processor and remembered.

    A probe beside other work comes out too low, so `again` keeps the better of two.
    """
    note = paths.cache / "speed.json"
    key = f"{computer.processor}, {computer.logical_cores} cores"
    known = _remembered_speed(note, key)
    if known and not again:
        return known
    measured = machine.probe()
    if known:
        measured = Speed(
            max(known.read_bytes_per_s, measured.read_bytes_per_s),
            max(known.operations_per_s, measured.operations_per_s),
        )
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"machine": key, **asdict(measured)}), encoding="utf-8")
    return measured


def _remembered_speed(note: Path, key: str) -> Speed | None:
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        return Speed(**known) if known.pop("machine") == key else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def starter_files(store: Store) -> list[tuple[Path, int]]:
    """Each file of the starter weights that are installed, with its size."""
    return [
        (one.path(file.path), file.bytes)
        for entry in catalog.load().starter
        if store.has(entry.name)
        for one in (store.get(entry.name),)
        for file in one.files
    ]


def missing_starters(store: Store) -> list[Entry]:
    """Starter weights that are not here, or not whole."""
    return [
        entry
        for entry in catalog.load().starter
        if not store.has(entry.name) or store.get(entry.name).damaged
    ]
