"""Zip files of other files: each is read as if it stood alone, within bounds for all of them.

Nothing is unpacked to anywhere; a name that points elsewhere is only a name.
"""

import zipfile

from inference.errors import PasswordNeeded, PasswordWrong
from inference.reading.desk import Desk
from inference.reading.packed import Bomb, Package

NOT_MEANT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(data: bytes, desk: Desk) -> None:
    from inference.reading.host import read_inner

    package = Package(data, desk)
    names = [name for name in package.names if not _is_beside(name)]
    desk.unit = "file"
    if names and all(map(package.is_locked, names)) and desk.password is None and not desk.depth:
        raise PasswordNeeded(desk.name)
    for at, name in enumerate(names, start=1):
        desk.at(at, len(names))
        inner = desk.inner(name)
        if inner is None:
            continue
        try:
            contents = package.read(name)
        except Bomb:
            desk.gap("past the limit", name)
        except PasswordNeeded:
            desk.gap("protected", name)
        except PasswordWrong:
            if not desk.depth and desk.password is not None and not desk.everything.pages:
                raise
            desk.gap("protected", name)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
            desk.gap("damaged", name)
        else:
            read_inner(contents, inner)


def _is_beside(name: str) -> bool:
    """Folders, and what systems put beside files."""
    return name.endswith("/") or name.startswith(NOT_MEANT) or name.endswith(NOT_MEANT)
