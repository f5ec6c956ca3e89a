"""Letters as Outlook saves them (.msg): the same as other letters, in a compound file."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from inference.reading import mail, webpage
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.encoding import decode
from inference.reading.ole import Storage, opened

SUBJECT, BODY, HTML = 0x0037, 0x1000, 0x1013
SENDER, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
TO, CC = 0x0E04, 0x0E03
SENT, RECEIVED = 0x0039, 0x0E06
LONG_NAME, SHORT_NAME, CONTENTS = 0x3707, 0x3704, 0x3701
EMBEDDED = "__substg1.0_3701000D"
TIME = 0x0040


def read(data: bytes, desk: Desk) -> None:
    desk.unit = "message"
    root = opened(data)
    desk.title = _text(root, SUBJECT)
    _letter(root, desk, header=32)


def _letter(storage: Storage, desk: Desk, *, header: int) -> None:
    sender, address = _text(storage, SENDER), _text(storage, SENDER_SMTP)
    address = address or _text(storage, SENDER_ADDRESS)
    headers = {
        "From": f"{sender} <{address}>" if "@" in address and sender != address else sender,
        "To": _text(storage, TO),
        "Cc": _text(storage, CC),
        "Date": _date(storage, header),
        "Subject": _text(storage, SUBJECT),
    }
    files: list[tuple[str, bytes]] = []
    letters: list[tuple[str, Storage]] = []
    for name, inner in sorted(storage.storages.items()):
        if not name.startswith("__attach_version1.0_"):
            continue
        file = _text(inner, LONG_NAME) or _text(inner, SHORT_NAME) or "attachment"
        if EMBEDDED in inner.storages:
            letters.append((file, inner.storages[EMBEDDED]))
        elif contents := inner.streams.get(f"__substg1.0_{CONTENTS:04X}0102"):
            files.append((file, contents))
    mail.letter(headers, _body(storage, desk), files, desk)
    for name, within in letters:
        at = desk.inner(name)
        if at is not None:
            _letter(within, at, header=24)


def _body(storage: Storage, desk: Desk) -> Iterator[Block]:
    rich = storage.streams.get(f"__substg1.0_{HTML:04X}0102", b"")
    return mail.body(_text(storage, BODY), webpage.text_of(rich) if rich else "", desk)


def _text(storage: Storage, number: int) -> str:
    wide = storage.streams.get(f"__substg1.0_{number:04X}001F")
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = storage.streams.get(f"__substg1.0_{number:04X}001E")
    return decode(narrow).rstrip("\0") if narrow else ""


def _date(storage: Storage, header: int) -> str:
    """When it was sent, out of the fixed properties."""
    fixed = storage.streams.get("__properties_version1.0", b"")
    for wanted in (SENT, RECEIVED):
        for at in range(header, len(fixed) - 15, 16):
            kind, number = struct.unpack_from("<HH", fixed, at)
            if (number, kind) == (wanted, TIME):
                (ticks,) = struct.unpack_from("<Q", fixed, at + 8)
                return _when(ticks)
    return ""


def _when(ticks: int) -> str:
    try:
        moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return moment.isoformat(" ", "minutes")
