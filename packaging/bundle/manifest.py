"""What belongs to a release, byte for byte, and the signature over that list.

`SHA256SUMS` is read by `sha256sum --check`; `SHA256SUMS.sig` is an Ed25519 signature over exactly
those bytes; `desktop/updating.py` reads both before it takes an update. The secret key is a file
that only its keeper has, and never part of the sources.
"""

import hashlib
import tarfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.updating import SIGNATURE, SUFFIX, SUMS


def write(folder: Path, files: list[Path]) -> Path:
    """The list of these files, in order."""
    lines = [f"{_sha256(file)}  {file.name}" for file in sorted(files)]
    path = folder / SUMS
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def new_key(path: Path) -> str:
    """Make a secret key in a file for its keeper alone; the public key as hex."""
    key = Ed25519PrivateKey.generate()
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(key.private_bytes_raw())
    return key.public_key().public_bytes_raw().hex()


def sign(folder: Path, key: Path) -> Path:
    secret = Ed25519PrivateKey.from_private_bytes(key.read_bytes())
    path = folder / SIGNATURE
    path.write_bytes(secret.sign((folder / SUMS).read_bytes()))
    return path


def public_half(key: Path) -> str:
    """As hex, of a secret key that is kept in a file."""
    secret = Ed25519PrivateKey.from_private_bytes(key.read_bytes())
    return secret.public_key().public_bytes_raw().hex()


def update(folder: Path, archive: Path) -> Path:
    """One file that an installed Tacit takes: the list, its signature, and the archive."""
    path = folder / (archive.name.removesuffix(".tar.zst") + SUFFIX)
    with tarfile.open(path, "w:", format=tarfile.GNU_FORMAT) as packed:
        for file in (folder / SUMS, folder / SIGNATURE, archive):
            row = tarfile.TarInfo(file.name)
            row.size = file.stat().st_size
            with file.open("rb") as source:
                packed.addfile(row, source)
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
