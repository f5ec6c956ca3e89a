"""Weights that came with the installed program: known from the first start, left where they lie.

They are taken over once. Whoever removes them afterwards meant it, so they do not come back. Where
the installation has moved, or brings other bytes than before, they are taken over anew.
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
    new = [one for one in shipped if one.name not in known or _is_outdated(store, one)]
    taken = tuple(filter(None, (_take(store, one) for one in new)))
    if taken:
        _write(store, known | {one.name for one in taken})
    return taken


def _take(store: Store, one: Installed) -> Installed | None:
    with suppress(AlreadyInstalled, AlreadyArriving, WeightsInUse):  # another start is at it
        if store.has(one.name) and _is_outdated(store, one):
            store.remove(one.name)  # our note; no file of anybody
        return store.add(replace(one, origin=Origin.IN_PLACE))
    return None


def _is_outdated(store: Store, one: Installed) -> bool:
    """Whether the note is of weights that an installation brought, as they were before."""
    if not store.has(one.name):
        return False
    noted = store.get(one.name)
    brought = {(file.path, file.sha256) for file in one.files}
    was_here = noted.folder == one.folder or not noted.folder.exists()
    is_same = {(file.path, file.sha256) for file in noted.files} == brought
    return (
        noted.origin is Origin.IN_PLACE
        and was_here
        and not (is_same and noted.folder == one.folder)
    )


def _known(store: Store) -> set[str]:
    try:
        names = json.loads((store.folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return set()
    return {one for one in names if isinstance(one, str)} if isinstance(names, list) else set()


def _write(store: Store, names: set[str]) -> None:
    path = store.folder / NOTE
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(sorted(names)), encoding="utf-8")
    new.replace(path)
