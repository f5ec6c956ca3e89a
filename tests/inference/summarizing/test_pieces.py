"""Documents in pieces: nothing lost, nothing twice, and an edit changes little."""

import pytest

from inference.summarizing.pieces import MOST_TOKENS, Piece, Stretch, pieces, tokens
from vault.documents import Page

WORDS = "The committee of section {} looked at the budget of year {} and found it in good order. "


def paragraph(number: int) -> str:
    return WORDS.format(number, 1900 + number) * 4


def book(chapters: int = 40, *, changed: int | None = None) -> list[Page]:
    """A page for each chapter, with a heading and paragraphs of its own."""
    pages = []
    for at in range(1, chapters + 1):
        first = "Something quite different stands here now." if at == changed else paragraph(at)
        blocks = [f"## Chapter {at}", first, paragraph(1000 + at), paragraph(2000 + at)]
        pages.append(Page(at, "", "\n\n".join(blocks)))
    return pages


def words(found: list[Piece]) -> list[str]:
    return [
        word for piece in found for one in piece.stretches for word in one.untrusted_text.split()
    ]


def texts(found: list[Piece]) -> set[str]:
    return {"".join(one.untrusted_text for one in piece.stretches) for piece in found}


def test_nothing_is_lost_and_nothing_is_read_twice() -> None:
    pages = book()
    found = list(pieces(pages))
    assert len(found) > 3
    assert words(found) == [word for page in pages for word in page.text.split()]
    assert all(piece.tokens <= MOST_TOKENS for piece in found)
    for piece in found:
        for one in piece.stretches:
            assert one.untrusted_text in pages[one.page - 1].text


def test_a_piece_begins_with_a_heading_where_there_is_one() -> None:
    assert all(one.stretches[0].untrusted_text.startswith("## ") for one in pieces(book()))


def test_an_edit_changes_the_pieces_that_it_is_in() -> None:
    before = list(pieces(book(120)))
    for changed in (1, 30, 77):
        after = list(pieces(book(120, changed=changed)))
        assert len(texts(after) - texts(before)) <= 3, changed
    assert len(before) > 12


def test_text_without_any_place_to_cut() -> None:
    for text in ("x" * 60_000, "文" * 30_000, "one long line of words " * 3_000):
        found = list(pieces([Page(1, "", text)], 1_000))
        assert "".join(one.untrusted_text for piece in found for one in piece.stretches) == text
        assert all(piece.tokens <= 1_000 for piece in found)


def test_a_document_without_text_has_no_pieces() -> None:
    assert list(pieces([Page(1, "", ""), Page(2, "", " \n\n \n")])) == []


def test_halves_have_it_all_and_come_to_an_end() -> None:
    whole = Piece((Stretch(1, "some words. " * 50), Stretch(2, "more words.")))
    halves = whole.halves()
    assert halves is not None
    assert words(list(halves)) == words([whole])
    single = halves[0].halves()
    assert single is not None
    assert words(list(single)) == words([halves[0]])
    assert Piece((Stretch(1, "x"),)).halves() is None


@pytest.mark.parametrize("text", ["", "word", "a longer text of words", "文字", "слово"])
def test_tokens_are_rather_too_many(text: str) -> None:
    assert tokens(text) >= len(text.split())
