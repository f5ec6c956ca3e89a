"""What pages are called where they are cited."""

import pytest

from inference.reading import citing
from vault.documents import Label


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([Label("page", 3)], "p. 3"),
        ([Label("page", 1, is_alone=True)], "p. 1"),
        ([Label("page", 3, "A title"), Label("page", 4), Label("page", 7)], "p. 3–4, 7"),
        ([Label("slide", 4, "Why now")], "slide 4"),
        ([Label("sheet", 2, "Costs")], "sheet Costs"),
        ([Label("sheet", 1, "Sheet1", is_alone=True)], ""),
        ([Label("time", 2, "3:20"), Label("time", 5, "6:01")], "3:20, 6:01"),
        ([Label("time", 1, "0:00", is_alone=True)], ""),
        ([Label("part", 2, "The storm")], "The storm"),
        ([Label("part", 2)], "part 2"),
        ([Label("part", 1, is_alone=True)], ""),
        ([Label("message", 1)], ""),
        ([Label("message", 1), Label("message", 2, "invoice.pdf: 1")], "invoice.pdf: 1"),
        ([Label("part", 1, "A long title " * 9)], f"{('A long title ' * 9)[:47]}…"),
        ([], ""),
    ],
)
def test_pages_are_called_what_their_document_is_made_of(labels: list[Label], said: str) -> None:
    assert citing.together(labels) == said


def test_a_place_is_told_in_another_language() -> None:
    german = {"p. %s": "S. %s", "slide %s": "Folie %s"}

    def tr(text: str) -> str:
        return german.get(text, text)

    assert citing.words(Label("slide", 4), tr) == "Folie 4"
    assert citing.parted(citing.named("The  lease", "p. 3"), tr) == ("The lease", "S. 3")
    assert citing.parted("“Talk”, 3:20", tr) == ("Talk", "3:20")
    assert citing.parted("“Talk”", tr) == ("Talk", "")
    assert citing.parted("nothing quoted", tr) is None
