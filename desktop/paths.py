"""Where Tacit keeps things. `TACIT_HOME` moves everything, `TACIT_WEIGHTS` shares the weights.

Every folder is for the owner alone.
"""

import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "tacit"


@dataclass(frozen=True)
class Paths:
    """The folders of one installation."""

    data: Path
    "the vault"
    config: Path
    "settings, in clear: nothing private"
    cache: Path
    "what can be made again"
    logs: Path
    "logs and crash reports, without content"
    weights: Path

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def default_weights(self) -> Path:
        """Which weights play which role."""
        return self.config / "weights.json"

    def prepare(self) -> "Paths":
        """Make the folders, closed to everyone else."""
        for folder in (self.data, self.config, self.cache, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            seen = folder.stat()
            is_open = stat.S_IMODE(seen.st_mode) != 0o700  # else a disk may be closed to writing
            if os.name == "posix" and is_open and seen.st_uid == os.getuid():
                folder.chmod(0o700)
        # Not private, and perhaps shared on purpose: only what we make ourselves is closed.
        self.weights.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


def find(environ: Mapping[str, str] = os.environ) -> Paths:
    """The folders that the environment asks for, or the system's usual ones."""
    shared = environ.get("TACIT_WEIGHTS")
    if home := environ.get("TACIT_HOME"):
        root = Path(home).expanduser().absolute()
        paths = Paths(
            root / "data", root / "config", root / "cache", root / "logs", root / "weights"
        )
    else:
        paths = _on_linux(environ) if sys.platform == "linux" else _elsewhere()
    if shared:
        weights = Path(shared).expanduser().absolute()
        return Paths(paths.data, paths.config, paths.cache, paths.logs, weights)
    return paths


def _on_linux(environ: Mapping[str, str]) -> Paths:
    """As the XDG specification says; each start asks for this, and it is little."""

    def own(name: str, usual: str) -> Path:
        told = environ.get(name, "")
        return (Path(told) if told.startswith("/") else Path.home() / usual) / APP

    data = own("XDG_DATA_HOME", ".local/share")
    return Paths(
        data / "data",
        own("XDG_CONFIG_HOME", ".config"),
        own("XDG_CACHE_HOME", ".cache"),
        own("XDG_STATE_HOME", ".local/state") / "log",
        data / "weights",
    )


def _elsewhere() -> Paths:
    import platformdirs

    usual = platformdirs.PlatformDirs(APP, appauthor=False)
    data = usual.user_data_path
    return Paths(
        data / "data",
        usual.user_config_path,
        usual.user_cache_path,
        usual.user_log_path,
        data / "weights",
    )
