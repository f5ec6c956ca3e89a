"""Good files made bad, the same way each time: what a disk, a mail server or a prankster does."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.inference.reading import made

NASTY = (
    b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"%n%s", b"<", b"]]>", b"<!--",
    b"&#x0;", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"999999999", b"-1", b"\r\n", b"()" * 20,
    b"endobj", b"endstream", b"/Kids", b"PK\x03\x04", b"\xf0\x9f", "\u202e".encode(), b"=" * 100,
)  # fmt: skip


def mutants(file: made.Made, count: int, seed: int) -> Iterator[bytes]:
    """So many broken forms of a file; packed ones are also broken inside, and packed again."""
    random_ = random.Random(f"{file.name} {seed}")
    is_packed = file.data.startswith(b"PK")
    for at in range(count):
        if is_packed and at % 2:
            yield _inside(file.data, random_)
        else:
            yield broken(file.data, random_)


def _inside(data: bytes, random_: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    name = random_.choice(sorted(members))
    contents = members[name]
    assert isinstance(contents, bytes)
    members[name] = broken(contents, random_)
    return made.packed(members)


def broken(data: bytes, random_: random.Random) -> bytes:
    """With a few bytes changed, taken out, doubled or cut off."""
    bad = bytearray(data or b"?")
    for _ in range(random_.choice((1, 1, 2, 4, 16))):
        at = random_.randrange(len(bad) + 1)
        how = random_.randrange(7)
        if how == 0 and bad:
            bad[at % len(bad)] ^= 1 << random_.randrange(8)
        elif how == 1:
            bad[at:at] = random_.choice(NASTY)
        elif how == 2:
            del bad[at : at + random_.randrange(1, 200)]
        elif how == 3:
            piece = bad[at : at + random_.randrange(1, 500)]
            bad[at:at] = piece * random_.choice((1, 2, 50))
        elif how == 4:
            bad[at : at + 8] = random_.choice(NASTY)
        elif how == 5:
            start = random_.randrange(len(bad) + 1)
            bad[at : at + 64] = bad[start : start + 64]
        else:
            del bad[max(at, len(bad) // 4) :]
        bad = bad or bytearray(b"?")
    return bytes(bad)
