"""Text in pictures is recognized where the owner brings them, and waits where folders do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop import library
from desktop.library import Way
from inference.errors import NothingReadable
from tests.inference.reading import made
from tests.inference.reading.test_recognition import saved, scanned
from tests.vault.conftest import COST, NOW
from vault import documents, watched
from vault.places import Places
from vault.vault import Vault

WORDS = "Total to pay in cash today"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    places = Places.of(tmp_path / "vault", tmp_path / "elsewhere")
    vault = Vault.create(places, "correct horse battery staple", NOW, COST)[0]
    yield vault
    vault.close()


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.jpg"
    path.write_bytes(saved(scanned(made.pdf(WORDS), tilt=1.5, noise=8.0), "JPEG"))
    return path


def test_a_photo_that_the_owner_brings_is_read(vault: Vault, receipt: Path) -> None:
    outcome = library.take_in(vault, receipt, NOW)
    assert outcome.document is not None
    with vault.reader() as conn:
        (page,) = documents.pages(conn, outcome.document)
    assert WORDS in " ".join(page.text.split())


def test_a_photo_in_a_watched_folder_waits_for_the_owner(vault: Vault, receipt: Path) -> None:
    with vault.writer() as conn:
        folder = watched.watch(conn, str(receipt.parent), NOW)
    outcome = library.take_in(vault, receipt, NOW, Way(folder=folder))
    assert isinstance(outcome.error, NothingReadable)


def test_pages_that_are_pictures_among_others_are_read(vault: Vault, tmp_path: Path) -> None:
    pages = [scanned(made.pdf(f"This is sheet {number} of the fax")) for number in (1, 2)]
    path = tmp_path / "fax.pdf"
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:])
    outcome = library.take_in(vault, path, NOW)
    assert outcome.missing == ()
    assert outcome.document is not None
    with vault.reader() as conn:
        found = documents.pages(conn, outcome.document)
    assert ["sheet 1" in found[0].text, "sheet 2" in found[1].text] == [True, True]


def test_a_picture_without_a_letter_says_so(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "sky.png"
    Image.new("RGB", (400, 300), "lightblue").save(path)
    outcome = library.take_in(vault, path, NOW)
    assert isinstance(outcome.error, NothingReadable)
    assert outcome.error.pages == 0
