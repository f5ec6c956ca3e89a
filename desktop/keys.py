"""The keys that work everywhere in the window, in one place: wired, shown, and listed from here."""

from enum import StrEnum


class Keys(StrEnum):
    """As Qt writes them down."""

    FIND_ANYTHING = "Ctrl+K"
    NEW_CHAT = "Ctrl+N"
    PRIVATE_CHAT = "Ctrl+Shift+P"
    SETTINGS = "Ctrl+,"
    LOCK = "Ctrl+L"
    UNDO = "Ctrl+Z"
    SHORTCUTS = "F1"
    SHORTCUTS_TOO = "Ctrl+/"
    FIND_HERE = "Ctrl+F"
    SEND = "Ctrl+Return"
    RENAME = "F2"
    DELETE = "Del"
    STOP = "Esc"
    NEW_TASK = "Ctrl+T"
    NEW_NOTE = "Ctrl+Shift+N"
    DUE = "Ctrl+D"
    REMINDER = "F8"
    TALK = "F4"
