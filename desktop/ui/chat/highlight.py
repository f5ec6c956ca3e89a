"""Code in the colours of the theme. What is no language that is known stays as it is."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QColor, QTextCharFormat

from desktop.ui.theme import Tokens

LONGEST = 60_000
"characters; colouring more would be felt"
KINDS = (
    ("Comment", "quiet"), ("Keyword", "accent"), ("Literal.String", "good"),
    ("Literal.Number", "warn"), ("Name.Function", "private"), ("Name.Class", "private"),
    ("Name.Decorator", "warn"), ("Name.Builtin", "accent"), ("Name.Tag", "accent"),
    ("Name.Attribute", "private"), ("Operator.Word", "accent"), ("Generic.Deleted", "bad"),
    ("Generic.Inserted", "good"), ("Generic.Heading", "accent"),
)  # fmt: skip
"what a piece of code is, as pygments names it, and the token of the theme for it"


def pieces(code: str, language: str) -> Iterator[tuple[str, str]]:
    """The code in pieces, each with the token of its colour, or none."""
    lexer = _lexer(language)
    if lexer is None or len(code) > LONGEST:
        yield code, ""
        return
    for kind, text in lexer.get_tokens(code):
        yield text, _colour(str(kind).removeprefix("Token."))


def prepare() -> None:
    """Load what most code is coloured by, before the first code has to be shown."""
    for language in ("python", "bash", "json"):
        list(pieces("x = 1", language))


def name(language: str) -> str:
    """What a language is called; as it was written, where it is not known."""
    lexer = _lexer(language)
    return str(lexer.name) if lexer is not None else language


def painted(base: QTextCharFormat, colour: str, tokens: Tokens) -> QTextCharFormat:
    """The format of a piece of code."""
    made = QTextCharFormat(base)
    if colour:
        made.setForeground(QColor(getattr(tokens, colour)))
        made.setFontItalic(colour == "quiet")
    return made


@lru_cache(maxsize=128)
def _colour(kind: str) -> str:
    return next((colour for start, colour in KINDS if kind.startswith(start)), "")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    from pygments import lexers, util

    try:
        return lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except util.ClassNotFound:
        return None
