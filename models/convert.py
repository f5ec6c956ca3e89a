"""Sentence-transformers models turned into the one file that the embedder reads, once.

The library that reads every such model weighs gigabytes and starts slowly, so it runs in a Python
of its own (which set-up makes and takes away again), writes ONNX, and is not needed after. The new
file counts only if it gives the same vectors for two hundred sentences.
"""

import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.catalog import Role
from models.errors import ConversionFailed, DiskFull
from models.store import Installed, Origin, Store

MADE = "model.onnx"
REFERENCE = "reference.npy"
SENTENCES_FILE = "sentences.txt"
SCRIPT = Path(__file__).with_name("converter.py")
LEAST_LIKENESS = 0.9999
TIMEOUT_S = 900
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

Embed = Callable[[Installed, Path, Sequence[str]], npt.NDArray[np.float32]]
"vectors by the engine that will use the new file: of these weights, with this file"

_WHO = ("My sister", "The committee", "A small dog", "Dr. Müller", "Our bank", "Nobody",
        "The new engine", "日本の友人")  # fmt: skip
_DOES = ("forgot about", "is waiting for", "has paid for", "wrote three pages on", "cancelled")
_WHAT = ("the dentist on Thursday.", "a red bicycle?", "§ 4 of the contract, as of 2026-11-21",
         "€1,249.50 in taxes", "the e-mail from anna@example.org!")  # fmt: skip
SENTENCES = (
    *[" ".join(parts) for parts in itertools.product(_WHO, _DOES, _WHAT)][:196],
    "a",
    "Tea",
    "The quick brown fox jumps over the lazy dog. " * 40,
    "unwahrscheinlichkeitsrechnungsübung " * 30,
)


def pending(store: Store) -> list[Installed]:
    """Weights that know the meaning of texts, but not yet in the form the engine reads."""
    return [
        one
        for one in store.installed()
        if one.role is Role.EMBED and not one.is_ready and one.origin is not Origin.IN_PLACE
    ]


def convert(one: Installed, store: Store, python: Path, embed: Embed) -> float:
    """Make the file, compare, and add it to the weights; the least likeness that was found."""
    with store.use(one.name), store.incoming(f"{one.name}.converted") as folder:
        try:
            (folder / SENTENCES_FILE).write_text("\n".join(SENTENCES), encoding="utf-8")
            _run(one, python, folder)
            wanted = np.load(folder / REFERENCE, allow_pickle=False)
            found = embed(one, folder / MADE, SENTENCES)
            likeness = _least_likeness(wanted, found)
            if not likeness >= LEAST_LIKENESS:
                raise ConversionFailed(one.name, f"likeness {likeness:.5f}")
            made = folder.parent / f"{one.name}.{MADE}"
            (folder / MADE).replace(made)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    store.complete(one.name, made, MADE)
    return likeness


def _run(one: Installed, python: Path, folder: Path) -> None:
    environment = {**os.environ, **OFFLINE}
    command = [str(python), "-I", str(SCRIPT), str(one.folder), str(folder)]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False,
            text=True, errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConversionFailed(one.name, type(error).__name__) from error
    if done.returncode or not (folder / MADE).is_file():
        if shutil.disk_usage(folder).free < one.bytes:
            raise DiskFull(folder, one.bytes)
        last = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
        raise ConversionFailed(one.name, last[:200])


def _least_likeness(wanted: npt.NDArray[np.float32], found: npt.NDArray[np.float32]) -> float:
    if wanted.shape != found.shape:
        return 0.0
    norms = np.linalg.norm(wanted, axis=1) * np.linalg.norm(found, axis=1)
    return float(((wanted * found).sum(axis=1) / np.maximum(norms, 1e-12)).min())
