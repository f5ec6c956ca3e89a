"""An account statement is summed up by code, and nothing else is taken for one."""

from collections.abc import Sequence

from inference.reading.reader import read_bytes
from inference.summarizing import accounts
from inference.summarizing.summary import Paper, Statement, Summarized, Writer, summarize
from inference.summarizing.wish import Length, Wish
from vault.documents import Page

HEAD = "Date,Description,Category,Amount\n"
ROWS = "01/02/2026,ACME,Salary,2000.00\n02/02/2026,HILL,Rent,-800.00\n" + "".join(
    f"{day:02}/03/2026,TESCO,Groceries,-10.50\n" for day in range(1, 11)
)


class Empty:
    """Nothing was noted before, and nothing is."""

    def find(self, key: str) -> str | None:  # noqa: ARG002
        return None

    def keep(self, key: str, text: str, pages: Sequence[int]) -> None:  # noqa: ARG002
        raise AssertionError("a model was asked")


ALONE = Writer(None, "", 8192, Empty())


def pages(text: str, name: str = "x.csv") -> tuple[Page, ...]:
    return tuple(Page(one.number, one.title, one.untrusted_text)
                 for one in read_bytes(text.encode(), name).pages)  # fmt: skip


def test_what_went_out_and_came_in() -> None:
    assert [one.text for one in accounts.summed_up(pages(HEAD + ROWS), "")] == [
        "The sum of “Amount” is 905.00, over 11 of 11 rows with money going out.",
        "“Amount” by “Category”: Rent 800.00; Groceries 105.00, over 11 of 11 rows with money "
        "going out.",
        "The highest “Amount” is 800.00: HILL, over 11 of 11 rows with money going out.",
        "The sum of “Amount” is 2,000.00, over 1 of 1 rows with money coming in.",
    ]
    german = accounts.summed_up(pages(HEAD + ROWS), "de")[0].text
    assert german == "Die Summe von „Amount“ ist 905,00, über 11 von 11 Zeilen mit Ausgaben."


def test_no_model_is_asked_of_a_statement() -> None:
    paper = Paper(pages(HEAD + ROWS))
    events = list(summarize(paper, Wish(), ALONE))
    said = [one for one in events if isinstance(one, Statement)]
    assert len(said) == 4
    assert said[0].pages == (1,)
    assert events[-1] == Summarized("whole", 4)
    short = summarize(paper, Wish(length=Length.LINE), ALONE)
    assert sum(isinstance(one, Statement) for one in short) == 1


def test_other_tables_and_letters_are_no_statements() -> None:
    people = "Name,Age,City\n" + "".join(f"P{n},{n},Kassel\n" for n in range(20))
    assert accounts.summed_up(pages(people), "") == []
    few = HEAD + ROWS.split("02/03")[0]
    assert accounts.summed_up(pages(few), "") == []
    letter = "Dear all,\n\nplease pay.\n"
    assert accounts.summed_up((*pages(HEAD + ROWS), *pages(letter, "x.txt")), "") == []
