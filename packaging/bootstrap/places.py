"""Where set-up keeps things: the virtual environment beside the code, built wheels in the cache."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCKS = ROOT / "packaging" / "locks"
STAMP = VENV / "tacit-setup.json"
UNFINISHED = VENV / "tacit-unfinished"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")


def cache() -> Path:
    """The folder for what can be made again; the same one that `desktop.paths` uses."""
    if home := os.environ.get("TACIT_HOME"):
        return Path(home).expanduser().absolute() / "cache"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "tacit" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tacit"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tacit"


def weights() -> Path:
    """The folder that will hold the weights; the same one that `desktop.paths` uses."""
    if shared := os.environ.get("TACIT_WEIGHTS"):
        return Path(shared).expanduser().absolute()
    if home := os.environ.get("TACIT_HOME"):
        return Path(home).expanduser().absolute() / "weights"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "tacit" / "weights"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tacit" / "weights"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "tacit" / "weights"
