"""Starter weights as a full installer carries them, for computers that never see a network."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from models import catalog
from models.store import Origin, Store, StoredFile

COMPACT = "minilm-l6-v2-int8"
"only where the whole search model could not be made ready"
SOURCE_FORM = ".safetensors"
"what a search model was converted from; engines read the .onnx beside it"


class NotReady(Exception):
    """Starter weights that are not whole here; `args` name them."""


def stage(store: Store, into: Path, when: int) -> list[str]:
    """Copy them, each with a manifest for where it will lie."""
    shutil.rmtree(into, ignore_errors=True)
    names = [one.name for one in catalog.load().starter if one.name != COMPACT]
    for name in names:
        if not store.has(name) or store.get(name).damaged or not store.get(name).is_ready:
            raise NotReady(name)
        _copy(store, name, into, when)
    return names


def _copy(store: Store, name: str, into: Path, when: int) -> None:
    with store.use(name) as one:
        wanted = tuple(file for file in one.files if not file.path.endswith(SOURCE_FORM))
        for file in wanted:
            target = into / name / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(one.path(file.path), target)
            os.utime(target, (when, when))  # whole seconds: packages keep no more
        row = replace(one, folder=into / name, origin=Origin.STARTER, files=wanted)
    files = tuple(_at(file, when) for file in row.files)
    Store(into, into / "none").note(replace(row, files=files))


def _at(file: StoredFile, when: int) -> StoredFile:
    return replace(file, changed_ns=when * 1_000_000_000)
