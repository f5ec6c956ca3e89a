"""All targets by name; the way in for the tests and for `benchmarks.fuzz`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.fuzz import in_talk, on_disk
from tests.fuzz.trying import Attempt

TARGETS: dict[str, Callable[[Path], Iterator[Attempt]]] = {
    "gguf": on_disk.gguf_header, "weights": on_disk.imported_weights,
    "settings": on_disk.own_files, "key-slots": on_disk.key_slots, "vault": on_disk.vault_files,
    "letters": on_disk.letters, "papers": on_disk.papers,
    "engine-wire": in_talk.engine_wire, "window-wire": in_talk.window_wire,
    "calls": in_talk.calls, "answers": in_talk.answers, "log": in_talk.log,
}  # fmt: skip


def opened(name: str, folder: Path) -> AbstractContextManager[Attempt]:
    """A target, ready to be tried in a folder of its own."""
    return contextmanager(TARGETS[name])(folder)
