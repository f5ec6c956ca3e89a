"""Where a vault lies; light enough to be asked before anything else is loaded."""

from dataclasses import dataclass
from pathlib import Path

from vault.tries import Tries

DATABASE = "vault.db"
HEADER = "vault.keys"
LOCK = "vault.lock"
TRIES = "vault.tries"
ANCHOR = "vault.anchor"
BACKUPS = "backups"


@dataclass(frozen=True)
class Places:
    """The vault's files; the anchor lies elsewhere, so that both are not put back at once."""

    folder: Path
    anchor: Path

    @classmethod
    def of(cls, folder: Path, elsewhere: Path) -> "Places":
        return cls(folder, elsewhere / ANCHOR)

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def header(self) -> Path:
        return self.folder / HEADER

    @property
    def backups(self) -> Path:
        return self.folder / BACKUPS

    def exists(self) -> bool:
        """A header alone is what an interrupted creation leaves; the file comes last."""
        return self.database.exists()

    def tries(self) -> Tries:
        return Tries(self.folder / TRIES)
