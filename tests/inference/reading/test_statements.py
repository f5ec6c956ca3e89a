"""Tables of commas as banks hand them out: lines above the head are no part of the table."""

from inference.reading.reader import read_bytes

ABOVE = '"Konto:";"DE12 1203";\n\n"Von:";"01.01.2026";\n'
HEAD = '"Tag";"Empfänger";"Zweck";"Betrag"\n'
ROWS = "".join(f'"{day:02}.01.2026";"REWE";"Karte {day}";"-{day},50"\n' for day in range(1, 29))


def test_what_stands_above_a_table_is_said_before_it() -> None:
    document = read_bytes((ABOVE + HEAD + ROWS).encode("cp1252"), "umsatz.csv")
    first, second, table = document.pages[0].blocks
    assert (first.text, second.text) == ("Konto: DE12 1203", "Von: 01.01.2026")
    assert table.rows[0] == ("Tag", "Empfänger", "Zweck", "Betrag")
    assert len(table.rows) == 29


def test_the_head_is_repeated_on_each_page_and_what_is_above_it_is_not() -> None:
    document = read_bytes((ABOVE + HEAD + ROWS * 9).encode("cp1252"), "umsatz.csv")
    assert len(document.pages) == 2
    (table,) = document.pages[1].blocks
    assert table.rows[0] == ("Tag", "Empfänger", "Zweck", "Betrag")


def test_a_table_that_begins_with_its_head_is_left_as_it_is() -> None:
    document = read_bytes(b"Name,Age\nAnna,30\n,\nBen,31\n", "people.csv")
    (table,) = document.pages[0].blocks
    assert table.rows == (("Name", "Age"), ("Anna", "30"), ("Ben", "31"))
