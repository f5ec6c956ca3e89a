"""Several documents as one, and two side by side."""

import re
from dataclasses import replace

import pytest

from inference.summarizing import comparing
from inference.summarizing.comparing import compare, side_by_side
from inference.summarizing.notebook import VaultNotebook
from inference.summarizing.several import Pile, PileNotebook, Place
from inference.summarizing.summary import Paper, Statement, Summarized, Writer, summarize
from inference.summarizing.wish import Kind, Wish
from tests.inference.summarizing.noting import NotingChat, first_sentences
from tests.inference.summarizing.test_summary import NOW, paper, put, statements, text_of
from tests.vault.conftest import places, vault
from vault import forget
from vault.documents import Page
from vault.vault import Vault

__all__ = ["places", "vault"]
OLD = ("The flat is at Lindenweg 12. The rent is 900 euros a month.", "Cats may be kept here.")
NEW = ("The flat is at Lindenweg 12. The rent is 950 euros a month.", "Dogs bark loudly at night.")


def pile(*documents: tuple[str, ...]) -> Pile:
    papers = [
        (f"Lease {at}", Paper(tuple(Page(page, "", text) for page, text in enumerate(texts, 1))))
        for at, texts in enumerate(documents, 1)
    ]
    return Pile(papers)


def writer(vault: Vault, engine: NotingChat | None, some: Pile, numbers: list[int]) -> Writer:
    notebooks = [
        VaultNotebook(vault, number, kind="summary", clock=lambda: NOW) for number in numbers
    ]
    return Writer(engine, "scripted", 4_096, PileNotebook(some, notebooks))


def test_pages_are_counted_on_and_lead_back() -> None:
    some = pile(OLD, NEW)
    assert [page.number for page in some.paper.pages] == [1, 2, 3, 4]
    assert [some.place(page) for page in (1, 2, 3, 4)] == [
        Place(0, 1), Place(0, 2), Place(1, 1), Place(1, 2)
    ]  # fmt: skip
    assert [some.paper.title_of(page) for page in (1, 4)] == ["Lease 1", "Lease 2"]


def test_one_text_of_several_has_no_piece_of_two_and_says_which(vault: Vault) -> None:
    numbers = [put(vault, [text_of(one + 100 * at) for one in range(1, 9)], f"{at}.txt")
               for at in range(2)]  # fmt: skip
    some = Pile([(f"Book {at}", paper(vault, number)) for at, number in enumerate(numbers)])
    engine = NotingChat()
    found = list(summarize(some.paper, Wish(), writer(vault, engine, some, numbers)))
    noting = [one for one in engine.requests if "for your owner" in one.messages[0].text]
    uniting = engine.requests[len(noting)]
    for one in noting:
        chapters = [int(found) for found in re.findall(r"Chapter (\d+)", one.messages[1].text)]
        assert max(chapters) < 100 or min(chapters) > 100
    assert "(Book 0)\n" in uniting.messages[1].text
    assert "(Book 1)\n" in uniting.messages[1].text
    assert {some.place(page).document for one in statements(found) for page in one.pages} == {0, 1}
    assert not any("Book" in one.text for one in statements(found))


def test_what_is_made_of_several_is_kept_with_none_and_notes_with_their_own(vault: Vault) -> None:
    numbers = [put(vault, [text_of(one + 5 * at) for one in range(1, 4)], f"{at}.txt")
               for at in range(2)]  # fmt: skip
    some = Pile([(f"Book {at}", paper(vault, number)) for at, number in enumerate(numbers)])
    list(summarize(some.paper, Wish(), writer(vault, NotingChat(), some, numbers)))
    with vault.writer() as conn:
        rows = conn.rows("SELECT item, count(*) FROM summary GROUP BY item ORDER BY item")
        assert [tuple(row) for row in rows] == [(number, 1) for number in numbers]
        forget.forget(conn, [numbers[1]], NOW)
        assert conn.value("SELECT count(*) FROM summary") == 1


def test_of_two_versions_code_says_what_differs_and_asks_nobody(vault: Vault) -> None:
    numbers = [put(vault, list(OLD)), put(vault, list(NEW))]
    some = pile(OLD, NEW)
    found = list(compare(some.paper, Wish(), writer(vault, None, some, numbers)))
    said = statements(found)
    assert said == [
        Statement("The rent is 900 euros a month.", (1, 3), about="differs",
                  against="The rent is 950 euros a month."),
        Statement("Cats may be kept here.", (2,), about="first"),
        Statement("Dogs bark loudly at night.", (4,), about="second"),
    ]  # fmt: skip
    assert found[-1] == Summarized("whole", 3)


def test_two_of_the_same_differ_in_nothing(vault: Vault) -> None:
    some = pile(OLD, OLD)
    found = list(compare(some.paper, Wish(), writer(vault, None, some, [put(vault, list(OLD))])))
    assert found == [Summarized("whole")]


def test_documents_with_little_in_common_are_noted_and_laid_side_by_side(vault: Vault) -> None:
    first = ("The bakery opens at 6 and sells bread.", "Anna Weber runs the shop since 2019.")
    second = ("The smithy shoes horses for 80 euros.", "Jonas Brandt has 4 apprentices.")
    some, numbers = pile(first, second), [put(vault, list(first)), put(vault, list(second))]
    answers = iter(["", "", "[2, 4] Anna Weber and Jonas Brandt run them."])

    def answering(texts: list[str]) -> str:
        return next(answers) or first_sentences(texts)

    engine = NotingChat(answering)
    found = list(compare(some.paper, Wish(), writer(vault, engine, some, numbers)))
    assert [(one.about, one.pages) for one in statements(found)] == [
        ("both", (2, 4)), ("first", (1,)), ("second", (3,))
    ]  # fmt: skip
    assert statements(found)[0].unproven == ()
    asked = engine.requests[-1]
    assert asked.form is not None
    assert "[(1|2), (3|4)]".replace("[", r"\[").replace("]", r"\]") in asked.form.pattern


def test_a_comparison_that_is_stopped_says_so(vault: Vault) -> None:
    first, second = ("The bakery opens at 6.",), ("A horse has four legs.",)
    some, numbers = pile(first, second), [put(vault, list(first))]
    by = writer(vault, NotingChat(), some, numbers * 2)
    assert list(compare(some.paper, Wish(), by, stopped=lambda: True))[-1] == Summarized("stopped")


@pytest.mark.parametrize("text", ["", "One.", "# Heading only"])
def test_with_nothing_in_one_the_other_is_alone(vault: Vault, text: str) -> None:
    sides = side_by_side(pile((text,), ("The smithy shoes horses here.",)).paper)
    assert (sides.pairs, sides.first, sides.same) == ((), (), 0)
    assert [one.text for one in sides.second] == ["The smithy shoes horses here."]


def test_a_sentence_has_one_counterpart_only() -> None:
    twice = ("The rent is 900 euros. It is cold.", "The rent is 900 euros.")
    sides = side_by_side(pile(twice, ("The rent is 800 euros.",)).paper)
    assert len(sides.pairs) + sides.same == 1
    assert len(sides.first) == 2


def test_a_timeline_of_several_is_in_one_order(vault: Vault) -> None:
    some = pile(("It ends on 3 May 2024.",), ("It begins on 2 May 2023.",))
    wish = replace(Wish(), kind=Kind.TIMELINE)
    found = statements(list(summarize(some.paper, wish, writer(vault, None, some, [1, 2]))))
    assert [(one.when, some.place(one.pages[0])) for one in found] == [
        ("2023-05-02", Place(1, 1)), ("2024-05-03", Place(0, 1))
    ]  # fmt: skip


def test_many_sentences_are_compared_by_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "FEW", 3)
    first = " ".join(f"The rent of flat{at} is {at} euros a month." for at in range(30))
    second = " ".join(f"The rent of flat{at} is {at} euros a year." for at in range(30))
    sides = side_by_side(pile((first,), (second,)).paper)
    assert [(one.text[-8:-1], other.text[-7:-1]) for one, other in sides.pairs] == [
        ("a month", "a year")
    ] * 30
    assert all(one.text.split()[3] == other.text.split()[3] for one, other in sides.pairs)


def test_the_same_sentence_is_found_before_one_that_is_like_it() -> None:
    first = ("The rent is 900 euros a month.", "The rent is 950 euros a month.")
    sides = side_by_side(pile(first, ("The rent is 950 euros a month.",)).paper)
    assert (sides.same, sides.pairs) == (1, ())
    assert [one.text for one in sides.first] == ["The rent is 900 euros a month."]


def test_of_very_many_differences_the_rest_is_counted(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_TOLD", 2)
    texts = [tuple(f"The rent of flat{at} is {price} euros." for at in range(5))
             for price in (900, 950)]  # fmt: skip
    some = pile(*texts)
    found = list(compare(some.paper, Wish(), writer(vault, None, some, [1, 2])))
    assert len(statements(found)) == 2
    assert found[-1] == Summarized("whole", 2, more=3)


@pytest.mark.parametrize("after", [0, 1, 5, 9])
def test_comparing_and_dating_end_when_they_are_stopped(vault: Vault, after: int) -> None:
    text = " ".join(f"Flat{at} was let on 3 May 20{at:02}." for at in range(10, 30))
    some = pile((text,), (text.replace("let", "sold"),))
    looks = iter(range(after + 1))
    stopped = lambda: next(looks, None) in (None, after)  # noqa: E731
    by = writer(vault, None, some, [1, 2])
    assert list(compare(some.paper, Wish(), by, stopped=stopped)) == [Summarized("stopped")]
    looks = iter(range(after + 1))
    wish = replace(Wish(), kind=Kind.TIMELINE)
    assert list(summarize(some.paper, wish, by, stopped=stopped))[-1] == Summarized("stopped")
