"""Where things are found in the window: a page, and one thing on it."""

from dataclasses import dataclass
from enum import StrEnum


class PageName(StrEnum):
    """The pages, in the order of the sidebar."""

    TODAY = "today"
    CHAT = "chat"
    TASKS = "tasks"
    DOCUMENTS = "documents"
    MEMORY = "memory"
    APPROVALS = "approvals"
    ACTIVITY = "activity"
    PROFILE = "profile"
    MODELS = "models"
    SETTINGS = "settings"


NEW = "new"
"a conversation or a task that is to be begun"
PRIVATE = "private"
"a new conversation of which nothing is kept"


@dataclass(frozen=True)
class Place:
    """A page, and what is to be shown there."""

    page: PageName
    number: int | str | None = None
    "of the conversation, the task, the item; or NEW, PRIVATE, the name of a section"
