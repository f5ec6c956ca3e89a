"""Word files: headings by their styles, lists with the numbers that Word shows, tables, notes,
comments with who made them, and once what stands above and below the pages.

What was deleted with changes tracked is left out, what was inserted is in. Macros, fields and
links are never run; only the text that they last showed is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from inference.reading import office
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.packed import Package
from inference.reading.trees import Node

BREAK = Block("paragraph", "\f")
"between pages, where Word says that one ended"
HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)
SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr"})
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
SIGNS = {
    "tab": "\t", "ptab": "\t", "lastRenderedPageBreak": "\f", "noBreakHyphen": "-", "sym": "•",
}  # fmt: skip
NOTES = {
    "footnoteReference": "footnotes", "endnoteReference": "endnotes",
    "commentReference": "comments",
}  # fmt: skip
MARGINS = ("header", "footer")
MOST_STYLES_ABOVE = 12


@dataclass(frozen=True)
class Level:
    """How the lines of a list are numbered at one depth."""

    form: str
    text: str
    start: int


@dataclass
class _Numbering:
    """The lists of a file, and how far each has come."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def mark(self, number: str, depth: int) -> str:
        """The mark of the next line at this depth, such as "2.1." or "•"; empty for none."""
        which = self.lists.get(number, "")
        level = self.levels.get((which, depth))
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "•"
        self.counts[which, depth] = self.counts.get((which, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((which, deeper), None)

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            known = self.levels.get((which, at), level)
            return counted(self.counts.get((which, at), known.start), known.form)

        return re.sub(r"%([1-9])", shown, level.text).strip()


@dataclass(frozen=True)
class _Style:
    name: str
    above: str
    outline: int
    number: str
    depth: int


class _Word:
    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.main = main
        self.styles = _styles(package.optional_tree(office.part_of(package, main, "styles")))
        tree = package.optional_tree(office.part_of(package, main, "numbering"))
        self.numbering = _numbering(tree)
        self.notes: list[tuple[str, str]] = []
        self.hidden = 0

    def blocks(self, body: Node) -> Iterator[Block]:
        for node in body.children:
            if node.name == "p":
                yield from self.paragraph(node)
            elif node.name == "tbl":
                yield from self.table(node)
            elif node.name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"):
                yield from self.blocks(node)

    def paragraph(self, node: Node) -> Iterator[Block]:
        text = self.text(node)
        style = self._style(node)
        before, *rest = text.split("\f")
        if rest and not before.strip():
            yield BREAK
            before, *rest = rest
        depth, mark = self._mark(node, style)
        if before.strip():
            yield self._shaped(f"{mark} {before}".strip(), style, depth if mark else None)
        for after in rest:
            yield BREAK
            if after.strip():
                yield Block("paragraph", after)
        for box in _boxes(node):
            yield from self.blocks(box)

    def text(self, node: Node) -> str:
        """The words of a paragraph as it is shown; a page that ends in it is a form feed."""
        return re.sub("\f+", "\f", "".join(map(self._said, node.children)))

    def _said(self, part: Node) -> str:
        name = part.name
        if name in SKIPPED or name in ("txbxContent", "p"):
            return ""
        if name == "r" and office.is_on(part.first("rPr", "vanish")):
            self.hidden += bool(part.text().strip())
            return ""
        if name in SIGNS:
            return SIGNS[name]
        if name == "t":
            return part.text()
        if name in ("br", "cr"):
            return "\f" if part.get("type") == "page" else "\n"
        if name in NOTES:
            self.notes.append((NOTES[name], part.get("id")))
            return f"[{len(self.notes)}]"
        if name == "docPr":
            return f"[{part.get('descr')}]" if len(part.get("descr")) > 3 else ""
        return self.text(part)

    def table(self, node: Node) -> Iterator[Block]:
        rows = [tuple(self._cells(row)) for row in _rows(node)]
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around text
            cell = next(node.every("tc"))
            yield from self.blocks(cell)
            return
        width = max(map(len, rows), default=0)
        yield Block("table", rows=tuple(row + ("",) * (width - len(row)) for row in rows))

    def _cells(self, row: Node) -> Iterator[str]:
        for cell in _within(row, "tc"):
            merged = cell.first("tcPr", "vMerge")
            goes_on = merged is not None and merged.get("val", "continue") == "continue"
            inner = " ".join(_cell_text(block) for block in self.blocks(cell))
            yield "" if goes_on else inner
            span = cell.value("tcPr", "gridSpan")
            yield from [""] * (min(int(span), 60) - 1 if span.isascii() and span.isdigit() else 0)

    def noted(self) -> Iterator[Block]:
        """Footnotes and endnotes, as they were referred to."""
        known: dict[tuple[str, str], Node] = {}
        for part in sorted({part for part, _ in self.notes}):
            tree = self.package.optional_tree(office.part_of(self.package, self.main, part))
            for note in tree.children if tree else ():
                known[part, note.get("id")] = note
        for at, key in enumerate(list(self.notes), start=1):
            if key in known:
                text = " ".join(block.text for block in self.blocks(known[key]) if block.text)
                author = known[key].get("author")
                yield Block("note", f"[{at}] {f'{author}: ' if author else ''}{text}")

    def margins(self) -> Iterator[Block]:
        """What stands above and below the pages, once; numbers of pages alone are nothing."""
        seen = set[str]()
        for kind, path in office.relations(self.package, self.main).values():
            tree = self.package.optional_tree(path) if kind in MARGINS else None
            found = self.blocks(tree) if tree is not None else ()
            text = " ".join(" ".join(_cell_text(one) for one in found).split())
            if re.search(r"[^\W\d]{3}", text) and text not in seen:
                seen.add(text)
                yield Block("note", text)

    def _shaped(self, text: str, style: str, depth: int | None) -> Block:
        level = self._level(style)
        if level:
            return Block("heading", text, level)
        if depth is not None:
            return Block("list", text, depth)
        return Block("paragraph", text)

    def _style(self, node: Node) -> str:
        own = node.value("pPr", "outlineLvl")
        if own.isascii() and own.isdigit() and int(own) < 9:
            return f"\0{own}"
        return node.value("pPr", "pStyle")

    def _level(self, style: str) -> int:
        if style.startswith("\0"):
            return int(style[1:]) + 1
        for one in self._line(style):
            if one.name.casefold() in ("title", "titel", "titre"):
                return 1
            if found := HEADING_NAME.match(one.name):
                return min(int(found[1]), 6) or 1
            if one.outline < 9:
                return one.outline + 1
        return 0

    def _mark(self, node: Node, style: str) -> tuple[int, str]:
        number = node.value("pPr", "numPr", "numId")
        depth = node.value("pPr", "numPr", "ilvl")
        at = int(depth) if depth.isascii() and depth.isdigit() else 0
        if not number:
            found = next((one for one in self._line(style) if one.number), None)
            if found is None:
                return 0, ""
            number, at = found.number, at or found.depth
        return min(at, 8), self.numbering.mark(number, min(at, 8))

    def _line(self, style: str) -> Iterator[_Style]:
        """A style and those that it is made from."""
        for _ in range(MOST_STYLES_ABOVE):
            if style not in self.styles:
                return
            yield self.styles[style]
            style = self.styles[style].above


def read(data: bytes, desk: Desk) -> None:
    package = Package(data, desk)
    main = office.main_part(package, "word/document.xml")
    desk.title = office.title(package)
    word = _Word(package, main)
    body = package.tree(main).first("body")
    if body is None:
        return
    found = [*word.blocks(body), *word.noted(), *word.margins()]
    if word.hidden:
        desk.gap("hidden", count=word.hidden)
    paged(found, desk)


def paged(found: list[Block], desk: Desk) -> None:
    """Hand on what was read, by pages where it says where they end."""
    if BREAK not in found:
        desk.parts(block for block in found)
        return
    desk.unit = "page"
    page: list[Block] = []
    for block in [*found, BREAK]:
        if block is not BREAK:
            page.append(block)
        elif page:
            desk.page(page)
            page = []


def counted(number: int, form: str) -> str:
    """A number as lists show it."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 4)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = ""
        for value, sign in ROMAN:
            text, number = text + sign * (number // value), number % value
        return text if form == "lowerRoman" else text.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _styles(tree: Node | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for node in tree.children if tree else ():
        if node.name == "style":
            outline = node.value("pPr", "outlineLvl")
            depth = node.value("pPr", "numPr", "ilvl")
            styles[node.get("styleId")] = _Style(
                node.value("name"), node.value("basedOn"),
                int(outline) if outline.isascii() and outline.isdigit() else 9,
                node.value("pPr", "numPr", "numId"),
                int(depth) if depth.isascii() and depth.isdigit() else 0,
            )  # fmt: skip
    return styles


def _numbering(tree: Node | None) -> _Numbering:
    numbering = _Numbering()
    for node in tree.children if tree else ():
        if node.name == "abstractNum":
            for level in node.children:
                if level.name == "lvl" and level.get("ilvl").isdecimal():
                    start = level.value("start")
                    key = (node.get("abstractNumId"), int(level.get("ilvl")))
                    numbering.levels[key] = Level(
                        level.value("numFmt") or "decimal", level.value("lvlText"),
                        int(start) if start.isascii() and start.isdigit() else 1,
                    )  # fmt: skip
        elif node.name == "num":
            numbering.lists[node.get("numId")] = node.value("abstractNumId")
    return numbering


def _rows(table: Node) -> Iterator[Node]:
    yield from (row for row in _within(table, "tr") if row.first("trPr", "del") is None)


def _boxes(node: Node) -> Iterator[Node]:
    """Boxes of text; each is there twice, once for older programs."""
    for child in node.children:
        if child.name == "txbxContent":
            yield child
        elif child.name != "Fallback":
            yield from _boxes(child)


def _within(node: Node, name: str) -> Iterator[Node]:
    """Children of a name, also those in a content control."""
    for child in node.children:
        if child.name == name:
            yield child
        elif child.name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _within(child, name)


def _cell_text(block: Block) -> str:
    if block is BREAK:
        return ""
    return "; ".join(", ".join(row) for row in block.rows) if block.rows else block.text
