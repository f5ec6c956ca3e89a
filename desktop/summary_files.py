"""Summaries as files that other programs read: Markdown, Word, and what a PDF is painted from.

Whoever calls this has warned the owner first: what is written lies there in clear. A Word file is
written here by hand, with what a reader of such files needs and nothing that runs.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from xml.sax.saxutils import escape

from vault import audit
from vault.connection import WriteConn


class FileKind(StrEnum):
    """What a file can be, by its ending."""

    MARKDOWN = "md"
    WORD = "docx"
    PDF = "pdf"
    "painted where there are letters for it"


@dataclass(frozen=True)
class Point:
    """One statement, in words that a person reads."""

    text: str
    where: str
    "its pages, and what was not found there"
    heading: str = ""
    "what it stands under, if that is not what the point before stands under"


@dataclass(frozen=True)
class Sheet:
    """One summary."""

    title: str
    about: str
    "of which kind, of which day"
    points: tuple[Point, ...]
    end: str
    "what is to be said below it"


def leave(conn: WriteConn, numbers: Sequence[int], now: datetime) -> None:
    """Put in the log that summaries of these documents leave the vault."""
    audit.note(conn, "exported", {"summaries": len(numbers)}, now, sorted(set(numbers)))


def written(sheets: Sequence[Sheet], kind: FileKind) -> bytes:
    """The whole file, for every kind but PDF."""
    if kind is FileKind.WORD:
        return _word(sheets)
    return ("\n\n".join(row for one in sheets for row in _markdown(one)) + "\n").encode()


def pieces(sheets: Sequence[Sheet]) -> list[str]:
    """HTML of one heading or one statement each, as a PDF is painted from."""
    found = []
    for one in sheets:
        found.append(
            f'<h1>{html.escape(one.title)}</h1><p class="who">{html.escape(one.about)}</p>'
        )
        for point in one.points:
            heading = f"<h3>{html.escape(point.heading)}</h3>" if point.heading else ""
            where = f' <span class="who">{html.escape(point.where)}</span>'
            found.append(f"{heading}<p>{html.escape(point.text)}{where}</p>")
        found.append(f'<p class="who">{html.escape(one.end)}</p>')
    return found


def _markdown(sheet: Sheet) -> Iterator[str]:
    yield f"# {_quiet(sheet.title)}"
    yield f"*{_quiet(sheet.about)}*"
    rows: list[str] = []
    for point in sheet.points:
        if point.heading:
            yield from ["\n".join(rows)] if rows else []
            rows = []
            yield f"## {_quiet(point.heading)}"
        rows.append(f"- {_quiet(point.text)} *{_quiet(point.where)}*")
    yield from ["\n".join(rows)] if rows else []
    yield f"*{_quiet(sheet.end)}*"


def _quiet(text: str) -> str:
    """Signs that Markdown takes for orders, as the signs that they are."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


# Word

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/styles" '
        'Target="styles.xml"/></Relationships>'
    ),
}
_STYLES = (
    ("Normal", "Normal", '<w:spacing w:after="120"/>', '<w:sz w:val="22"/>'),
    ("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="36"/>'),
    ("Heading2", "heading 2", '<w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="26"/>'),
    ("Where", "Where", "", '<w:color w:val="5C6166"/><w:sz w:val="18"/>'),
)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"signs that XML has no place for"


def _word(sheets: Sequence[Sheet]) -> bytes:
    body = "".join(row for one in sheets for row in _word_rows(one))
    parts = {
        **_PARTS,
        "word/styles.xml": f'<w:styles xmlns:w="{_NAMESPACE}">{"".join(map(_style, _STYLES))}'
        "</w:styles>",
        "word/document.xml": f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}<w:sectPr/>'
        "</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            # A day of its own: the hour at which the owner works is nobody's business.
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _HEAD + text)
    return out.getvalue()


def _word_rows(sheet: Sheet) -> Iterator[str]:
    yield _paragraph("Heading1", (sheet.title, ""))
    yield _paragraph("Where", (sheet.about, ""))
    for point in sheet.points:
        if point.heading:
            yield _paragraph("Heading2", (point.heading, ""))
        yield _paragraph("Normal", (f"– {point.text} ", ""), (point.where, "Where"))
    yield _paragraph("Where", (sheet.end, ""))


def _style(row: tuple[str, str, str, str]) -> str:
    name, shown, paragraph, letters = row
    kind = 'w:type="paragraph"' + (' w:default="1"' if name == "Normal" else "")
    return (
        f'<w:style {kind} w:styleId="{name}"><w:name w:val="{shown}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _paragraph(style: str, *runs: tuple[str, str]) -> str:
    """Text in a style; a run that has another style looks like that one."""
    found = []
    looks = {name: letters for name, _, _, letters in _STYLES}
    for text, look in runs:
        clean = escape(_FORBIDDEN.sub("", " ".join(text.split(" "))))
        shape = f"<w:rPr>{looks.get(look, '')}</w:rPr>"
        found.append(f'<w:r>{shape}<w:t xml:space="preserve">{clean}</w:t></w:r>')
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(found)}</w:p>'
