"""Weights that other local apps on this computer already have, to be used where they lie.

Only folders that those apps are known to use are looked into, to a bounded depth, and only headers
are read. Nothing is moved, copied or changed.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelsError
from models.recognize import Recognized, read_json, recognize

MAX_DEPTH = 6
MAX_ENTRIES = 20_000
OLLAMA_MODEL = "application/vnd.ollama.image.model"
OLLAMA_BLOB = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Neighbour:
    """Another app and a folder in which it keeps weights."""

    app: str
    folder: Path


@dataclass(frozen=True)
class Found:
    """Weights that another app has."""

    app: str
    title: str
    path: Path
    bytes: int
    weights: Recognized


def neighbours(
    home: Path, environ: Mapping[str, str], platform: str = sys.platform
) -> tuple[Neighbour, ...]:
    """Where each app keeps its weights on this system, whether it is installed or not."""
    if platform == "darwin":
        data = home / "Library" / "Application Support"
    elif platform == "win32":
        data = Path(environ.get("APPDATA", home / "AppData" / "Roaming"))
    else:
        data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    cache = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    hub = environ.get("HF_HUB_CACHE") or Path(
        environ.get("HF_HOME") or cache / "huggingface", "hub"
    )
    local = Path(environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    gpt4all = local if platform == "win32" else data
    places = (
        ("Ollama", environ.get("OLLAMA_MODELS") or home / ".ollama" / "models"),
        ("Ollama", "/usr/share/ollama/.ollama/models"),
        ("LM Studio", home / ".lmstudio" / "models"),
        ("LM Studio", cache / "lm-studio" / "models"),
        ("Jan", data / "Jan" / "data" / "llamacpp" / "models"),
        ("Jan", data / "Jan" / "data" / "models"),
        ("Jan", home / "jan" / "models"),
        ("GPT4All", gpt4all / "nomic.ai" / "GPT4All"),
        ("Hugging Face", hub),
    )
    return tuple(Neighbour(app, Path(folder)) for app, folder in places)


def scan(places: tuple[Neighbour, ...]) -> list[Found]:
    """Everything usable in those folders, each file once."""
    found: dict[Path, Found] = {}
    for place in places:
        candidates = _ollama(place) if place.app == "Ollama" else _files(place)
        for title, path in candidates:
            real = path.resolve()
            if real not in found and (one := _look(place.app, title, path)):
                found[real] = one
    return sorted(found.values(), key=lambda one: (one.app, one.title))


def _look(app: str, title: str, path: Path) -> Found | None:
    try:
        weights = recognize(path)
        return Found(app, title or weights.title, path, path.stat().st_size, weights)
    except (ModelsError, OSError):
        return None


def _files(place: Neighbour) -> Iterator[tuple[str, Path]]:
    """GGUF files below the folder; hub caches link into `blobs`, so links are followed to files."""
    seen = 0
    for root, folders, files in os.walk(place.folder):
        depth = len(Path(root).relative_to(place.folder).parts)
        folders[:] = sorted(folders) if depth < MAX_DEPTH else []
        seen += len(files) + len(folders)
        if seen > MAX_ENTRIES:
            return
        for name in sorted(files):
            if name.lower().endswith(".gguf"):
                yield Path(name).stem, Path(root, name)


def _ollama(place: Neighbour) -> Iterator[tuple[str, Path]]:
    """Ollama names files by hash; its manifests tell which of them is a model."""
    manifests = place.folder / "manifests"
    for number, (root, _folders, files) in enumerate(os.walk(manifests)):
        if number > MAX_ENTRIES:
            return
        for name in sorted(files):
            path = Path(root, name)
            for blob in _blobs(path):
                yield f"{path.parent.name}:{name}", place.folder / "blobs" / f"sha256-{blob}"


def _blobs(manifest: Path) -> Iterator[str]:
    try:
        layers = read_json(manifest).get("layers", [])
    except (ModelsError, OSError, json.JSONDecodeError):
        return
    for layer in layers if isinstance(layers, list) else []:
        is_model = isinstance(layer, dict) and layer.get("mediaType") == OLLAMA_MODEL
        if is_model and (match := OLLAMA_BLOB.fullmatch(str(layer.get("digest")))):
            yield match[1]
