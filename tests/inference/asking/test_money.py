"""What went out and what came in, out of tables as banks hand them out."""

from collections.abc import Sequence
from datetime import date

import pytest

from inference.asking import filling, ledger, periods, sheets, sums, telling
from inference.asking.answer import Answered, Computed, ask
from inference.asking.finding import Desk
from inference.asking.ledger import Flow
from inference.asking.sheets import Table
from inference.asking.wording import Question
from inference.reading import citing
from inference.reading.reader import read_bytes
from tests.inference.asking.conftest import Put
from vault.documents import Page

STATEMENT = """Date,Description,Category,Amount,Balance
01/02/2026,ACME SALARY,Salary,2000.00,3000.00
02/02/2026,HILL RENT,Rent,-800.00,2200.00
14/02/2026,TESCO STORES 3345,Groceries,-40.50,2159.50
03/03/2026,TESCO STORES 3345,Groceries,-60.00,2099.50
09/03/2026,NETFLIX.COM,Entertainment,-12.99,2086.51
30/03/2026,PRET A MANGER,Eating out,-7.50,2079.01
"""
KONTO = """"Konto:";"DE12 1203 0000 1034";

"Kontostand vom 30.04.2026:";"3.412,77 EUR";

"Buchungstag";"Empfänger";"Verwendungszweck";"Kategorie";"Betrag (EUR)"
"02.02.2026";"MUSTER GMBH";"Lohn";"Gehalt";"2.100,00"
"03.02.2026";"HAUS KRAUSE";"Miete Februar";"Miete";"-1.180,00"
"03.03.2026";"REWE SAGT DANKE";"Karte 12";"Lebensmittel";"-45,90"
"09.03.2026";"EDEKA CENTER";"Karte 13";"Lebensmittel";"-12,10"
"11.03.2026";"BVG TICKET";"Karte 14";"Mobilität";"-3,50"
"""
PAID = """Date,Details,Paid out,Paid in,Balance
01/02/2026,Salary,,2000.00,3000.00
02/02/2026,Rent,800.00,,2200.00
03/03/2026,Tesco,60.00,,2140.00
"""


def table(text: str) -> Table:
    document = read_bytes(text.encode(), "statement.csv")
    pages = [Page(one.number, "", one.untrusted_text) for one in document.pages]
    (found,) = sheets.tables(1, "statement", pages)
    return found


def test_a_word_that_no_cell_says_is_not_passed_over(desk: Desk) -> None:
    tables = [table(STATEMENT)]
    assert answer(desk, "How much did I spend at Tesco's?", tables) is not None
    assert answer(desk, "How much did I spend at Tesco on dog food?", tables) is None
    spelled = [table(STATEMENT.replace("TESCO STORES", "MUELLERS MARKT"))]
    assert "100.50" in (answer(desk, "How much did I spend at Müller?", spelled) or "")


def answer(desk: Desk, question: str, tables: Sequence[Table]) -> str | None:
    forms = filling.read(desk.conn, Question.of(question), tables)
    worked = sums.work(forms[0]) if forms else None
    return telling.sentence(worked, question) if worked is not None else None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did I spend on groceries in March?",
         "The sum of “Amount” is 60.00, over 1 of 5 rows with money going out where “Date” is in "
         "March 2026 and “Category” is Groceries."),
        ("How much did I spend in total?",
         "The sum of “Amount” is 920.99, over 5 of 5 rows with money going out."),
        ("What is my largest expense?",
         "The highest “Amount” is 800.00: HILL RENT, over 5 of 5 rows with money going out."),
        ("How much did I spend at Tesco?",
         "The sum of “Amount” is 100.50, over 2 of 5 rows with money going out where "
         "“Description” has “tesco” in it."),
        ("How much did I earn in February?",
         "The sum of “Amount” is 2,000.00, over 1 of 1 rows with money coming in where “Date” is "
         "in February 2026."),
        ("How much do I spend per month on groceries?",
         "“Amount” by “Date”: 2026-02 40.50; 2026-03 60.00, over 2 of 5 rows with money going "
         "out where “Category” is Groceries."),
        ("What do I spend the most on?",
         "“Amount” by “Category”: Rent 800.00; Groceries 100.50; Entertainment 12.99; "
         "Eating out 7.50, over 5 of 5 rows with money going out."),
        ("What was my average grocery bill?",
         "The average of “Amount” is 50.25, over 2 of 5 rows with money going out where "
         "“Category” is Groceries."),
        ("When did I last pay Netflix?",
         "The latest “Date” is 09/03/2026: NETFLIX.COM, over 1 of 5 rows with money going out "
         "where “Description” has “netflix” in it."),
        ("How much is my rent?", "“Amount” is 800.00 where “Category” is Rent."),
        ("What is my balance?", "“Balance” is 2079.01 where “Date” is 30/03/2026."),
        ("How many expenses above 50 were there?",
         "2 rows of 5 where “Amount” is above 50."),
        ("How much did I spend on dog food in March 2026?", None),
        ("How much did I spend on groceries in April?", None),
        ("How much did I spend last week?", None),
        ("How much did I spend between February and March?", None),
        ("How much did I spend per shop?", None),
    ],
)  # fmt: skip
def test_questions_about_a_statement(desk: Desk, question: str, said: str | None) -> None:
    assert answer(desk, question, [table(STATEMENT)]) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie viel habe ich im März für Lebensmittel ausgegeben?",
         "Die Summe von „Betrag (EUR)“ ist 58,00, über 2 von 4 Zeilen mit Ausgaben, in denen bei "
         "„Buchungstag“ im März 2026 und bei „Kategorie“ Lebensmittel steht."),
        ("Was ist meine größte Ausgabe?",
         "Der höchste Wert von „Betrag (EUR)“ ist 1.180,00: HAUS KRAUSE, über 4 von 4 Zeilen mit "
         "Ausgaben."),
        ("Wie viel habe ich bei REWE ausgegeben?",
         "Die Summe von „Betrag (EUR)“ ist 45,90, über 1 von 4 Zeilen mit Ausgaben, in denen bei "
         "„Empfänger“ auch „rewe“ steht."),
        ("Wie hoch ist meine Miete?",
         "Bei „Betrag (EUR)“ steht 1.180,00, wo bei „Kategorie“ Miete steht."),
        ("Wofür gebe ich am meisten aus?",
         "„Betrag (EUR)“ nach „Kategorie“: Miete 1.180,00; Lebensmittel 58,00; Mobilität 3,50, "
         "über 4 von 4 Zeilen mit Ausgaben."),
    ],
)  # fmt: skip
def test_questions_about_a_german_one_with_lines_above_its_head(
    desk: Desk, question: str, said: str
) -> None:
    assert answer(desk, question, [table(KONTO)]) == said


def test_what_is_paid_out_may_have_a_column_of_its_own(desk: Desk) -> None:
    assert answer(desk, "How much did I spend in March?", [table(PAID)]) == (
        "The sum of “Paid out” is 60.00, over 1 of 2 rows with money going out where “Date” is in "
        "March 2026."
    )
    assert answer(desk, "What was my income?", [table(PAID)]) is None, "nothing is asked of it"
    seen = ledger.seen(table(PAID), Flow.IN)
    assert [one.cells for one in seen.columns][1:4] == [("Salary",), ("",), ("2000.00",)]


def test_what_is_quoted_stands_in_the_document_as_it_was() -> None:
    seen = ledger.seen(table(STATEMENT), Flow.OUT)
    assert seen.row(0) == ("02/02/2026", "HILL RENT", "Rent", "-800.00", "2200.00")
    assert seen.columns[3].cells[0] == "800.00"


def test_both_ways_at_once_leave_the_table_as_it_is() -> None:
    assert ledger.flow("What did I earn and spend?") is None
    assert ledger.flow("How many rows are there?") is None
    assert len(ledger.seen(table(STATEMENT), None)) == 6


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What did I spend last month?", "What did I spend in February 2026?"),
        ("What did I spend this month?", "What did I spend in March 2026?"),
        ("Was habe ich im letzten Monat bezahlt?", "Was habe ich im Februar 2026 bezahlt?"),
        ("What did I earn last year?", "What did I earn in 2025?"),
        ("What did I earn last week?", "What did I earn last week?"),
    ],
)
def test_months_and_years_that_today_decides(text: str, meant: str) -> None:
    assert periods.absolute(text, date(2026, 3, 4)) == meant
    assert periods.absolute(text, None) == text
    assert periods.is_open(text)


def test_two_accounts_that_fit_equally_each_tell_their_own(desk: Desk, put: Put) -> None:
    first, second = put("giro.csv", STATEMENT), put("savings.csv", STATEMENT.replace("60", "70"))
    *told, end = ask("How much did I spend at Tesco in March?", desk, None)
    assert isinstance(end, Answered)
    assert end.reason == "whole"
    said = [(one.document, one.text[:31]) for one in told if isinstance(one, Computed)]
    assert sorted(said) == [
        (first, "The sum of “Amount” is 60.00, o"), (second, "The sum of “Amount” is 70.00, o"),
    ]  # fmt: skip


def test_rows_on_several_pages_are_cited_with_all_of_them(desk: Desk, put: Put) -> None:
    head, *rows = STATEMENT.splitlines(keepends=True)
    number = put("giro.csv", head + "".join(rows) * 40)
    (told, _end) = ask("How much did I spend at Tesco?", desk, None)
    assert isinstance(told, Computed)
    assert citing.place(desk.conn, number, told.pages) == "part 1–2"


def test_last_month_is_told_by_the_owner_s_day(desk: Desk, put: Put) -> None:
    put("giro.csv", STATEMENT)
    today = Desk(desk.conn, desk.find, (), date(2026, 4, 2))
    (told, _end) = ask("How much did I spend last month?", today, None)
    assert isinstance(told, Computed)
    assert "is 80.49, over 3 of 5 rows" in told.text
