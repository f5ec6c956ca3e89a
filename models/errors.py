"""What can go wrong with weights. Errors hold data; the sentences are in `desktop/errors.py`."""

from pathlib import Path


class ModelsError(Exception):
    """Root of this layer's errors."""


class UnknownWeights(ModelsError):
    """Neither installed nor in the catalogue under this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadyInstalled(ModelsError):
    """Weights of this name are here and whole."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadyArriving(ModelsError):
    """Somebody is bringing these weights in right now."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WeightsInUse(ModelsError):
    """An engine has these weights open; they are neither replaced nor removed under it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WeightsDamaged(ModelsError):
    """A file is not what it was when it was verified."""

    def __init__(self, name: str, files: tuple[str, ...]) -> None:
        super().__init__(name, files)
        self.name = name
        self.files = files


class NoDefaultWeights(ModelsError):
    """No installed weights can play this role."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class WrongRole(ModelsError):
    """These weights cannot play that role."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__(name, role)
        self.name = name
        self.role = role


class NotWeights(ModelsError):
    """A file or folder that is no kind of weights we know."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NoSuchPath(ModelsError):
    """Nothing lies where the owner pointed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class OnePieceOfSeveral(ModelsError):
    """A GGUF that was cut into pieces, of which this is one."""

    def __init__(self, path: Path, pieces: int) -> None:
        super().__init__(path, pieces)
        self.path = path
        self.pieces = pieces


class ChangedMeanwhile(ModelsError):
    """A file changed while it was being read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class UnsafeFormat(ModelsError):
    """Weights in a format that can run code when it is opened (pickle)."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class WeightsMalformed(ModelsError):
    """A weights file whose inside contradicts itself; `reason` is a word for the log and tests."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class GgufUnsupported(ModelsError):
    """A GGUF of a version or byte order that llama.cpp no longer, or not yet, reads."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__(path, version)
        self.path = path
        self.version = version


class DiskFull(ModelsError):
    """The disk cannot hold what is to be written; `missing_bytes` is at least what lacks."""

    def __init__(self, folder: Path, missing_bytes: int) -> None:
        super().__init__(folder, missing_bytes)
        self.folder = folder
        self.missing_bytes = missing_bytes


class SourceUnreachable(ModelsError):
    """The place that weights come from does not answer; what arrived so far is kept."""

    def __init__(self, host: str, kept_bytes: int = 0) -> None:
        super().__init__(host, kept_bytes)
        self.host = host
        self.kept_bytes = kept_bytes


class SourceRefused(ModelsError):
    """The place answers, but not with the file: gone, forbidden, or broken on its side."""

    def __init__(self, host: str, status: int) -> None:
        super().__init__(host, status)
        self.host = host
        self.status = status


class SourceUntrusted(ModelsError):
    """The download was sent on to a host, or over a connection, that nobody agreed to."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class WrongBytes(ModelsError):
    """What arrived is not what the catalogue pins, so it was thrown away."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        self.name = name
        self.file = file


class ConversionFailed(ModelsError):
    """A model folder could not be turned into what the engine reads, or not faithfully."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


class InstallerMissing(ModelsError):
    """Starter packages need pip, and this Python has none."""
