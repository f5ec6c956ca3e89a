"""Many files one after the other: plain text in one process, everything else in one each."""

from collections.abc import Iterator

import pytest

from inference.errors import FileTooBig, IsRecording
from inference.reading.document import Limits
from inference.reading.kinds import is_plain
from inference.reading.series import FILES_EACH, Series


@pytest.fixture
def series() -> Iterator[Series]:
    with Series() as made:
        yield made


def test_plain_texts_share_a_process(series: Series) -> None:
    assert series.read(b"# Lease\n\nThe rent is 900.", "lease.md").title == "Lease"
    shared = series._shared
    assert shared is not None
    first = shared.condition.pid
    assert "gate" in series.read(b"The gate squeaks.", "garden.txt").untrusted_text
    assert shared.condition.pid == first
    series._left = 0
    assert series.read(b"a,b\n1,2\n", "table.csv").media == "text/csv"
    assert series._shared is not shared
    assert series._left == FILES_EACH - 1
    assert not shared.is_running


def test_what_could_be_more_than_text_has_a_process_of_its_own(series: Series) -> None:
    page = b"<html><body><h1>Garden</h1><p>The gate is green and squeaks.</p></body></html>"
    assert "gate" in series.read(page, "garden.html").untrusted_text
    assert series._shared is None
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    heads = ((b"PK\3\4 text", "a.txt"), (b"text", "a.zip"), (b"%PDF-1.7", "a.txt"), (ole, "a.md"))
    for head, name in (*heads, (b"BM is text", "a.txt")):
        assert not is_plain(head, name)


def test_what_is_no_document_is_said_at_once(series: Series) -> None:
    with pytest.raises(IsRecording):
        series.read(b"OggS" + bytes(100), "song.ogg")
    with pytest.raises(FileTooBig):
        Series(Limits(file_bytes=3)).read(b"four", "a.txt")
    assert series._shared is None
