"""What other people's tools wrote comes out whole, in order, with its headings and tables."""

import io
from pathlib import Path

import pytest

from inference.errors import (
    CalledOff,
    FileDamaged,
    FileTooBig,
    FileUnread,
    IsRecording,
    KindUnsupported,
    NothingReadable,
    PasswordNeeded,
    PasswordWrong,
)
from inference.reading.document import Block, Document, Gap, Limits
from inference.reading.kinds import MEDIA
from inference.reading.reader import Asked, read, read_bytes
from tests.inference.reading import hostile, made, older
from tests.inference.reading.compound import compound
from tests.inference.reading.made import Made, Maker


def flat(document: Document) -> str:
    return " ".join(document.untrusted_text.split())


def read_made(file: Made) -> Document:
    return read_bytes(file.data, file.name)


@pytest.mark.parametrize("make", made.ALL, ids=lambda make: make.__name__)
def test_text_order_headings_and_tables(make: Maker) -> None:
    file = make()
    document = read_made(file)
    text = flat(document)
    at = 0
    for wanted in file.in_order:
        found = text.find(wanted, at)
        assert found >= 0, wanted
        at = found + 1
    blocks = [block for page in document.pages for block in page.blocks]
    tables = [block.rows for block in blocks if block.rows]
    assert all(table in tables for table in file.tables)
    headings = [block.text for block in blocks if block.kind == "heading"]
    assert [one for one in headings if one in file.headings] == list(file.headings)
    assert not [unwanted for unwanted in file.absent if unwanted in text]
    assert not file.pages or len(document.pages) == document.page_count == file.pages


def test_titles_languages_and_kinds() -> None:
    told = {
        make.__name__: (one.title, one.language, one.media, one.unit)
        for make in (made.report, made.word, made.slides, made.letter, made.web, made.table)
        for one in [read_made(make())]
    }
    assert told == {
        "report": ("The storehouse", "en", "application/pdf", "page"),
        "word": ("The storehouse", "en", made_media("docx"), "page"),
        "slides": ("river", "en", made_media("pptx"), "slide"),
        "letter": ("Die Säcke im Speicher", "en", "message/rfc822", "message"),
        "web": ("The storehouse – River News", "en", "text/html", "part"),
        "table": ("stores", "", "text/csv", "part"),
    }


@pytest.mark.parametrize(
    "named", ["(anonymous)", "Untitled", "Document1", "Microsoft Word - old.doc", "scan0001.pdf"]
)
def test_what_a_program_calls_a_paper_is_no_title(named: str) -> None:
    file = made.report(named)
    assert read_made(file).title == "The storehouse"


def made_media(kind: str) -> str:
    return MEDIA[kind]


def test_a_file_is_what_its_bytes_say(tmp_path: Path) -> None:
    for name in ("letter.txt", "song.mp3", "noname"):
        path = tmp_path / name
        path.write_bytes(made.report().data)
        assert read(path).media == "application/pdf"


def test_progress_is_told_and_reading_can_be_called_off(tmp_path: Path) -> None:
    path = tmp_path / "many.pdf"
    path.write_bytes(made.pdf(pages=40))
    told: list[tuple[int, int]] = []
    assert len(read(path, report=lambda done, of: told.append((done, of))).pages) == 40
    assert told == [(number, 40) for number in range(1, 41)]
    with pytest.raises(CalledOff):
        read(path, stopped=lambda: True)


def test_passwords() -> None:
    locked = made.pdf(password="grain")
    with pytest.raises(PasswordNeeded):
        read_bytes(locked, "locked.pdf")
    with pytest.raises(PasswordWrong):
        read_bytes(locked, "locked.pdf", password="chaff")
    assert "harbour office" in flat(read_bytes(locked, "locked.pdf", password="grain"))


def test_a_locked_file_within_another_is_a_gap() -> None:
    bundle = made.packed({"locked.pdf": made.pdf(password="grain"), "open.txt": "Words to read."})
    document = read_bytes(bundle, "bundle.zip")
    assert document.gaps == (Gap("protected", 1, "locked.pdf"),)
    assert "Words to read." in flat(document)
    opened = read_bytes(bundle, "bundle.zip", password="grain")
    assert "harbour office" in flat(opened)
    assert opened.gaps == ()


def test_pages_without_text_are_named() -> None:

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(6):
        if page not in (1, 2, 4):
            canvas.drawString(72, 700, f"Words on page {page + 1}, enough of them to be told.")
        canvas.showPage()
    canvas.save()
    document = read_bytes(out.getvalue(), "gaps.pdf")
    assert document.gaps == (Gap("no text", 3, "2–3, 5"),)
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5, 6]


def test_only_pictures() -> None:
    with pytest.raises(NothingReadable) as raised:
        read_bytes(made.pdf("", pages=3), "scan.pdf")
    assert raised.value.pages == 3


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.tar.gz", b"\x1f\x8b\x08" + bytes(50), "archive"),
        ("a.exe", b"MZ\x90\0" + bytes(200), "program"),
        ("a.bin", bytes(range(256)) * 4, "unknown"),
        ("a.doc", older.word(("x",), (), "", flags=0x0100), "protected Office"),
        ("a.xls", older.sheet("S", (("x",),), version=0x0500), "old Excel"),
        ("a.xls", compound({"Book": b"x"}), "old Excel"),
        ("a.ppt", compound({"PP40": b"x"}), "old PowerPoint"),
        ("a.docx", compound({"EncryptedPackage": b"x"}), "protected Office"),
    ],
)
def test_kinds_that_are_not_read_are_called_by_their_name(
    name: str, data: bytes, kind: str
) -> None:
    with pytest.raises(KindUnsupported) as raised:
        read_bytes(data, name)
    assert (raised.value.name, raised.value.kind) == (name, kind)


def test_recordings_and_nothing_at_all(tmp_path: Path) -> None:
    for head in (b"ID3\x03", b"RIFF\0\0\0\0WAVE", b"OggS", b"\0\0\0\x20ftypM4A "):
        with pytest.raises(IsRecording):
            read_bytes(head + bytes(100), "x")
    for data in (b"", b"   \n", bytes(1000)):
        with pytest.raises(NothingReadable):
            read_bytes(data, "empty")
    film = tmp_path / "film.mkv"
    with film.open("wb") as file:
        file.write(b"\x1aE\xdf\xa3")
        file.truncate(3 << 30)
    with pytest.raises(IsRecording):  # by its first bytes: it is far too large to be handed over
        read(film)


def test_what_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(FileTooBig) as raised:
        read(sparse)
    assert raised.value.size == 2 << 30
    with pytest.raises(FileTooBig):
        read_bytes(b"four", "x", Limits(file_bytes=3))


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(KindUnsupported):
        read(Path("/dev/zero"))
    with pytest.raises(KindUnsupported):
        read(tmp_path)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none")


def test_pages_characters_and_files_within_have_a_limit() -> None:
    document = read_bytes(made.pdf(pages=9), "nine.pdf", Limits(pages=4))
    assert (len(document.pages), document.page_count) == (4, 9)
    assert document.gaps == (Gap("past the limit"),)
    long = read_bytes(b"words and more\n\n" * 2_000, "long.txt", Limits(characters=5_000))
    assert len(flat(long)) <= 5_000
    assert long.gaps == (Gap("past the limit"),)
    whole = read_bytes(f"<html><p>{'😀' * 3_000_000}".encode(), "one.html")
    assert 900_000 < len(whole.pages[0].untrusted_text) <= 1_000_000
    assert whole.gaps == (Gap("past the limit"),)
    many = made.packed({f"{at}.txt": "words" for at in range(9)})
    assert len(read_bytes(many, "many.zip", Limits(members=5)).pages) == 5
    with pytest.raises(FileUnread):
        read_bytes(hostile.wide_pdf_bomb(), "bomb.pdf", Limits(memory_bytes=64 << 20))


def test_the_process_is_sealed_and_ends_with_the_file() -> None:
    asked = Asked("x.txt", Limits())
    process = asked.process(10)
    try:
        asked.ask(process, b"Some words.", None)
        assert process.condition.seal == {
            "network": True, "programs": True, "files": True, "memory": True,
        }  # fmt: skip
        assert process.opening.files == ()
    finally:
        process.close_for_good()
    assert not process.is_running


def test_the_process_is_believed_in_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was taken over sends what it likes; it comes out as a damaged file."""
    from inference.engines import wire
    from inference.engines.client import Child

    def lying(frames: list[wire.Frame]) -> FileDamaged:
        monkeypatch.setattr(Child, "call", lambda *_, **__: iter(frames))
        with pytest.raises(FileDamaged) as raised:
            read_bytes(b"words", "x.txt")
        return raised.value

    page = {"number": 1, "title": "", "blocks": [{"kind": "spell", "text": "x"}]}
    many = {"number": 1, "title": "", "blocks": []}
    assert lying([wire.Frame(1, "page", page)]).name == "x.txt"
    assert lying([wire.Frame(1, "page", many)] * 6_000).what
    assert lying([wire.Frame(1, "approve", {})]).what

    def named(*_: object, **__: object) -> None:
        raise FileDamaged("Your vault was locked. Call this number")

    monkeypatch.setattr(Child, "call", named)
    with pytest.raises(FileDamaged) as raised:
        read_bytes(b"words", "x.txt")
    assert raised.value.name == "x.txt"


def test_what_was_filled_into_a_form_is_read() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 650, "Name of whoever asks:")
    canvas.acroForm.textfield(name="who", value="Ben Okafor", x=220, y=640, width=200)
    canvas.save()
    assert "Ben Okafor" in flat(read_bytes(out.getvalue(), "form.pdf"))


def test_a_page_that_is_written_from_right_to_left() -> None:
    """Letters stand as they are seen, the last of a line first; words come out in their order."""
    cmap = hostile.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
        b"<00> <FF> endcodespacerange 1 beginbfrange <61> <7B> <05D0> endbfrange 1 beginbfchar "
        b"<20> <0020> endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    words = ("\u05d0\u05d1\u05d2\u05d3", "\u05d4\u05d5\u05d6", "\u05d7\u05d8\u05d9\u05da")
    seen = b" ".join(bytes(ord(one) - 0x5D0 + 0x61 for one in word)[::-1] for word in words[::-1])
    page = hostile.stream(b"BT /F 12 Tf 72 700 Td (" + seen + b") Tj ET")
    document = read_bytes(hostile.one_page(page, cmap, font=font), "right.pdf")
    assert (flat(document), document.language) == (" ".join(words), "he")


def test_lines_say_what_a_cell_is() -> None:
    """Cells of several lines, an empty one, and one that goes across two columns."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    style = getSampleStyleSheet()["BodyText"]
    rows = (("Who", "What was done", "When"), ("Okafor", f"{made.PROSE[0]}", "March"),
            ("Lindqvist", "", "April"), ("Nobody was asked about it", "", "May"))  # fmt: skip
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 3), (1, 3))])
    cells = [[Paragraph(cell, style) for cell in row] for row in rows]
    out = io.BytesIO()
    SimpleDocTemplate(out).build([Table(cells, colWidths=(70, 150, 60), style=grid)])
    document = read_bytes(out.getvalue(), "cells.pdf")
    assert document.pages[0].blocks == (Block("table", rows=rows),)


def test_a_page_that_lies_on_its_side() -> None:
    """What it says of its turn does not matter, only how its text stands."""
    import pypdfium2

    upright = read_bytes(made.report().data, "upright.pdf")
    for turn in (90, 180, 270):
        file = pypdfium2.PdfDocument(made.report().data)
        for page in file:
            page.set_rotation(turn)
        out = io.BytesIO()
        file.save(out)
        assert read_bytes(out.getvalue(), "turned.pdf").pages == upright.pages
    sideways = hostile.stream(
        b"BT /F 12 Tf 0 1 -1 0 300 100 Tm (Read me) Tj 0 -20 Td (sideways) Tj ET"
    )
    assert flat(read_bytes(hostile.one_page(sideways), "side.pdf")) == "Read me sideways"


def test_word_shows_the_numbers_that_word_shows_and_hides_what_it_hides() -> None:
    """Two depths of numbers, a change that was tracked, and a run that nobody sees."""

    def item(text: str, depth: int) -> str:
        number = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='7'/></w:numPr>"
        return f"<w:p><w:pPr>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def level(depth: int, form: str, text: str) -> str:
        shape = f"<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
        return f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/>{shape}</w:lvl>"

    numbers = f"<w:abstractNum w:abstractNumId='3'>{level(0, 'upperRoman', '%1.')}"
    numbers += f"{level(1, 'lowerLetter', '%1.%2)')}</w:abstractNum>"
    numbers += "<w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num>"
    rest = (
        "<w:p><w:del><w:r><w:delText>taken out</w:delText></w:r></w:del><w:ins><w:r><w:t>put in"
        "</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    )
    body = item("one", 0) + item("first", 1) + item("second", 1) + item("two", 0) + rest
    relations = "<R><Relationship Id='n' Type='x/numbering' Target='numbering.xml'/></R>"
    document = read_bytes(
        made.packed({
            "[Content_Types].xml": hostile.TYPES,
            "word/document.xml": f"<w:d xmlns:w='w'><w:body>{body}</w:body></w:d>",
            "word/numbering.xml": f"<w:n xmlns:w='w'>{numbers}</w:n>",
            "word/_rels/document.xml.rels": relations,
        }),
        "numbers.docx",
    )  # fmt: skip
    assert flat(document) == "I. one I.a) first I.b) second II. two put in"
    assert document.gaps == (Gap("hidden"),)


def test_letters_of_any_shape() -> None:
    """An odd code for the name, a forwarded letter, a page without a plain form, a logo."""
    text = (
        b"From: =?iso-8859-1?q?J=F6rg?= <j@b.c>\nTo: d@e.f\nSubject: =?utf-8?b?w4RwZmVs?=\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: text/html; charset=windows-1252\n\n<p>Sch\xf6ne \xc4pfel.</p>"
        b"<img src=cid:logo><span style='display:none'>unseen</span>\n--x\n"
        b"Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline; filename=l\n"
        b"\nnot a picture\n--x\nContent-Type: message/rfc822\n\n"
        b"From: g@h.i\nTo: j@b.c\nSubject: Inside\n\nWhat was asked.\n--x--\n"
    )
    document = read_bytes(text, "a.eml")
    assert flat(document) == (
        "| From | Jörg <j@b.c> | | To | d@e.f | | Subject | Äpfel | Schöne Äpfel. "
        "Attached: message.eml | From | g@h.i | | To | j@b.c | | Subject | Inside | What was asked."
    )
    assert [page.title for page in document.pages] == ["Äpfel", "message.eml: Inside"]
    assert document.gaps == (Gap("hidden"),)


def test_one_sign_for_two_letters_parts_no_word() -> None:
    cmap = hostile.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
        b"<00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar "
        b"<01> <00660069> endbfchar endcmap end end"
    )
    widths = b"/FirstChar 1/LastChar 126/Widths[" + b"550 " * 126 + b"]"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R" + widths + b">>"
    page = hostile.stream(b"BT /F 12 Tf 72 700 Td (a \\001le, the of\\001ce) Tj ET")
    document = read_bytes(hostile.one_page(page, cmap, font=font), "signs.pdf")
    assert flat(document) == "a file, the office"


def test_lines_of_a_table_of_contents_stay_apart() -> None:
    lines = (b"1 Introduction . . . . . . . . . . . 3", b"2 What was found . . . . . . . . . . 14")
    drawn = b"".join(b"(%b) Tj 0 -13 Td " % one for one in lines)
    page = hostile.stream(b"BT /F 11 Tf 72 700 Td " + drawn + b"ET")
    document = read_bytes(hostile.one_page(page), "contents.pdf")
    assert [block.text for block in document.pages[0].blocks] == [
        "1 Introduction … 3", "2 What was found … 14",
    ]  # fmt: skip


def test_programs_in_a_page_keep_their_lines() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    lines = ((72, "Helvetica", made.PROSE[0][:80]), (72, "Helvetica", "and the rest of it."),
             (72, "Courier", "def weigh(sack):"), (96, "Courier", "return sack * 2"),
             (72, "Courier", "weigh(412)"), (72, "Helvetica", "This is what was run."))  # fmt: skip
    for at, (x, font, text) in enumerate(lines):
        canvas.setFont(font, 10)
        canvas.drawString(x, 700 - 13 * at, text)
    canvas.save()
    blocks = read_bytes(out.getvalue(), "program.pdf").pages[0].blocks
    assert [block.kind for block in blocks] == ["paragraph", "code", "paragraph"]
    assert blocks[1].text == "def weigh(sack):\n    return sack * 2\nweigh(412)"


def test_items_of_a_list_above_a_table_without_lines_are_no_rows_of_it() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for at, text in enumerate(("Bring the keys along.", "Lock the gate behind you.")):
        canvas.drawString(60, 700 - 14 * at, "\u2022")
        canvas.drawString(78, 700 - 14 * at, text)
    for at, row in enumerate(
        (("Name", "Price", "Pieces"), ("Rope", "4.20", "7"), ("Oil", "3", "9"))
    ):
        for column, cell in enumerate(row):
            canvas.drawString(60 + 110 * column, 660 - 14 * at, cell)
    canvas.save()
    blocks = read_bytes(out.getvalue(), "list.pdf").pages[0].blocks
    assert [block.kind for block in blocks] == ["list", "list", "table"]
    assert blocks[0].text == "• Bring the keys along."
    assert blocks[2].rows == (("Name", "Price", "Pieces"), ("Rope", "4.20", "7"), ("Oil", "3", "9"))


def test_word_files_keep_comments_and_what_stands_around_the_pages() -> None:
    import docx
    from docx.oxml import parse_xml

    document, out = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "Haas & Sons, Harbour Street 4"
    document.sections[0].footer.paragraphs[0].text = "7"
    paragraph = document.add_paragraph("The rent is 900 euros.")
    document.add_comment(paragraph.runs, text="Is that with heating?", author="Anna Weber")
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    for change, name in (("ins", "t"), ("del", "delText")):
        words = f"<w:{name} xml:space='preserve'> It was {change}.</w:{name}>"
        run = f"<w:{change} {space} w:id='9' w:author='B'><w:r>{words}</w:r></w:{change}>"
        paragraph._p.append(parse_xml(run))
    document.save(out)
    assert read_bytes(out.getvalue(), "offer.docx").untrusted_text == (
        "The rent is 900 euros.[1] It was ins.\n\n[1] Anna Weber: Is that with heating?\n\n"
        "Haas & Sons, Harbour Street 4"
    )


def test_signs_that_markdown_takes_as_they_are() -> None:
    text = r"See \[1\], \*not loud\*, \<b\> and **loud**, 3 \~ 4."
    document = read_bytes(text.encode(), "a.md")
    assert document.untrusted_text == "See [1], *not loud*, <b> and loud, 3 ~ 4."


@pytest.mark.parametrize(
    ("name", "make", "media"),
    [
        ("lease.pdf", made.archive, "application/zip"),
        ("lease.txt", made.report, "application/pdf"),
        ("lease.docx", made.rich_text, "application/rtf"),
        ("lease.doc", made.word, MEDIA["docx"]),
        ("lease.xlsx", made.old_sheet, MEDIA["xls"]),
        ("lease.csv", made.sheet, MEDIA["xlsx"]),
        ("lease.jpg", made.web, "text/html"),
        ("lease", made.old_word, MEDIA["doc"]),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_its_name(name: str, make: Maker, media: str) -> None:
    file = make()
    document = read_bytes(file.data, name)
    assert document.media == media
    assert all(text in document.untrusted_text.replace("\n", " ") for text in file.in_order[:1])
