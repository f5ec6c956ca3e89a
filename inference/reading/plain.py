"""Texts as they are: plain, Markdown, tables of commas, JSON and source code."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from inference.reading.desk import PART_CHARACTERS, Desk
from inference.reading.document import Block
from inference.reading.encoding import decode

LONGEST_PARAGRAPH = PART_CHARACTERS
CODE_LINES = 120
TABLE_ROWS = 200
"of a table on one page; the header is repeated on each"
SEEN_ROWS, MOST_ABOVE, FEWEST_COLUMNS = 60, 20, 3
"rows that show how wide a table is; rows above its head; columns of one that may have some"
Row = tuple[str, ...]
SEPARATORS = ",;\t|"
LARGEST_FIELD = 1 << 20
BULLET = re.compile(r"^(\s*)([-*+•–◦▪]|\d{1,3}[.)])\s+(.*)$")
ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"signs that are meant as they are, and mark nothing"
APART = 0xE000
"where such signs are put until all marks are gone"
TOGETHER = {APART + sign: chr(sign) for sign in range(0x21, 0x7F)}
MARKDOWN_ROW = re.compile(r"^\s*\|.*\|\s*$")
MARKDOWN_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}(?:\s+\"[^\"\n]{0,200}\")?\)")
EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*|__|_|~~)(?=\S)(.{1,500}?)(?<=\S)\1(?![\w*])")


def read_text(data: bytes, desk: Desk) -> None:
    """Paragraphs between empty lines; a form feed is the end of a page."""
    text = decode(data)
    if "\f" not in text.strip("\f\n "):
        desk.parts(paragraphs(text.replace("\f", "\n")))
        return
    desk.unit = "page"
    for page in text.strip("\f").split("\f"):
        desk.page(paragraphs(page))


def read_markdown(data: bytes, desk: Desk) -> None:
    found = list(_markdown(decode(data).splitlines()))
    heading = next((block.text for block in found if block.kind == "heading"), "")
    desk.title = heading
    desk.parts(found)


def read_code(data: bytes, desk: Desk) -> None:
    lines = decode(data).replace("\r\n", "\n").split("\n")
    for start in range(0, len(lines), CODE_LINES):
        for piece in _pieces("\n".join(lines[start : start + CODE_LINES]).rstrip()):
            desk.page([Block("code", piece)])


def read_json(data: bytes, desk: Desk) -> None:
    """JSON laid out; a list of like records becomes a table."""
    text = decode(data)
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        read_code(data, desk)  # lines of JSON, or nearly JSON: text all the same
        return
    if rows := _records(value):
        _table(iter(rows), desk)
        return
    laid_out = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    read_code(laid_out.encode("utf-8", "replace"), desk)


def read_csv(data: bytes, desk: Desk) -> None:
    text = decode(data)
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        above, rows = _parted(tuple(row) for row in reader if any(row))
        _table(rows, desk, above)
    except csv.Error:
        if desk.count:
            raise
        read_text(data, desk)


def _parted(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """What banks write above a table (an account, from when on), and the table with its head."""
    first = list(islice(rows, SEEN_ROWS))
    widths = [len(row) for row in first]
    usual = max(set(widths), key=widths.count, default=0)
    heads = (at for at, row in enumerate(first[:MOST_ABOVE])
             if len(row) == usual and sum(map(bool, row)) >= usual - 1)  # fmt: skip
    head = next(heads, 0) if usual >= FEWEST_COLUMNS else 0
    return first[:head], chain(first[head:], rows)


def _table(rows: Iterator[Row], desk: Desk, above: Sequence[Row] = ()) -> None:
    """A long table on several pages, each with the first row above; first what stands over it."""
    said = [Block("paragraph", " ".join(filter(None, row))) for row in above]
    header = next(rows, ())
    page = [header]
    is_first = True
    for row in rows:
        page.append(row)
        if len(page) > TABLE_ROWS:
            desk.page([*said, Block("table", rows=tuple(page))])
            page, is_first, said = [header], False, []
    if len(page) > 1 or is_first:
        desk.page([*said, Block("table", rows=tuple(page))])


def _separator(text: str) -> str:
    """The sign that stands equally often on most lines."""
    lines = [line for line in text[:50_000].splitlines()[:50] if line.strip()]

    def steady(sign: str) -> float:
        counts = [_outside_quotes(line).count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return counts.count(usual) / len(counts) + min(usual, 20) / 100 if usual else 0.0

    return max(SEPARATORS, key=steady)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _records(value: object) -> list[tuple[str, ...]]:
    if not isinstance(value, list) or len(value) < 2:
        return []
    if not all(isinstance(one, dict) for one in value):
        return []
    names = list(dict.fromkeys(name for one in value[:1000] for name in one))
    if not names or len(names) > 50:
        return []
    if any(isinstance(cell, dict | list) for one in value for cell in one.values()):
        return []
    rows = [tuple(_said(one.get(name)) for name in names) for one in value]
    return [tuple(map(str, names)), *rows]


def _said(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def paragraphs(text: str) -> Iterator[Block]:
    """Paragraphs and lists of a text without any marks."""
    for paragraph in re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = paragraph.strip("\n").split("\n")
        if lines and all(BULLET.match(one) or not one.strip() for one in lines):
            yield from filter(None, map(_bullet, lines))
        else:
            yield from (Block("paragraph", piece) for piece in _pieces(paragraph))


def _pieces(text: str) -> Iterator[str]:
    """A text without any break, in pieces that fit on a page, cut between words where possible."""
    while len(text) > LONGEST_PARAGRAPH:
        ends = [text.rfind(end, 1, LONGEST_PARAGRAPH) + 1 for end in ("\n", ". ")]
        cut = max(ends)
        cut = cut if cut > LONGEST_PARAGRAPH // 2 else text.rfind(" ", 1, LONGEST_PARAGRAPH)
        cut = cut if cut > LONGEST_PARAGRAPH // 2 else LONGEST_PARAGRAPH
        yield text[:cut]
        text = text[cut:]
    yield text


def _bullet(line: str) -> Block | None:
    found = BULLET.match(line)
    if found is None:
        return None
    indent, mark, text = found.groups()
    shown = mark if mark[0].isdigit() else "•"
    return Block("list", f"{shown} {_plain(text)}", len(indent.expandtabs(4)) // 2)


def _markdown(lines: list[str]) -> Iterator[Block]:
    at = _after_front_matter(lines)
    waiting: list[str] = []
    while at < len(lines):
        taken, block = _special(lines, at, waiting)
        if not taken:
            waiting.append(lines[at])
            at += 1
            continue
        if block is not None and block.kind == "heading" and block.text == "":
            block = Block("heading", _plain(" ".join(waiting)), block.level)
            waiting = []
        yield from _flowing(waiting)
        waiting = []
        if block is not None:
            yield block
        at += taken
    yield from _flowing(waiting)


def _special(lines: list[str], at: int, waiting: list[str]) -> tuple[int, Block | None]:
    """How many lines something other than a paragraph takes, and what it is."""
    line = lines[at]
    if not line.strip():
        return 1, None
    if found := ATX.match(line):
        return 1, Block("heading", _plain(found[2]) or "–", len(found[1]))
    if waiting and re.fullmatch(r" {0,3}(=+|-{2,})\s*", line):
        return 1, Block("heading", "", 1 if "=" in line else 2)
    if fence := FENCE.match(line):
        end = next((i for i in range(at + 1, len(lines)) if lines[i].strip().startswith(fence[1])),
                   len(lines))  # fmt: skip
        return end + 1 - at, Block("code", "\n".join(lines[at + 1 : end]))
    if MARKDOWN_ROW.match(line) or (
        "|" in line and at + 1 < len(lines) and "|" in lines[at + 1]
        and MARKDOWN_RULE.match(lines[at + 1])
    ):  # fmt: skip
        return _markdown_table(lines, at)
    if found := BULLET.match(line):
        return _markdown_item(lines, at)
    return 0, None


def _markdown_table(lines: list[str], at: int) -> tuple[int, Block]:
    end = at
    rows: list[tuple[str, ...]] = []
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        if not MARKDOWN_RULE.match(lines[end]):
            cells = re.split(r"(?<!\\)\|", lines[end].strip().removeprefix("|").removesuffix("|"))
            rows.append(tuple(_plain(cell.replace("\\|", "|")) for cell in cells))
        end += 1
    return end - at, Block("table", rows=tuple(rows))


def _markdown_item(lines: list[str], at: int) -> tuple[int, Block | None]:
    """A line of a list, with the lines that go on with it."""
    end = at + 1
    while end < len(lines) and lines[end].startswith("  ") and lines[end].strip():
        if BULLET.match(lines[end]) or FENCE.match(lines[end]):
            break
        end += 1
    whole = " ".join([lines[at], *(one.strip() for one in lines[at + 1 : end])])
    return end - at, _bullet(whole)


def _flowing(waiting: list[str]) -> Iterator[Block]:
    text = _plain(" ".join(line.strip().removeprefix(">").strip() for line in waiting))
    if text:
        yield from (Block("paragraph", piece) for piece in _pieces(text))


def _plain(text: str) -> str:
    """Words without the marks around them."""
    text = ESCAPED.sub(lambda found: chr(APART + ord(found[1])), text)
    text = LINK.sub(r"\1", text)
    for _ in range(3):
        text = EMPHASIS.sub(r"\2", text)
    return text.replace("`", "").translate(TOGETHER).strip()


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        return 0
    for at in range(1, min(len(lines), 200)):
        if lines[at].strip() in ("---", "..."):
            return at + 1
    return 0
