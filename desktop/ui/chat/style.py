"""How the words of a conversation look, and what a document of them remembers of its blocks."""

from dataclasses import dataclass, field

from PySide6.QtGui import QFont, QTextFormat

from desktop.ui.theme import Tokens

QUOTED = QTextFormat.Property.UserProperty + 1
"how deep a block is quoted"
RULE = QTextFormat.Property.UserProperty + 2
"whether a block is a line across"
CODE_BAR = 32
"pixels above code, for its language and the button that copies it"


@dataclass(frozen=True)
class Style:
    """How words look now."""

    tokens: Tokens
    font: QFont


@dataclass
class Code:
    """Where a block of code stands in the document, and what it is."""

    first: int
    "the position of its first line: a block of Qt's may become another one when text is added"
    last: int
    language: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
