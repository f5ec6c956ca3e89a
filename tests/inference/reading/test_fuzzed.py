"""Broken files of every format end with a document or a typed error, and none with the process.

A few in ordinary runs; `TACIT_MANY=1` tries 500 of each. A process serves many here, so that one
that dies is told from one that says what is wrong.
"""

import os

import pytest

from inference.engines.client import Child
from inference.errors import FileDamaged, InferenceError
from inference.reading.document import Limits
from inference.reading.reader import Asked
from tests.inference.reading import fuzzing, made

COUNT = 500 if os.environ.get("TACIT_MANY") else 6
SEED = 7
LIMITS = Limits(seconds=20)
NOT_TYPED = (
    "AttributeError", "TypeError", "NameError", "UnboundLocalError", "ImportError", "Engine",
    "ReadingTooLong",
)  # fmt: skip
"mistakes of our own, rather than of a file"


@pytest.mark.parametrize("make", made.ALL, ids=lambda make: make.__name__)
def test_broken_files_end_with_a_typed_result(make: made.Maker) -> None:
    file = make()
    process = Asked(file.name, LIMITS).process(1 << 20)
    try:
        for at, data in enumerate(fuzzing.mutants(file, COUNT, SEED)):
            what = _ended(process, file.name, data)
            assert not what.startswith(NOT_TYPED), (at, what)
        starts = process.condition.starts
    finally:
        process.close_for_good()
    assert starts <= 1 + COUNT // 50  # native code may end now and then: that costs one answer


def _ended(process: Child, name: str, data: bytes) -> str:
    """What came of it."""
    try:
        Asked(name, LIMITS).ask(process, data, None)
    except FileDamaged as error:
        return error.what
    except InferenceError as error:
        return type(error).__name__
    return "read"
