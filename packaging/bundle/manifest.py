"""What belongs to a release, byte for byte, and the signature over that list.

`SHA256SUMS` is read by `sha256sum --check`; `SHA256SUMS.sig` is an Ed25519 signature over exactly
those bytes. The secret key is a file that only its keeper has, and never part of the sources.
"""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"


class NotOurs(Exception):
    """A release that is not what was signed; `args` name the file at fault."""


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


def check(folder: Path, public: str) -> list[Path]:
    """The files of a release that are what was signed; NotOurs for the first that is not."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    listed = (folder / SUMS).read_bytes()
    try:
        key.verify((folder / SIGNATURE).read_bytes(), listed)
    except InvalidSignature as error:
        raise NotOurs(SUMS) from error
    found = []
    for line in listed.decode().splitlines():
        sum_, _, name = line.partition("  ")
        path = folder / name
        if Path(name).name != name or not path.is_file() or _sha256(path) != sum_:
            raise NotOurs(name)
        found.append(path)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
