"""Several documents as one: their pages counted on, so that everything that is made of one document
is made of all of them, and each statement still leads to its own document and page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.summarizing.notebook import Notebook
from inference.summarizing.summary import Paper
from vault.documents import Page


@dataclass(frozen=True)
class Place:
    """A page of one of several documents."""

    document: int
    "which of them, from 0"
    page: int


class Pile:
    """Papers that lie on each other."""

    def __init__(self, papers: Sequence[tuple[str, Paper]]) -> None:
        self._places: list[Place] = []
        members, pages = list[tuple[int, str]](), list[Page]()
        for document, (title, paper) in enumerate(papers):
            members.append((len(pages) + 1, title))
            for page in paper.pages:
                self._places.append(Place(document, page.number))
                pages.append(replace(page, number=len(self._places)))
        languages = {paper.language for _title, paper in papers}
        language = languages.pop() if len(languages) == 1 else ""
        self.paper = Paper(tuple(pages), language, tuple(members))

    def place(self, page: int) -> Place:
        """Where a page of the pile is from."""
        return self._places[page - 1]


class PileNotebook:
    """The notebooks of the documents of a pile.

    An answer about several is not kept: it would have to be forgotten with each of them.
    """

    def __init__(self, pile: Pile, notebooks: Sequence[Notebook]) -> None:
        self._pile = pile
        self._notebooks = notebooks

    def find(self, key: str) -> str | None:
        return self._notebooks[0].find(key)

    def keep(self, key: str, text: str, pages: Sequence[int]) -> None:
        documents = {self._pile.place(page).document for page in pages}
        if len(documents) == 1:
            self._notebooks[documents.pop()].keep(key, text, pages)
