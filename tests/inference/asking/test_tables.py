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
    forms = filling.read(desk.conn, Question.of(question), read(*pages))
    worked = sums.work(forms[0]) if forms else None
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
        ("-€500.00", False, "-500.00"),
        ("-$50.00", False, "-50.00"),
        ("€-500.00", False, "-500.00"),
        ("\u221250", False, "-50"),
        ("50.00-", False, "-50.00"),
        ("50,00- €", True, "-50.00"),
        ("50,- €", True, "50"),
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


def sheet(*rows: str) -> str:
    return "\n".join(["| Item | Net amount | Country |", *(f"| {row} |" for row in rows)])


SPENT = ("Chairs | 1,800 | Austria", "Desks | 5,000 | France")


@pytest.mark.parametrize(
    "last", ["Total | 6,800 |", " | 6,800 | Total", "Grand total: | 6,800 |", "Summe | 6,800 |",
             "Sub-total Q1 | 6,800 |", "Gesamt | 6,800 |", "Total (EUR) | 6,800 |",
             "Zwischensumme | 6,800 |", "INSGESAMT | 6,800 |"],
)  # fmt: skip
def test_a_row_that_adds_up_the_others_is_not_one_of_them(desk: Desk, last: str) -> None:
    page = sheet(*SPENT, last)
    left_out = "over 2 of 2 rows; rows with totals left out: 1."
    asked = {
        "What is the total net amount?": f"The sum of “Net amount” is 6,800, {left_out}",
        "What is the average net amount?": f"The average of “Net amount” is 3,400.00, {left_out}",
        "Which item has the highest net amount?":
            f"The highest “Net amount” is 5,000: Desks, {left_out}",
    }  # fmt: skip
    assert {question: answer(question, desk, page) for question in asked} == asked


def test_a_name_that_only_begins_like_a_total_counts(desk: Desk) -> None:
    (table,) = read(sheet(*SPENT, "Total Energies | 70 | France", "Summer | 30 | Austria"))
    assert (len(table), table.totals) == (4, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("3 €", "40 $"), ("500 g", "2 kg"), ("EUR 3", "USD 40"), ("3 %", "€4")],
)
@pytest.mark.parametrize(
    "question",
    ["What is the total net amount?", "What is the average net amount?",
     "Which item has the highest net amount?",
     "What is the total net amount per country?", "How many items have a net amount above 2?"],
)  # fmt: skip
def test_different_units_are_not_put_together(
    desk: Desk, one: str, other: str, question: str
) -> None:
    same = sheet(f"Chairs | {one} | Austria", f"Desks | {one} | France")
    assert answer(question, desk, same) is not None
    page = sheet(f"Chairs | {one} | Austria", f"Desks | {other} | France")
    assert answer(question, desk, page) is None


def test_one_unit_written_in_several_ways_is_one(desk: Desk) -> None:
    page = sheet("Chairs | 3 € | Austria", "Desks | EUR 40 | France", "Lamps | 7 | France")
    assert (answer("What is the total net amount?", desk, page) or "").startswith(
        "The sum of “Net amount” is 50"
    )


def test_a_column_of_currencies_says_what_can_be_added(desk: Desk) -> None:
    page = """| Item | Net amount | Currency |
| Chairs | 3 | EUR |
| Desks | 40 | USD |
| Lamps | 7 | EUR |"""
    assert answer("What is the total net amount?", desk, page) is None
    assert answer("What is the total net amount per currency?", desk, page) == (
        "“Net amount” by “Currency”: EUR 10; USD 40, over 3 of 3 rows."
    )


def test_cells_that_cannot_be_read_are_told_and_not_passed_over(desk: Desk) -> None:
    rows = [f"Part {number} | {number} | Austria" for number in range(1, 6)]
    page = sheet(*rows, "Desk | to be agreed | France", "Lamp | – | France")
    unread = "; rows left out because a cell could not be read: 1."
    assert answer("What is the total net amount?", desk, page) == (
        f"The sum of “Net amount” is 15, over 5 of 7 rows{unread}"
    )
    assert answer("What is the total net amount per country?", desk, page) == (
        f"“Net amount” by “Country”: Austria 15, over 5 of 7 rows{unread}"
    )
    assert answer("How many items have a net amount above 3?", desk, page) == (
        f"2 rows of 7 where “Net amount” is above 3{unread}"
    )


BAKING = """| Ingredient | Weight | Price |
| Flour | 500g | 0.89 |
| Sugar | 250g | 0.60 |
| Butter | 125g | 1.49 |"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the total weight of the ingredients?",
         "The sum of “Weight” is 875g, over 3 of 3 rows."),
        ("How many ingredients weigh over 200 g?", "2 rows of 3 where “Weight” is above 200."),
        ("Which ingredients weigh more than 200g?",
         "“Ingredient” is Flour or Sugar where “Weight” is above 200."),
    ],
)  # fmt: skip
def test_units_without_a_space(desk: Desk, question: str, said: str) -> None:
    assert answer(question, desk, BAKING) == said


def test_a_letter_behind_a_number_is_no_unit() -> None:
    (table,) = read("| House | Class | Tenant |\n| 12b | 5a | Haas |\n| 14b | 6a | Novak |")
    assert [one.kind for one in table.columns] == [Kind.TEXT] * 3


def test_a_question_whose_words_all_say_little(desk: Desk) -> None:
    page = """| Category | Quantity | Amount |
| Travel | 2 | 120.50 |
| Office | 1 | 40.00 |"""
    said = "The sum of “Amount” is 160.50, over 2 of 2 rows."
    assert answer("What is the total amount?", desk, page) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Welche Orte haben eine Miete über 1.000 Euro?",
         "Bei „Ort“ steht Kassel, wo bei „Miete“ mehr als 1.000 steht."),
        ("Wie viele Orte haben eine Miete unter 1.250,50 €?",
         "2 Zeilen von 3, in denen bei „Miete“ weniger als 1.250,50 steht."),
        ("Was ist die höchste Miete?",
         "Der höchste Wert von „Miete“ ist 2.000,00 €, über 3 von 3 Zeilen."),
        ("How many rents are above 1,000 euros?", "2 rows of 3 where “Miete” is above 1,000."),
        ("Durchschnittliche Miete pro Ort?",
         "Durchschnitt von „Miete“ nach „Ort“: Kassel 1.625,00 €; Bremen 900,50 €, "
         "über 3 von 3 Zeilen."),
    ],
)  # fmt: skip
def test_numbers_as_they_are_said_in_german(desk: Desk, question: str, said: str) -> None:
    assert answer(question, desk, GERMAN) == said


@pytest.mark.parametrize(
    ("cells", "said", "worth"),
    [
        (("1.250,00", "900,50"), "1.000", "1000"),
        (("1.250,00", "900,50"), "1,000", "1000"),
        (("1,250", "10,5"), "1,000", "1.000"),
        (("1250.00", "900.50"), "1,000.5", "1000.5"),
        (("1250.00", "900.50"), "99,50", "99.50"),
    ],
)
def test_what_a_number_beside_a_column_means(cells: tuple[str, ...], said: str, worth: str) -> None:
    assert sheets.Column("Amount", cells).meant(said) == Decimal(worth)
