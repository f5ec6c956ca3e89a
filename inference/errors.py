"""What thinking could not do. Errors hold data; the sentences are in `desktop/errors.py`.

Those an engine raises in its own process travel as a name and plain arguments: see `as_row`.
"""

Plain = str | int | float | bool | None
"what may stand in an error that crosses from an engine's process"


class InferenceError(Exception):
    """Something that thinking could not do."""


class CalledOff(InferenceError):
    """Whoever asked has lost interest, so it was not finished."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class EngineDied(InferenceError):
    """The engine's process ended in the middle of something."""

    def __init__(self, role: str, state: str, cause: str) -> None:
        super().__init__(role, state, cause)
        self.role, self.state, self.cause = role, state, cause


class EngineHung(InferenceError):
    """The engine said nothing for so long that it was ended."""

    def __init__(self, role: str, state: str) -> None:
        super().__init__(role, state)
        self.role, self.state = role, state


class EngineFault(InferenceError):
    """Something in the engine's process went wrong that nobody foresaw: a bug."""

    def __init__(self, role: str, what: str) -> None:
        super().__init__(role, what)
        self.role, self.what = role, what


class NotSealed(InferenceError):
    """The engine's process could not be cut off from the network, so it was not started."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class OutOfMemory(InferenceError):
    """There was not enough memory for what the engine was asked to do."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class WeightsUnusable(InferenceError):
    """The engine could not load these weights."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


class WeightsNotReady(InferenceError):
    """These weights have to be turned into another form once before an engine can use them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WeightsRefused(InferenceError):
    """These weights stopped the engine before and are not tried again by themselves."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ContextFull(InferenceError):
    """The text is longer than what the weights can look at in one go."""

    def __init__(self, needed: int, available: int) -> None:
        super().__init__(needed, available)
        self.needed, self.available = needed, available


class FormRefused(InferenceError):
    """The form that an answer was to have cannot be enforced."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AudioUnreadable(InferenceError):
    """This is not sound that can be listened to."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileUnread(InferenceError):
    """A file that could not be read; what each kind of it is about."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileTooBig(FileUnread):
    """The file is larger than what is read in one piece."""

    def __init__(self, name: str, size: int, largest: int) -> None:
        super().__init__(name)
        self.args = (name, size, largest)
        self.size, self.largest = size, largest


class PasswordNeeded(FileUnread):
    """The file opens with a password only, and none was given."""


class PasswordWrong(FileUnread):
    """The password that was given does not open the file."""


class FileDamaged(FileUnread):
    """The file is not what its kind should look like; nothing could be read out of it."""

    def __init__(self, name: str, what: str = "") -> None:
        super().__init__(name)
        self.args = (name, what)
        self.what = what
        "where it was noticed, for whoever mends a reader"


class KindUnsupported(FileUnread):
    """Files of this kind are not read."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name)
        self.args = (name, kind)
        self.kind = kind


class IsRecording(FileUnread):
    """The file is sound or film: it is listened to, not read."""


class ReadingTooLong(FileUnread):
    """Reading took longer than it may."""

    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(name)
        self.args = (name, seconds)
        self.seconds = seconds


class ReadingTooLarge(FileUnread):
    """Reading needed more memory than it may."""


class NothingReadable(FileUnread):
    """The file is whole and of a kind that is read, and there is no text in it."""

    def __init__(self, name: str, pages: int = 0) -> None:
        super().__init__(name)
        self.args = (name, pages)
        self.pages = pages
        "how many of its pages are pictures, which text recognition could read"


TRAVELLING: tuple[type[InferenceError], ...] = (
    AudioUnreadable,
    ContextFull,
    EngineFault,
    FileDamaged,
    FormRefused,
    IsRecording,
    KindUnsupported,
    NotSealed,
    NothingReadable,
    OutOfMemory,
    PasswordNeeded,
    PasswordWrong,
    ReadingTooLarge,
    ReadingTooLong,
    WeightsNotReady,
    WeightsUnusable,
)
"the errors that an engine's process may send"


def as_row(error: InferenceError) -> dict[str, object]:
    """An error as it crosses from an engine's process."""
    return {"error": type(error).__name__, "args": list(error.args)}


def from_row(row: dict[str, object], role: str) -> InferenceError:
    """The error that an engine's process named; one that makes no sense is a fault of its own."""
    known = next((kind for kind in TRAVELLING if kind.__name__ == row.get("error")), None)
    arguments = row.get("args")
    if known is None or not isinstance(arguments, list) or not all(map(_is_plain, arguments)):
        return EngineFault(role, "an unknown error")
    try:
        return known(*arguments)
    except TypeError:
        return EngineFault(role, "an error with other arguments")


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
