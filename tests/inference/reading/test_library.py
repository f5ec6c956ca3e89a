"""What was read goes into the vault so that it is found again, with its page."""

from pathlib import Path

from inference.reading import library
from inference.reading.document import Block, Document, Gap, Page
from inference.reading.library import PASSAGE_SIGNS, Taken
from tests.vault.conftest import NOW, fresh
from vault import documents, search
from vault.search import Query

TAKEN = Taken.of("/papers/lease.pdf", b"lease", keeps=True)


def paragraph(text: str) -> Block:
    return Block("paragraph", text)


def heading(text: str, level: int = 1) -> Block:
    return Block("heading", text, level)


def document(*pages: tuple[Block, ...]) -> Document:
    made = tuple(Page(number, blocks) for number, blocks in enumerate(pages, start=1))
    return Document("Lease", "en", "application/pdf", "page", len(pages) + 1,
                    (Gap("no text", 1, "3"),), made)  # fmt: skip


def texts(one: Document) -> list[tuple[str, int | None]]:
    return [(passage.text, passage.page) for passage in library.passages(one)]


def test_a_passage_says_below_which_headings_it_stands() -> None:
    one = document(
        (heading("Lease"), heading("Rent", 2), paragraph("It is 900 a month."),
         heading("Deposit", 2), paragraph("Two months.")),
        (paragraph("Paid back within a month."), heading("End"), paragraph("By letter.")),
    )  # fmt: skip
    assert texts(one) == [
        ("Lease › Rent\nIt is 900 a month.", 1),
        ("Lease › Deposit\nTwo months.", 1),
        ("Lease › Deposit\nPaid back within a month.", 2),
        ("End\nBy letter.", 2),
    ]


def test_a_heading_without_words_is_found_too() -> None:
    one = document((heading("One"), heading("Two"), heading("Three", 2)))
    assert texts(one) == [("One", 1), ("Two › Three", 1)]


def test_long_text_is_cut_at_sentences_and_nothing_is_lost() -> None:
    sentence = "The tenant pays the rent on the first day of each month. "
    one = document((heading("Rent"), paragraph(sentence * 60), paragraph("x" * 2_500)))
    found = texts(one)
    assert max(len(text) for text, _page in found) <= PASSAGE_SIGNS + len("Rent\n")
    whole = "".join(text.removeprefix("Rent\n") for text, _page in found)
    assert whole.count("pays the rent") == 60
    assert whole.count("x") == 2_500 + 0


def test_what_is_kept_is_found_with_its_page(tmp_path: Path) -> None:
    one = document((paragraph("The garden gate is green."),), (paragraph("The rent is 900."),))
    with fresh(tmp_path / "x.db") as conn:
        number = library.put(conn, one, TAKEN, NOW)
        hit = search.search(conn, Query("rent"), NOW)[0]
        assert (hit.item, hit.page, hit.source.ref) == (number, 2, "/papers/lease.pdf")
        assert library.known(conn, TAKEN) == number
        assert library.known(conn, Taken.of("/papers/lease.pdf", b"other", keeps=False)) is None
        kept = documents.get(conn, number)
        assert (kept.language, kept.page_count, kept.size, kept.has_original) == ("en", 3, 5, True)
        assert [page.text for page in documents.pages(conn, number)][1] == "The rent is 900."
        assert library.head(kept).gaps == one.gaps
        assert documents.listed(conn) == [kept]
        assert documents.listed(conn, skip=1) == []
