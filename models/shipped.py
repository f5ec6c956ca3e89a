"""Weights that came with the installed program: known from the first start, left where they lie.

They are taken over once. Whoever removes them afterwards meant it, so they do not come back; where
the installation has moved, they are found again.
"""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from models.errors import AlreadyArriving, AlreadyInstalled, WeightsInUse
from models.store import Installed, Origin, Store

NOTE = ".shipped.json"
"which weights were taken over before"


def take_over(store: Store, folder: Path) -> tuple[Installed, ...]:
    """Put what lies in an installation's folder among the owner's weights; what was new of it."""
    shipped = Store(folder, folder / "unused.json").installed()
    known = _known(store)
    new = [one for one in shipped if one.name not in known or _has_moved(store, one.name)]
    taken = tuple(filter(None, (_take(store, one) for one in new)))
    if taken:
        _write(store, known | {one.name for one in taken})
    return taken


def _take(store: Store, one: Installed) -> Installed | None:
    with suppress(AlreadyInstalled, AlreadyArriving, WeightsInUse):  # another start is at it
        return store.add(replace(one, origin=Origin.IN_PLACE))
    return None


def _has_moved(store: Store, name: str) -> bool:
    if not store.has(name):
        return False
    one = store.get(name)
    return one.origin is Origin.IN_PLACE and not one.folder.exists()


def _known(store: Store) -> set[str]:
    try:
        names = json.loads((store.folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return set(names) if isinstance(names, list) else set()


def _write(store: Store, names: set[str]) -> None:
    path = store.folder / NOTE
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(sorted(names)), encoding="utf-8")
    new.replace(path)
