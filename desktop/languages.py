"""The languages that the window speaks: those whose translation lies beside it, and English."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("translations")
NAMES = {"de": "Deutsch"}
"each in itself, so that whoever speaks it finds it"


@dataclass(frozen=True)
class Language:
    """One that can be chosen."""

    code: str
    name: str


def there_are() -> tuple[Language, ...]:
    """English, and every translation that is here."""
    found = sorted(path.stem.removeprefix("tacit_") for path in FOLDER.glob("tacit_*.qm"))
    return (
        Language("en", "English"),
        *(Language(code, NAMES[code]) for code in found if code in NAMES),
    )
