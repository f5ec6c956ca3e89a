"""The header as a file, with its copy: what anyone may have written, read within bounds.

Nothing is derived before the bounds hold, and a change leaves the old header or the new one.
"""

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vault.durable import write_durably
from vault.errors import HeaderDamaged, VaultTooNew
from vault.keyslots import (
    KEY_BYTES,
    SALT_BYTES,
    VERSION,
    Cost,
    Header,
    Slot,
    SlotKind,
    body,
    text_of,
)

MAX_HEADER_BYTES = 64 << 10
MAX_SLOTS = 8
COPY_SUFFIX = ".copy"


def load(path: Path) -> Header:
    """The header, from its copy if the first is damaged."""
    return candidates(path)[0]


def candidates(path: Path) -> list[Header]:
    """The header and its copy, as far as they can be read and differ."""
    newer: VaultTooNew | None = None
    found: list[Header] = []
    for candidate in (path, path.with_name(path.name + COPY_SUFFIX)):
        try:
            header = parse(candidate.read_bytes())
        except VaultTooNew as error:
            newer = error
        except (OSError, HeaderDamaged):
            continue
        else:
            found += [header] if header not in found else []
    if not found:
        raise newer or HeaderDamaged
    return found


def save(path: Path, header: Header) -> None:
    """Write the header and its copy, each whole or not at all and on the disk before we go on."""
    for target in (path, path.with_name(path.name + COPY_SUFFIX)):
        write_durably(target, serialize(header))


def mend_copy(path: Path, header: Header) -> None:
    """Bring the copy up to date, should something have come between the two writes of a change."""
    raw = serialize(header)
    for target in (path, path.with_name(path.name + COPY_SUFFIX)):
        if not target.exists() or target.read_bytes() != raw:
            write_durably(target, raw)


def serialize(header: Header) -> bytes:
    row = {**body(header), "mac": text_of(header.mac)}
    return json.dumps(row, indent=1, sort_keys=True).encode()


def parse(raw: bytes) -> Header:
    """A header from a file that anyone may have written; bounded before anything is derived."""
    try:
        row = json.loads(raw) if len(raw) <= MAX_HEADER_BYTES else None
        version = row["version"]  # type: ignore[index]
        if type(version) is int and version > VERSION:
            raise VaultTooNew(version, VERSION)
        slots = tuple(_slot(slot) for slot in row["slots"])  # type: ignore[index]
        header = Header(str(row["vault_id"]), slots, _bytes(row["mac"]), version)  # type: ignore[index]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise HeaderDamaged from error
    kinds = [slot.kind for slot in header.slots]
    if version != VERSION or not kinds or len(kinds) > MAX_SLOTS or len(set(kinds)) != len(kinds):
        raise HeaderDamaged
    return header


def read_slot(row: dict[str, Any]) -> Slot:
    """A slot that was written down; HeaderDamaged where it is none."""
    try:
        return _slot(row)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HeaderDamaged from error


def _slot(row: dict[str, Any]) -> Slot:
    cost = Cost(**row["cost"]) if row.get("cost") else None
    if cost and not (all(type(n) is int for n in asdict(cost).values()) and cost.is_sane()):
        raise HeaderDamaged
    slot = Slot(SlotKind(row["kind"]), _bytes(row["salt"]), _bytes(row["wrapped"]), cost)
    if len(slot.salt) != SALT_BYTES or len(slot.wrapped) != KEY_BYTES + 8:
        raise HeaderDamaged
    return slot


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
