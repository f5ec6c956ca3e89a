"""Tables read back out of pages, and what code works out of them."""

from decimal import Decimal

import pytest

from inference.asking import filling, sheets, sums, telling
from inference.asking.finding import Desk
from inference.asking.sheets import Kind, Table
from inference.asking.wording import Question
from vault.documents import Page

ORDERS = """# Orders

| Order | Customer | Country | Net amount | Placed on |
| A-1 | Haas & Sons | Austria | €1,200.00 | 2025-01-31 |
| A-2 | Dubois | France | €80.50 | 2025-02-01 |
| A-3 | Haas & Sons | Austria | €19.50 | 2025-02-28 |
| A-4 | Novak | Czechia | €500.00 | 2025-03-01 |

Some words below."""
GOES_ON = """| Order | Customer | Country | Net amount | Placed on |
| A-5 | Dubois | France | €300.00 | 2025-12-31 |"""
GERMAN = """| Ort | Miete | Fläche |
| --- | --- | --- |
| Kassel | 1.250,00 € | 80 m² |
| Bremen | 900,50 € | 64 m² |
| Kassel | 2.000,00 € | 101 m² |"""


def read(*pages: str) -> list[Table]:
    found = [Page(number, "", text) for number, text in enumerate(pages, start=1)]
    return sheets.tables(7, "orders", found)


def answer(question: str, desk: Desk, *pages: str) -> str | None:
    form = filling.read(desk.conn, Question.of(question), read(*pages))
    worked = sums.work(form) if form is not None else None
    return telling.sentence(worked, question) if worked is not None else None


def test_a_table_that_goes_on_is_one_and_knows_its_pages() -> None:
    (table,) = read(ORDERS, GOES_ON)
    assert len(table) == 5
    assert table.pages == (1, 1, 1, 1, 2)
    assert [one.kind for one in table.columns] == [
        Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.NUMBER, Kind.DATE,
    ]  # fmt: skip
    assert table.columns[3].unit == "€"
    assert table.columns[3].numbers[0] == Decimal("1200.00")
    assert table.columns[4].dates[-1] == (2025, 12, 31)


def test_text_that_only_looks_like_a_row_is_no_table() -> None:
    assert read("| one |\n\nand | another |") == []
    assert read("| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |") == []


@pytest.mark.parametrize(
    ("cell", "comma", "worth"),
    [
        ("1,234.50", False, "1234.50"),
        ("1.234,50", True, "1234.50"),
        ("1 234", False, "1234"),
        ("$ 12", False, "12"),
        ("-3", False, "-3"),
        ("(250)", False, "-250"),
        ("12 %", False, "12"),
        ("7 kg", False, "7"),
        ("S4", False, None),
        ("3 May", False, "3"),
        ("twelve", False, None),
        ("", False, None),
    ],
)
def test_what_cells_are_worth(cell: str, comma: bool, worth: str | None) -> None:
    assert sheets.number(cell, has_comma=comma) == (None if worth is None else Decimal(worth))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the total net amount?",
         "The sum of “Net amount” is €2,100.00, over 5 of 5 rows."),
        ("What is the sum of all orders from Austria?",
         "The sum of “Net amount” is €1,219.50, over 2 of 5 rows where “Country” is Austria."),
        ("How many orders did Dubois place?", "2 rows of 5 where “Customer” is Dubois."),
        ("How many orders are above 100?", "3 rows of 5 where “Net amount” is above 100."),
        ("How many orders were placed in February 2025?",
         "2 rows of 5 where “Placed on” is in February 2025."),
        ("What is the average net amount in France?",
         "The average of “Net amount” is €190.25, over 2 of 5 rows where “Country” is France."),
        ("Which customer has the highest net amount?",
         "The highest “Net amount” is €1,200.00: Haas & Sons, over 5 of 5 rows."),
        ("Which customer has the highest net amount in total?",
         "“Net amount” by “Customer”: Haas & Sons €1,219.50; Novak €500.00; Dubois €380.50, "
         "over 5 of 5 rows."),
        ("What is the total net amount per country?",
         "“Net amount” by “Country”: Austria €1,219.50; France €380.50; Czechia €500.00, "
         "over 5 of 5 rows."),
        ("How many orders are there per country?",
         "Rows by “Country”: Austria 2; France 2; Czechia 1, over 5 of 5 rows."),
        ("What is the net amount of order A-4?", "“Net amount” is €500.00 where “Order” is A-4."),
        ("How many different customers are there?",
         "3 different in “Customer”: Haas & Sons 2; Dubois 2; Novak 1, over 5 of 5 rows."),
        ("How many orders are between 50 and 400?",
         "2 rows of 5 where “Net amount” is at least 50 and “Net amount” is at most 400."),
        ("Which order is the earliest?",
         "The earliest “Placed on” is 2025-01-31: A-1, over 5 of 5 rows."),
    ],
)  # fmt: skip
def test_questions_are_worked_out(desk: Desk, question: str, said: str) -> None:
    assert answer(question, desk, ORDERS, GOES_ON) == said


def test_german_numbers_and_words(desk: Desk) -> None:
    (table,) = read(GERMAN)
    assert table.columns[1].numbers == (Decimal("1250.00"), Decimal("900.50"), Decimal("2000.00"))
    assert answer("Wie hoch ist die Summe der Miete in Kassel?", desk, GERMAN) == (
        "Die Summe von „Miete“ ist 3.250,00 €, über 2 von 3 Zeilen, in denen bei „Ort“ Kassel "
        "steht."
    )


@pytest.mark.parametrize(
    "question",
    [
        "How much does Vera Quint earn?",
        "How many orders came from Italy?",
        "How many orders are not from Austria?",
        "What percentage of the net amount comes from Austria?",
        "Which customer has the second highest net amount?",
        "Who is the landlord of the flat in Mill Lane 7?",
        "What is the weather like?",
        "How much is the monthly rent?",
    ],
)
def test_what_a_table_does_not_know_is_not_worked_out(desk: Desk, question: str) -> None:
    assert answer(question, desk, ORDERS) is None
