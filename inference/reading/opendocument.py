"""OpenDocument files, as LibreOffice writes them: texts, sheets and slides."""

from collections.abc import Iterator

from inference.errors import KindUnsupported
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.excel import grid
from inference.reading.packed import Package
from inference.reading.trees import Node

MOST_REPEATED = 256
"columns that a cell may stand for; whole sheets are filled with one empty cell"
NOT_SHOWN = frozenset({"tracked-changes", "annotation", "note", "bookmark", "forms", "settings"})
BLANKS = frozenset(map(str, range(1, 100)))
BREAK = Block("paragraph", "\f")


def read_text(data: bytes, desk: Desk) -> None:
    package = _package(data, desk)
    content = package.tree("content.xml")
    body = content.first("body", "text")
    if body is None:
        return
    notes = (_note(node) for node in body.every("note"))
    found = [*_blocks(body), *notes]
    if BREAK not in found:
        desk.parts(found)
        return
    desk.unit = "page"
    page: list[Block] = []
    for block in [*found, BREAK]:
        if block is not BREAK:
            page.append(block)
        elif page:
            desk.page(page)
            page = []


def read_sheets(data: bytes, desk: Desk) -> None:
    package = _package(data, desk)
    desk.unit = "sheet"
    for table in package.elements("content.xml", "table"):
        if table.name != "table":
            continue
        tables = list(grid(_numbered(table)))
        for one in tables:
            desk.page([Block("table", rows=one)], table.get("name"))
        if not tables:
            desk.lacks("no text", desk.page([], table.get("name")))


def read_slides(data: bytes, desk: Desk) -> None:
    package = _package(data, desk)
    desk.unit = "slide"
    show = package.tree("content.xml").first("body", "presentation")
    for slide in show.children if show else ():
        if slide.name != "page":
            continue
        blocks: list[Block] = []
        for shape in sorted(slide.children, key=lambda one: one.get("class") != "title"):
            inner = list(_blocks(shape))
            if shape.get("class") == "title" and inner:
                inner = [Block("heading", " ".join(one.text for one in inner), 1)]
            if shape.name == "notes":
                inner = [Block("note", one.text) for one in inner if one.text]
            blocks.extend(inner)
        title = next((block.text for block in blocks if block.kind == "heading"), "")
        desk.page(blocks, title)


def _package(data: bytes, desk: Desk) -> Package:
    package = Package(data, desk)
    manifest = package.optional_tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.every("encryption-data"), None) is not None:
        raise KindUnsupported(desk.name, "protected Office")
    meta = package.optional_tree("meta.xml")
    found = meta.first("meta", "title") if meta else None
    desk.title = found.text() if found else ""
    return package


def _blocks(node: Node, depth: int = 0) -> Iterator[Block]:
    for child in node.children:
        name = child.name
        if name in NOT_SHOWN:
            continue
        if name == "h":
            level = child.get("outline-level")
            yield Block("heading", text_of(child), int(level) if level in set("123456") else 1)
        elif name == "p":
            yield from _paragraph(child)
        elif name == "list":
            yield from _list(child, depth)
        elif name == "table":
            yield Block("table", rows=tuple(map(tuple, _rows(child))))
        else:
            yield from _blocks(child, depth)


def _paragraph(node: Node) -> Iterator[Block]:
    pieces = text_of(node).split("\f")
    for at, piece in enumerate(pieces):
        if at:
            yield BREAK
        if piece.strip():
            yield Block("paragraph", piece)
    for frame in node.every("text-box", "table"):
        yield from _blocks(frame)
    for image in node.every("desc"):
        if len(described := image.text().strip()) > 3:
            yield Block("figure", f"[{described}]")


def _list(node: Node, depth: int) -> Iterator[Block]:
    for item in node.children:
        is_first = True
        for inner in item.children:
            if inner.name == "list":
                yield from _list(inner, depth + 1)
                continue
            for block in _blocks(_holding(inner), depth):
                if block.kind == "paragraph":
                    mark = "• " if is_first and item.name == "list-item" else ""
                    yield Block("list", mark + block.text, depth)
                else:
                    yield block
                is_first = False


def _holding(node: Node) -> Node:
    holder = Node("")
    holder.parts = [node]
    return holder


def text_of(node: Node) -> str:
    """The words of a paragraph as it is shown."""
    pieces: list[str] = []
    for part in node.parts:
        if isinstance(part, str):
            pieces.append(" ".join(part.split()).join(_ends(part)))
        elif part.name == "s":
            count = part.get("c", "1")
            pieces.append(" " * int(count) if count in BLANKS else " ")
        elif part.name == "tab":
            pieces.append("\t")
        elif part.name == "line-break":
            pieces.append("\n")
        elif part.name == "soft-page-break":
            pieces.append("\f")
        elif part.name not in NOT_SHOWN and part.name not in ("frame", "custom-shape"):
            pieces.append(text_of(part))
    return "".join(pieces)


def _ends(text: str) -> tuple[str, str]:
    """Blanks at both ends, of which one each counts."""
    return (" " if text[:1].isspace() else "", " " if text[-1:].isspace() and text.strip() else "")


def _rows(table: Node) -> Iterator[list[str]]:
    rows = list(_numbered(table))
    width = max((max(row, default=0) for row in rows), default=0) + 1
    for row in rows:
        yield [row.get(column, "") for column in range(min(width, MOST_REPEATED))]


def _numbered(table: Node) -> Iterator[dict[int, str]]:
    """Filled cells by their column, row by row."""
    for row in table.children:
        if row.name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _numbered(row)
        if row.name != "table-row":
            continue
        cells: dict[int, str] = {}
        column = 0
        for cell in row.children:
            if cell.name not in ("table-cell", "covered-table-cell"):
                continue
            count = cell.get("number-columns-repeated", "1")
            repeated = int(count) if count.isascii() and count.isdigit() and len(count) < 8 else 1
            text = _cell(cell)
            for at in range(min(repeated, MOST_REPEATED) if text else 0):
                cells[column + at] = text
            column += max(repeated, 1)
        if cells:
            yield cells


def _cell(cell: Node) -> str:
    kind = cell.get("value-type")
    if kind == "date":
        return cell.get("date-value").replace("T", " ")
    shown = " ".join(block.text for block in _blocks(cell) if block.text)
    return cell.get("value") if kind == "float" and cell.get("value") else shown


def _note(node: Node) -> Block:
    citation, body = node.first("note-citation"), node.first("note-body")
    mark = citation.text() if citation else ""
    text = " ".join(block.text for block in _blocks(body)) if body else ""
    return Block("note", f"[{mark}] {text}")
