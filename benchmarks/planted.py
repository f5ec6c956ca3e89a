"""Documents with planted facts, written by other people's tools, the same each time.

`documents()` makes papers of ten kinds in Markdown, Word and PDF, of which each page and each fact
is known; `tables()` makes spreadsheets and papers with tables, and questions that code answers from
the very rows. Whoever judges an answer asks `says`: numbers and dates count in any way of writing.
"""

import io
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inference.summarizing.checking import Text

SEED = 7
TEXTS = tomllib.loads((Path(__file__).parent / "data" / "planted.toml").read_text("utf-8"))
FIRST = (
    "Anna", "Jonas", "Mira", "Paul", "Clara", "Felix", "Ida", "Oskar", "Lena", "Hugo", "Nora",
    "Emil", "Ruth", "Theo", "Vera", "Karl", "Alma", "Erik", "Greta", "Simon", "Tilda", "Bruno",
    "Frida", "Georg",
)  # fmt: skip
LAST = (
    "Weber", "Brandt", "Okafor", "Lindqvist", "Moreau", "Novak", "Keller", "Santos", "Berger",
    "Haas", "Vogel", "Petrov", "Nilsson", "Romano", "Fischer", "Kowalski", "Arslan", "Dubois",
    "Winter", "Sommer", "Falk", "Ritter", "Engel", "Marsh", "Thorne", "Quint", "Ibsen", "Larkin",
    "Pohl", "Jansen",
)  # fmt: skip
CITIES = (
    "Leipzig", "Ghent", "Aarhus", "Trieste", "Utrecht", "Graz", "Bergen", "Porto", "Lyon", "Basel",
    "Malmo", "Gdansk", "Turin", "Bremen", "Cork", "Bilbao", "Kassel", "Linz", "Tampere", "Rouen",
)  # fmt: skip
STREETS = ("Lindenweg", "Mill Lane", "Harbour Street", "Gartenallee", "Church Road", "Hillside")
FIRMS = ("Nordlicht", "Brightwater", "Alpenrose", "Kestrel", "Sandhof", "Merrow", "Tollgate",
         "Ostwind", "Harrier", "Quellmann")  # fmt: skip
FORMS = ("Ltd", "GmbH", "and Sons", "AG")
CLUBS = ("the rowing club", "the chess club", "the garden club", "the singing club")
DEVICES = ("Aquaro 300", "Brezza 12", "Lumina 45", "Torvo 7")
PROJECTS = ("Heron", "Falter", "Compass", "Anvil")
HOTELS = ("Hotel Seeblick", "Hotel Old Mill", "Hotel Krone", "Hotel Rosenhof")
COLOURS = ("pale green", "dark blue", "ochre", "light grey", "ivory")
ALLERGIES = ("penicillin", "walnuts", "latex", "shellfish")
DRUGS = ("Ibuprofen", "Pantoprazole", "Amoxicillin", "Metamizole")
JOBS = ("an accountant", "a draughtsman", "a buyer", "a programmer")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """Something that is asked, and what is right."""

    question: str
    wanted: tuple[str, ...]
    "what an answer must hold, all of it"
    page: int


@dataclass(frozen=True)
class Planted:
    """A document, and what is known of it."""

    name: str
    title: str
    data: bytes
    pages: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    absent: tuple[str, ...] = ()
    "questions that it cannot answer, nor can any other here"
    told: tuple[tuple[int, str], ...] = ()
    "what a summary should hold, each with its page"
    rows: tuple[tuple[str, ...], ...] = field(default=())
    "of its table, the head first"


def documents(count: int = 30, seed: int = SEED) -> list[Planted]:
    """So many papers, the kinds in turn, no two about the same things."""
    stock = _Stock(seed)
    kinds = TEXTS["kind"]
    return [_paper(kinds[at % len(kinds)], stock.slots(), at) for at in range(count)]


def tables(seed: int = SEED) -> list[Planted]:
    """Tables in five kinds of files, with questions that only all their rows answer."""
    author = random.Random(f"tables {seed}")
    return [
        _expenses(author),
        _staff(author),
        _stock_list(author),
        _sales(author),
        _members(author),
    ]


def says(answer: str, wanted: str) -> bool:
    """Whether an answer holds what is wanted, however numbers and dates are written there."""
    said, needed = Text(answer), Text(wanted)
    if needed.dates:
        return any(date in said.dates for date in needed.dates)
    words = [word for word in needed.folded.split() if not any(sign.isdigit() for sign in word)]
    if not all(word in said.folded for word in words):
        return False
    if ":" in wanted or any(sign.isalpha() for one in wanted.split() if any(
            letter.isdigit() for letter in one) for sign in one):  # fmt: skip
        return needed.folded in said.folded
    return needed.values <= said.values


class _Stock:
    """Hands out names and amounts, names only once."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"planted {seed}")
        self._left: dict[str, list[str]] = {}
        self._papers = 0
        self._names = [f"{first} {last}" for first in FIRST for last in LAST]
        self._random.shuffle(self._names)

    def slots(self) -> dict[str, str]:
        """What fills the gaps of one paper."""
        pick, between = self._random.choice, self._random.randint
        self._papers += 1
        begin = date(2024, 1, 1) + timedelta(days=between(0, 700))
        letters = "".join(self._random.choices("BCDFGHKLMNPRSTVWX", k=2))
        return {
            "person": self._names.pop(), "other": self._names.pop(),
            "street": f"{pick(STREETS)} {between(1, 190)}", "city": self._once("city", CITIES),
            "firm": self._firm(), "club": f"{pick(CLUBS)} of {pick(LAST)}town",
            "device": f"{pick(DEVICES)}{self._once('letter', tuple('ABCDEFGHIJKLMNOPQRST'))}",
            "project": f"{self._once('project', PROJECTS)} {self._papers}", "hotel": pick(HOTELS),
            "colour": pick(COLOURS), "allergy": pick(ALLERGIES), "drug": pick(DRUGS),
            "job": pick(JOBS), "day": _day(begin),
            "later": _day(begin + timedelta(days=between(5, 200))),
            "floor": pick(("first", "second", "third", "fourth")), "rooms": str(between(2, 6)),
            "months": str(between(2, 9)), "hours": str(between(31, 42)),
            "leave": str(between(21, 34)), "count": str(between(10, 19)),
            "amount": f"{between(400, 990) * 10:,}", "large": f"{between(310, 880) * 100:,}",
            "small": str(between(41, 299)), "meter": str(between(300, 990)),
            "weight": f"{between(43, 98)}.{between(1, 9)}",
            "clock": f"{between(6, 19)}:{between(10, 59)}",
            "number": f"{letters}-{between(10_000, 99_999)}",
            "phone": f"0{between(301, 899)} {between(20_000, 99_999)}",
        }  # fmt: skip

    def _firm(self) -> str:
        return f"{self._once('firm', tuple(f'{one} {form}' for one in FIRMS for form in FORMS))}"

    def _once(self, kind: str, some: Sequence[str]) -> str:
        left = self._left.setdefault(kind, [])
        if not left:
            left.extend(some)
            self._random.shuffle(left)
        return left.pop()


def _day(moment: date) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _paper(kind: dict[str, Any], slots: dict[str, str], at: int) -> Planted:
    def filled(text: str) -> str:
        return text.format(**slots)

    title, filler = filled(kind["title"]), TEXTS["filler"]
    texts = []
    for page, text in enumerate(kind["pages"]):
        more = filler[(at + page) % len(filler)], filler[(at + page + 2) % len(filler)]
        texts.append("\n\n".join(" ".join(block.split()) for one in (filled(text), *more)
                                 for block in one.split("\n\n")))  # fmt: skip
    write = {"md": _markdown, "docx": _word, "pdf": _pdf}[kind["media"]]
    facts = tuple(
        Fact(filled(question), (filled(wanted),), page) for page, question, wanted in kind["asked"]
    )
    return Planted(
        f"{kind['name']}-{at + 1:02}.{kind['media']}", title, write(title, texts), tuple(texts),
        facts, tuple(map(filled, kind["absent"])),
        tuple((page, filled(one)) for page, one in kind["told"]),
    )  # fmt: skip


def _markdown(title: str, pages: Sequence[str]) -> bytes:
    """One part only: Markdown has no pages of its own."""
    return "\n\n".join([f"# {title}", *pages]).encode()


def _word(title: str, pages: Sequence[str]) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = title
    for number, page in enumerate(pages):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        for is_heading, text in _blocks(page):
            if is_heading:
                document.add_heading(text, 1)
            else:
                document.add_paragraph(text)
    return _saved(document)


def _pdf(title: str, pages: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    style, out, story = getSampleStyleSheet(), io.BytesIO(), list[object]()
    for number, page in enumerate(pages):
        if number:
            story.append(PageBreak())
        for is_heading, text in _blocks(page):
            story.append(Paragraph(text, style["Heading2" if is_heading else "BodyText"]))
            story.append(Spacer(1, 6))
    if rows:
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        story.append(Table([list(row) for row in rows], style=grid, repeatRows=1))
    SimpleDocTemplate(out, title=title, invariant=1).build(story)
    return out.getvalue()


def _blocks(page: str) -> Iterator[tuple[bool, str]]:
    for block in page.split("\n\n"):
        yield block.startswith("# "), block.removeprefix("# ")


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _expenses(author: random.Random) -> Planted:
    """Comma-separated, 60 rows."""
    kinds = ("Travel", "Office", "Software", "Catering")
    firms = ("Kestrel", "Merrow", "Sandhof", "Tollgate")
    rows = []
    for at in range(60):
        day = date(2025, 1, 4) + timedelta(days=6 * at)
        amount = f"{author.randint(900, 90_000) / 100:.2f}"
        rows.append((day.isoformat(), author.choice(kinds), author.choice(firms), amount))
    head = ("Date", "Category", "Supplier", "Amount")
    total = _sum(row[3] for row in rows)
    travel = _sum(row[3] for row in rows if row[1] == "Travel")
    march = sum(row[0].startswith("2025-03") for row in rows)
    both = _sum(row[3] for row in rows if row[1] == "Office" and row[2] == "Merrow")
    most = max(rows, key=lambda row: float(row[3]))
    by_kind = {kind: _sum(row[3] for row in rows if row[1] == kind) for kind in kinds}
    data = "\n".join(",".join(row) for row in [head, *rows]).encode()
    facts = (
        _fact("What is the total of all expenses?", total),
        _fact("How much did we spend on travel?", travel),
        _fact("How many expenses were there in March 2025?", str(march)),
        _fact("How much did we pay Merrow for office expenses?", both),
        _fact("Which supplier got the highest single expense?", most[2]),
        _fact("How much was spent in each category?", *by_kind.values()),
        _fact("How many expenses were above 500?", str(sum(float(row[3]) > 500 for row in rows))),
        _fact("What was the average expense for software?", _mean(
            [row[3] for row in rows if row[1] == "Software"])),
    )  # fmt: skip
    return Planted("expenses.csv", "expenses", data, (), facts, rows=(head, *rows))


def _staff(author: random.Random) -> Planted:
    """An Excel sheet, 40 rows, numbers as numbers and days as days."""
    import openpyxl

    head = ("Name", "Department", "City", "Salary", "Start date")
    parts, cities = ("Sales", "Support", "Research"), ("Graz", "Lyon", "Cork")
    rows = []
    for at in range(40):
        name = f"{FIRST[at % len(FIRST)]} {LAST[(at * 7) % len(LAST)]}"
        start = date(2015, 1, 1) + timedelta(days=author.randint(0, 3900))
        rows.append((name, author.choice(parts), author.choice(cities),
                     str(author.randint(310, 920) * 100), start.isoformat()))  # fmt: skip
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Staff"
    sheet.append(head)
    for row in rows:
        sheet.append([*row[:3], int(row[3]), date.fromisoformat(row[4])])
    sales = [row for row in rows if row[1] == "Sales"]
    oldest = min(rows, key=lambda row: row[4])
    late = sum(row[4] >= "2021-01-01" for row in rows)
    facts = (
        _fact("How many people work in the Sales department?", str(len(sales))),
        _fact("What is the average salary in Support?", _mean(
            [row[3] for row in rows if row[1] == "Support"])),
        _fact("Who earns the most?", max(rows, key=lambda row: int(row[3]))[0]),
        _fact(f"What is the salary of {rows[17][0]}?", rows[17][3]),
        _fact("How many employees are based in Cork?", str(sum(row[2] == "Cork" for row in rows))),
        _fact("Who has been with the company the longest, by start date?", oldest[0]),
        _fact("How many employees started since 2021?", str(late)),
        _fact("What is the lowest salary in Research?", min(
            (row[3] for row in rows if row[1] == "Research"), key=int)),
    )  # fmt: skip
    return Planted("staff.xlsx", "staff", _saved(book), (), facts, rows=(head, *rows))


def _stock_list(author: random.Random) -> Planted:
    """A table in a Word document, 24 rows."""
    import docx

    head = ("Item", "Shelf", "Quantity", "Unit price")
    things = ("Oak planks", "Iron nails", "Tar barrels", "Rope", "Lanterns", "Brass hinges",
              "Paint", "Sand bags")  # fmt: skip
    rows = [
        (f"{things[at % len(things)]} {'ABC'[at // len(things)]}", f"S{at % 4 + 1}",
         str(author.randint(3, 400)), f"{author.randint(40, 9_000) / 100:.2f}")
        for at in range(24)
    ]  # fmt: skip
    document = docx.Document()
    document.add_heading("Stock list of the storehouse", 1)
    document.add_paragraph("Counted at the end of the quarter.")
    table = document.add_table(rows=0, cols=4)
    for row in [head, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    few = sum(int(row[2]) < 100 for row in rows)
    facts = (
        _fact("What is the total quantity on shelf S2?", _sum(
            row[2] for row in rows if row[1] == "S2")),
        _fact("How many items are on shelf S1?", str(sum(row[1] == "S1" for row in rows))),
        _fact("Which item has the highest unit price?",
              max(rows, key=lambda row: float(row[3]))[0]),
        _fact("How many items have a quantity below 100?", str(few)),
        _fact(f"What is the unit price of {rows[5][0]}?", rows[5][3]),
    )  # fmt: skip
    return Planted("stock.docx", "stock", _saved(document), (), facts, rows=(head, *rows))


def _sales(author: random.Random) -> Planted:
    """A ruled table in a PDF, 48 rows, over two pages."""
    head = ("Month", "Region", "Product", "Units", "Revenue")
    rows = [
        (f"{month[:3]} 2025", region, product, str(author.randint(10, 400)),
         f"{author.randint(10_000, 900_000) / 100:,.2f}")
        for month in MONTHS for region in ("North", "South") for product in ("Pump", "Valve")
    ]  # fmt: skip
    north = _sum(row[4] for row in rows if row[1] == "North")
    pumps = _sum(row[3] for row in rows if row[2] == "Pump")
    above = "# Sales in 2025\n\nRevenue in euros, by month, region and product."
    data = _pdf("Sales", (above,), [head, *rows])
    best = max(rows, key=lambda row: _value(row[4]))
    facts = (
        _fact("What was the total revenue in the North region?", north),
        _fact("How many units of the pump were sold?", pumps),
        _fact("What was the total revenue in 2025?", _sum(row[4] for row in rows)),
        _fact("In which month was the highest revenue of a single row?", best[0][:3]),
        _fact("What was the average revenue for valves in the South?", _mean(
            [row[4] for row in rows if row[1] == "South" and row[2] == "Valve"])),
    )  # fmt: skip
    return Planted("sales.pdf", "sales", data, (), facts, rows=(head, *rows))


def _members(author: random.Random) -> Planted:
    """A table in a web page, with German numbers."""
    head = ("Mitglied", "Ort", "Beitrag", "Eintritt")
    rows = []
    for at in range(20):
        joined = date(2010, 1, 1) + timedelta(days=author.randint(0, 5000))
        fee = author.choice((12_000, 6_050, 120_000, 4_000))
        shown = f"{fee // 100:,}".replace(",", ".") + f",{fee % 100:02} €"
        rows.append((f"{LAST[at]}, {FIRST[at]}", author.choice(("Kassel", "Bremen")), shown,
                     f"{joined.day:02}.{joined.month:02}.{joined.year}"))  # fmt: skip
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows
    )  # fmt: skip
    top = "".join(f"<th>{cell}</th>" for cell in head)
    prose = "<p>Stand der Liste ist der letzte Tag des Jahres, wie in jedem Jahr zuvor.</p>"
    data = (
        '<html lang="de"><head><meta charset="utf-8"><title>Mitglieder</title></head><body>'
        f"<article><h1>Mitglieder</h1>{prose}<table><tr>{top}</tr>{body}</table></article></body></html>"
    ).encode()
    facts = (
        _fact("Wie viele Mitglieder kommen aus Bremen?",
              str(sum(row[1] == "Bremen" for row in rows))),
        _fact("Wie hoch ist die Summe der Beiträge?", _sum(_german(row[2]) for row in rows)),
        _fact("Wie hoch ist die Summe der Beiträge aus Kassel?",
              _sum(_german(row[2]) for row in rows if row[1] == "Kassel")),
    )  # fmt: skip
    return Planted("mitglieder.html", "mitglieder", data, (), facts, rows=(head, *rows))


def _fact(question: str, *wanted: str) -> Fact:
    return Fact(question, wanted, 1)


def _german(cell: str) -> str:
    return cell.removesuffix(" €").replace(".", "").replace(",", ".")


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _sum(some: Iterator[str]) -> str:
    return f"{sum(round(_value(one) * 100) for one in some) / 100:.2f}"


def _mean(some: Sequence[str]) -> str:
    return f"{sum(round(_value(one) * 100) for one in some) / 100 / len(some):.2f}"
