"""The recovery key as people write it down: nine groups of four letters and digits.

160 random bits, and 20 bits that notice almost every slip of the pen. Letters that look like digits
are read as those (O as 0, I and L as 1), and case, spaces and dashes do not matter.
"""

import hashlib

from vault.errors import RecoveryKeyMistyped

ENTROPY_BYTES = 20
GROUP = 4
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
CHECK_BITS = 20
LENGTH = (ENTROPY_BYTES * 8 + CHECK_BITS) // 5


def write(entropy: bytes) -> str:
    """The key in groups, with its checksum."""
    number = int.from_bytes(entropy, "big") << CHECK_BITS | _check(entropy)
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(text: str) -> bytes:
    """What a person typed, back to bits; `RecoveryKeyMistyped` if the checksum says no."""
    letters = "".join(text.upper().split()).replace("-", "").translate(LOOKALIKES)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        raise RecoveryKeyMistyped
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    entropy = (number >> CHECK_BITS).to_bytes(ENTROPY_BYTES, "big")
    if number & (1 << CHECK_BITS) - 1 != _check(entropy):
        raise RecoveryKeyMistyped
    return entropy


def _check(entropy: bytes) -> int:
    digest = hashlib.sha256(b"tacit recovery key" + entropy).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - CHECK_BITS
