"""A short signature of a text's wording, by which texts that say nearly the same are recognized.

Of all runs of three words the smallest under each of 64 orders is kept: the share of places in
which two signatures agree is about the share of runs that both texts have.
"""

import re
import zlib
from collections.abc import Iterable

import numpy as np

from vault.likeness import Signature

PLACES = 64
RUN = 3
"words"
FEWEST = 20
"words; with fewer, texts are alike by chance"
MOST_SIGNS = 400_000
"of a text that are looked at"
PRIME = (1 << 32) + 15
WORD = re.compile(r"\w+")
_chance = np.random.default_rng(7)
FACTORS = _chance.integers(1, 1 << 31, PLACES, dtype=np.uint64)
ADDENDS = _chance.integers(0, 1 << 31, PLACES, dtype=np.uint64)


def signature(texts: Iterable[str]) -> Signature | None:
    """None where there are too few words to tell."""
    words = WORD.findall("\n".join(texts)[:MOST_SIGNS].casefold())
    if len(words) < FEWEST:
        return None
    runs = {
        zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)
    }
    hashes = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    smallest = [
        int(((hashes * factor + addend) % np.uint64(PRIME)).min())
        for factor, addend in zip(FACTORS, ADDENDS, strict=True)
    ]
    return np.array([one & 0xFFFFFFFF for one in smallest], dtype=np.uint32)
