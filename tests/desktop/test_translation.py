"""The window in another language: every text of it, and nothing that is no text of it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop import engine_cards, reading_cards, tool_cards, translation, weights_cards
from desktop.translation import FOLDER, LANGUAGES, Translation
from desktop.viewmodels.effect_words import EFFECTS, PIECES, effect
from desktop.viewmodels.fixed_words import CLOSEST_AT, CLOSEST_TO_IT, fixed
from inference import person
from inference.asking.talk import ABSENT, ABSENT_HERE, CLOSEST
from inference.errors import FileTooBig
from inference.guard import questions
from inference.memory import matching
from inference.preference_kinds import Choice
from inference.preferences import PREFERENCES
from inference.priorities import SAID
from inference.reading import citing
from inference.tools import catalog, profile, review
from inference.tools.base import EMPTY, TOO_LONG, Effect
from models import catalog as weights
from models.packages import INDEX


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
    return (
        found | set(of_settings()) | set(of_cards()) | set(of_what_could_not_be())
        | set(of_what_is_done())
    )  # fmt: skip


def of_what_is_done() -> Iterator[str]:
    """Why something matters, what is asked, and what tools say that they did."""
    yield from (*SAID.values(), *EFFECTS)
    yield from (form for form, _slots in PIECES if form != "%s")
    yield from (*questions.WORDS.values(), *questions.EFFECTS.values())
    yield from (*questions.ASKERS.values(), *questions.SOURCES.values(), questions.MAKE_SURE)
    for tool in catalog.BY_NAME.values():
        if tool.effect is not Effect.READ:
            yield from (f"{one.name[0].upper()}{one.name[1:]}".replace("_", " ")
                        for one in tool.parameters)  # fmt: skip
            yield questions.effect_in_words(tool.name, tool.effect)
    yield from (one.licence_limit for one in weights.load().entries if one.licence_limit)


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


CARDS = (
    "cards", "errors", "vault_cards", "weights_cards", "engine_cards", "reading_cards",
    "tool_cards", "update_cards",
)  # fmt: skip


def of_cards() -> Iterator[str]:
    """What stands on cards that are alike for every error, and what varies on others."""
    for path in [FOLDER / f"{name}.py" for name in CARDS]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "plain":
                some = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield from (str(one) for one in (some[:2] + some[3:] if some[3:] else some))
    yield from every_text(engine_cards.PARTS, engine_cards.SEAL, engine_cards.APART)
    yield from every_text(weights_cards.NOTHING_TO, tool_cards.ANEW, tool_cards.REASONS)
    yield from every_text(reading_cards.READ_KINDS, reading_cards.SAVE_AS, reading_cards.UNITS)
    yield from every_text(
        reading_cards.OTHER_KIND, reading_cards.PAGES_LACK, reading_cards.FILES_LACK
    )
    yield from (ABSENT, ABSENT_HERE, CLOSEST_TO_IT, CLOSEST_AT, *citing.WORDS)
    yield from (reading_cards.FORMULAS, f"{INDEX[0].upper()}{INDEX[1:]}")


def every_text(*some: object) -> Iterator[str]:
    """The texts in tables, without their keys."""
    for one in some:
        if isinstance(one, str):
            yield from [one] * bool(one)
        elif isinstance(one, dict):
            yield from every_text(*one.values())
        elif isinstance(one, tuple):
            yield from every_text(*one)


REFUSED = {
    "NothingLikeThat": 0, "WhichOne": 0, "UnknownKey": 0, "find": 1,
    "CannotCalculate": 1, "Refused": 0, "ValueRefused": 1, "ArgumentRefused": 1,
}  # fmt: skip
"at which place an error of a lower layer holds words of Tacit's own"


def of_what_could_not_be() -> Iterator[str]:
    for path in sorted((FOLDER.parent / "inference").rglob("*.py")):
        if path.parent.name == "reading":
            continue  # what its parsers refuse is told apart by kind, and never shown
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = REFUSED.get(str(getattr(node.func, "attr", None) or getattr(node.func, "id", "")))
            if at is None or len(node.args) <= at:
                continue
            words = node.args[at]
            if isinstance(words, ast.Constant) and isinstance(words.value, str):
                yield words.value
    yield from (matching.KIND, profile.ENTRY, review.WAITING, EMPTY, TOO_LONG)
    yield from (one.kind.wanted for one in PREFERENCES)
    for key in person.KEYS:
        yield from (key.about, key.wanted)


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


FIXED = (
    ("Your documents do not say that.", "Deine Dokumente sagen das nicht."),
    (
        ABSENT_HERE + CLOSEST.format("“Lease”, p. 3"),
        "Dieses Dokument sagt das nicht. Am nächsten kommt „Lease“, S. 3.",
    ),
    (
        ABSENT + CLOSEST.format("“Talk”, 3:20"),
        "Deine Dokumente sagen das nicht. Am nächsten kommt „Talk“, 3:20.",
    ),
    (
        ABSENT + CLOSEST.format("“Figures”"),
        "Deine Dokumente sagen das nicht. Am nächsten kommt „Figures“.",
    ),
    ("This document does not say that. Nor do I.", "This document does not say that. Nor do I."),
)


@pytest.mark.parametrize(("kept", "shown"), FIXED)
def test_sentences_of_its_own_are_shown_in_the_window_s_language(
    qtbot: QtBot, kept: str, shown: str
) -> None:
    german = Translation("de")
    QCoreApplication.installTranslator(german)
    try:
        assert fixed(kept) == shown
    finally:
        QCoreApplication.removeTranslator(german)
    assert fixed(kept) == kept


def test_no_window_says_what_happened_in_the_words_of_the_command_line() -> None:
    for path in [*FOLDER.glob("ui/**/*.py"), *FOLDER.glob("viewmodels/**/*.py")]:
        assert "from desktop.errors import describe" not in path.read_text(encoding="utf-8"), path


@pytest.fixture
def german(qtbot: QtBot) -> Iterator[None]:
    translation.change("de")
    yield
    translation.change(translation.ENGLISH)


def test_what_qt_says_is_in_the_language_too(german: None, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert "&Kopieren" in [one.text().partition("\t")[0] for one in menu.actions()]
    translation.change(translation.ENGLISH)
    menu = field.createStandardContextMenu()
    assert "&Copy" in [one.text().partition("\t")[0] for one in menu.actions()]


DONE = (
    (
        "Task: Rent, flat and cellar, due Friday, 27 November 2026, every month, "
        "of high importance, 20 minutes, in the list “Home”.",
        "Aufgabe: Rent, flat and cellar, fällig Freitag, 27. November 2026, jeden Monat, "
        "wichtig, 20 Minuten, in der Liste „Home“.",
    ),
    (
        "Reminder: Water the plants, Monday, 23 November 2026, 09:00, every two weeks on Tuesday.",
        "Erinnerung: Water the plants, Montag, 23. November 2026, 09:00 Uhr, "
        "alle zwei Wochen am Dienstag.",
    ),
    (
        "Moved: Call Ana, now due Friday, 27 November 2026 (it was due Monday, 2 November 2026).",
        "Verschoben: Call Ana, jetzt fällig Freitag, 27. November 2026 "
        "(war fällig Montag, 2. November 2026).",
    ),
    ("Waiting: Call, waiting for Ana since Monday, 2 November 2026.",
     "Wartet: Call, wartet auf Ana seit Montag, 2. November 2026."),
    ("Done: Call Ana. That was the last time.", "Erledigt: Call Ana. Das war das letzte Mal."),
    ("“Learning” is now off; it was on.", "„Lernen“ ist jetzt aus; vorher an."),
    ("Taken back: due soon.", "Zurückgenommen: due soon."),
    ("I have been wondering about that.", "I have been wondering about that."),
)  # fmt: skip


@pytest.mark.parametrize(("kept", "shown"), DONE)
@pytest.mark.usefixtures("german")
def test_what_was_done_is_shown_in_the_window_s_language(kept: str, shown: str) -> None:
    assert effect(kept) == shown


def test_what_was_done_is_left_alone_in_english() -> None:
    for kept, _shown in DONE:
        assert effect(kept) == kept


TELLS_IN_WORDS_OF_ITS_OWN = {
    "calculate", "tell_time", "focus", "find_documents", "find_files", "read_file", "find_notes",
    "list_reminders", "list_tasks", "recall", "show_profile", "show_settings",
}  # fmt: skip
"what only looks something up: its answer is in the language of the conversation"


PUT_TOGETHER = {
    "Reminder: Something.Something": "Reminder: Rent. It belongs to the task of that name.",
    "Something is now of Something importance.": "Rent is now of high importance.",
    "“Something” is now Something; Something.": "“Learning” is now on; as it was before.",
}
"what is made of more pieces than a form shows, and one of each as it is said"


def said_by_tools() -> Iterator[str]:
    """What tools say that they did, with a word in place of what is put in."""
    for path in sorted((FOLDER.parent / "inference" / "tools").glob("*.py")):
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(made, ast.FunctionDef) or not made.decorator_list:
                continue
            if made.name in TELLS_IN_WORDS_OF_ITS_OWN:
                continue
            for call in ast.walk(made):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Result", "changed"):
                    some = [one.value for one in call.keywords if one.arg == "says"]
                    yield from filter(None, map(sentence, [*some, *call.args[:2]]))


def sentence(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else "Something" for one in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.usefixtures("german")
def test_whatever_a_tool_says_has_its_form() -> None:
    found = set(said_by_tools())
    assert len(found) > 20
    assert {one for one in found if effect(one) == one} == set(PUT_TOGETHER)
    for whole in PUT_TOGETHER.values():
        assert effect(whole) != whole


@pytest.mark.usefixtures("german")
def test_numbers_and_sizes_are_written_as_in_the_language() -> None:
    assert translation.in_window.number(1234567) == "1.234.567"
    assert translation.size(1_550_000_000) == "1,6 GB"
    assert translation.size(7) == "7 Byte"
    card = translation.described(FileTooBig("Lease.pdf", 3_100_000_000, 2_000_000_000))
    assert "3,1 GB" in f"{card.title} {card.body} {card.action}"


def test_numbers_are_grouped_in_english_too() -> None:
    assert translation.in_window.number(1234567) == "1,234,567"
    assert translation.size(1_550_000_000) == "1.6 GB"
