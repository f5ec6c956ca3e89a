"""What was copied elsewhere, as a document: a text, or a picture whose text is recognized.

There is no file of it, so a picture is always kept in the vault: otherwise it would be lost.
"""

from dataclasses import replace
from datetime import datetime

from desktop.library import Outcome, Way, take_bytes
from desktop.pixels import Pixels, png
from inference.reading.series import Series
from vault.vault import Vault

TITLE_SIGNS = 60


def take_text(vault: Vault, text: str, now: datetime, way: Way = Way()) -> Outcome:  # noqa: B008
    """Its first line is its title."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    title = first.lstrip("# ")[:TITLE_SIGNS] or "Text"
    with Series() as series:
        way = replace(way, series=series, keeps_originals=False)
        return take_bytes(vault, (text.encode(), "pasted.txt", title), now, way)


def take_picture(
    vault: Vault,
    pixels: Pixels,
    title: str,
    now: datetime,
    way: Way = Way(),  # noqa: B008
) -> Outcome:
    way = replace(way, keeps_originals=True)
    return take_bytes(vault, (png(pixels), "pasted.png", title), now, way)
