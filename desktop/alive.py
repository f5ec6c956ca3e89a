"""Callbacks of work that may end after whoever asked for it is gone."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject


def while_alive(owner: QObject, callback: Callable[..., None]) -> Callable[..., None]:
    """Call back as long as the owner is there: a step of the first run goes when the next comes."""

    def call(*given: Any) -> None:
        if shiboken6.isValid(owner):
            callback(*given)

    return call
