"""What a tool, or the gate before it, could not do. Data only; the sentences are on cards."""

from inference.errors import InferenceError


class ToolError(InferenceError):
    """Something that could not be done; nothing was changed."""


class UnknownTool(ToolError):
    """There is no tool of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ArgumentRefused(ToolError):
    """An argument does not fit: missing, unknown, of another kind, out of range."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


class NothingLikeThat(ToolError):
    """Nothing fits these words."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(kind, words)
        self.kind, self.words = kind, words


class WhichOne(ToolError):
    """Several things fit these words; the owner has to say which."""

    def __init__(self, kind: str, words: str, choices: tuple[tuple[int, str], ...]) -> None:
        super().__init__(kind, words, choices)
        self.kind, self.words, self.choices = kind, words, choices


class NotAllowed(ToolError):
    """The owner's rules, or one that holds always, do not let this happen."""

    def __init__(self, tool: str, reason: str) -> None:
        super().__init__(tool, reason)
        self.tool, self.reason = tool, reason


class ApprovalNeeded(ToolError):
    """It waits for the owner's yes; the question is kept."""

    def __init__(self, tool: str, approval: int) -> None:
        super().__init__(tool, approval)
        self.tool, self.approval = tool, approval


class ApprovalGone(ToolError):
    """This question was answered before, ran out, or was for something else."""

    def __init__(self, approval: int) -> None:
        super().__init__(approval)
        self.approval = approval


class NotDone(ToolError):
    """It was tried, and reading back showed that the effect is not there."""

    def __init__(self, tool: str) -> None:
        super().__init__(tool)
        self.tool = tool


class UndoGone(ToolError):
    """This cannot be taken back any more: it was before, or things have changed since."""

    def __init__(self, change: int) -> None:
        super().__init__(change)
        self.change = change


class EverythingStopped(ToolError):
    """The owner stopped everything; nothing is done until they go on."""


class FolderNotGranted(ToolError):
    """The path is not inside a folder that Tacit was let into."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class FileInTheWay(ToolError):
    """Where the file was to go there is one already."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class CannotCalculate(ToolError):
    """This is no sum, or one without a result."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text, self.reason = text, reason


class UnknownKey(ToolError):
    """There is no such entry in the profile or setting."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(kind, key)
        self.kind, self.key = kind, key


class ValueRefused(ToolError):
    """This value does not fit an entry of the profile or a setting."""

    def __init__(self, key: str, wanted: str) -> None:
        super().__init__(key, wanted)
        self.key, self.wanted = key, wanted
