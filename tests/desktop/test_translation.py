"""The window in another language: every text of it, and nothing that is no text of it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import translation
from desktop.translation import FOLDER, LANGUAGES, Translation
from inference.guard import questions
from inference.preferences import PREFERENCES, Choice
from inference.tools import catalog
from inference.tools.base import Effect


def said(tree: ast.AST) -> Iterator[str]:
    """Every text that is handed to Qt's translation."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        at = {"tr": 0, "translate": 1}.get(str(name))
        if at is None or len(node.args) <= at:
            continue
        text = node.args[at]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def texts() -> set[str]:
    found: set[str] = set()
    for path in sorted(FOLDER.rglob("*.py")):
        found |= set(said(ast.parse(path.read_text(encoding="utf-8"))))
    return found | set(of_settings())


def of_settings() -> Iterator[str]:
    """What lower layers say and the page of settings shows."""
    for one in PREFERENCES:
        yield from (f"{one.title[0].upper()}{one.title[1:]}", one.about)
        yield one.kind.written(one.default)
        if isinstance(one.kind, Choice):
            yield from (words[0] for _value, words in one.kind.options)
    for tool in catalog.OFFERED.values():
        if tool.effect is not Effect.READ:
            yield questions.in_words(tool.name)
            yield questions.effect_in_words(tool.name, tool.effect)


def test_texts_are_found() -> None:
    assert {"Lock", "Undo", "Nothing has left this computer."} <= texts()


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != translation.ENGLISH])
def test_every_text_is_translated_and_nothing_else(language: str) -> None:
    file = json.loads(Path(FOLDER, f"{language}.json").read_text(encoding="utf-8"))
    words = {one for one in texts() if any(sign.isalpha() for sign in one.replace("%s", ""))}
    assert words <= set(file)
    assert set(file) <= texts()
    for english, other in file.items():
        assert english.count("%s") == other.count("%s"), english
        assert other.strip(), english
        assert "!" not in other, english


def test_what_lacks_a_translation_is_english(qtbot: QtBot) -> None:
    german = Translation("de")
    QCoreApplication.installTranslator(german)
    try:
        assert QApplication.translate("Sidebar", "Lock") == "Sperren"
        assert QApplication.translate("Sidebar", "No such text") == "No such text"
    finally:
        QCoreApplication.removeTranslator(german)
    assert QApplication.translate("Sidebar", "Lock") == "Lock"


def test_a_language_is_chosen_that_there_is() -> None:
    assert translation.chosen("de") == "de"
    assert translation.chosen("xx") in LANGUAGES
    assert translation.speak("en") is None
