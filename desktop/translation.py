"""The window's words in another language: English is in the code, others are in a file each.

A file holds for each English text what is shown in its place. What it lacks is shown in English.
"""

import json
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from desktop import cards
from desktop.cards import ErrorCard, Words

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"by their own names"
FOLDER = Path(__file__).parent


class Translation(QTranslator):
    """What Qt asks for each text of the window."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code = language
        path = FOLDER / f"{language}.json"
        self._texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        self.of_qt = QTranslator(self)
        "Qt's own words, as in the menu of a field or where a file is chosen"
        self.of_qt.load(
            f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        )

    def isEmpty(self) -> bool:  # noqa: N802 - Qt’s name
        return not self._texts

    def translate(
        self,
        context: str,  # noqa: ARG002 - Qt's signature
        text: str,
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """Nothing for what the file lacks, so that Qt shows the English text."""
        return self._texts.get(text)


def chosen(wanted: str) -> str:
    """The language that is wanted, or else the system's, as far as there is a file for it."""
    system = QLocale.system().name().partition("_")[0]
    return next((one for one in (wanted, system) if one in LANGUAGES), ENGLISH)


def spoken() -> str:
    """The language that texts are made in now."""
    return next((one.code for one in _installed()), ENGLISH)


def change(language: str) -> None:
    """Another language than before, for every text that is made from now on."""
    for old in _installed():
        for one in (old, old.of_qt):
            QCoreApplication.removeTranslator(one)
        old.setParent(None)
    speak(language)


def _count_in(language: str) -> None:
    """Days and numbers in this language, written as they are where the owner lives."""
    system, wanted = QLocale.system(), QLocale(language)
    is_plain = system.language() == QLocale.Language.C and language == ENGLISH
    is_here = system.language() == wanted.language()
    QLocale.setDefault(
        system if is_here or is_plain else QLocale(wanted.language(), system.territory())
    )


def _installed() -> list[Translation]:
    app = QCoreApplication.instance()
    return [] if app is None else app.findChildren(Translation)


def speak(language: str) -> Translation | None:
    """Every text that is made from now on is in this language."""
    _count_in(language)
    if language == ENGLISH:
        return None
    made = Translation(language, QCoreApplication.instance())
    for one in (made.of_qt, made):  # the last is asked first
        QCoreApplication.installTranslator(one)
    return made


def described(error: BaseException) -> ErrorCard:
    """What happened and what to do, in the window's language."""
    from desktop.errors import describe

    return describe(error, in_window)


class _InWindow(Words):
    """What is written where Qt is not, on a card or in a layer below, in the window's language."""

    def __call__(self, text: str) -> str:
        return QCoreApplication.translate("Tacit", text)

    def number(self, value: float, places: int = 0) -> str:
        here = QLocale()
        here.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)  # "C" would group nothing
        return here.toString(float(value), "f", places)


in_window = _InWindow()


def size(byte_count: float) -> str:
    """Bytes as people read them, in the window's language."""
    return cards.size(byte_count, in_window)
