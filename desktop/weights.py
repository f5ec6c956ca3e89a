"""What the command line and the window both do with weights."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.paths import Paths
from models import catalog, fit, machine, supply
from models.catalog import Entry
from models.machine import Machine, Speed
from models.store import Installed, Store


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


def open_store(paths: Paths) -> Store:
    return Store(paths.weights, paths.default_weights)


def choices(store: Store, computer: Machine, speed: Speed) -> list[Choice]:
    """The whole catalogue, judged for this computer."""
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


def probed_speed(paths: Paths, computer: Machine) -> Speed:
    """How fast this computer is, probed once per processor and remembered."""
    note = paths.cache / "speed.json"
    key = f"{computer.processor}, {computer.logical_cores} cores"
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        if known.pop("machine") == key:
            return Speed(**known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    measured = machine.probe()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"machine": key, **asdict(measured)}), encoding="utf-8")
    return measured


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
        if not store.has(entry.name) or not _is_there(store.get(entry.name))
    ]


def _is_there(one: Installed) -> bool:
    return not one.damaged and all(
        one.path(file.path).is_file() and one.path(file.path).stat().st_size == file.bytes
        for file in one.files
    )
