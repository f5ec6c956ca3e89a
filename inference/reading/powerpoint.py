"""PowerPoint files: each slide a page, its title as heading, its text from top to bottom,
tables as tables, what its charts show, and the speaker's notes.
"""

from collections.abc import Iterator

from inference.reading import office
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.packed import Package
from inference.reading.trees import Node

TITLES = ("title", "ctrTitle")
PASSED_OVER = ("sldNum", "dt", "ftr", "hdr")
SHAPES = ("sp", "graphicFrame", "grpSp", "cxnSp", "pic", "AlternateContent", "Choice")
ROW = 300_000
"in the file's own small units: what stands less than this apart in height is side by side"


def read(data: bytes, desk: Desk) -> None:
    package = Package(data, desk)
    main = office.main_part(package, "ppt/presentation.xml")
    known = office.relations(package, main)
    slides = package.tree(main).first("sldIdLst")
    desk.title, desk.unit = office.title(package), "slide"
    for slide in slides.children if slides else ():
        _, path = known.get(slide.get("r:id"), ("", ""))
        if path not in package:
            desk.gap("damaged", count=1)
            continue
        _slide(package, path, desk)


def _slide(package: Package, path: str, desk: Desk) -> None:
    tree = package.tree(path)
    shapes = tree.first("cSld", "spTree")
    found = list(_in_order(shapes)) if shapes else []
    blocks: list[Block] = []
    for shape in sorted(found, key=lambda one: not _is_title(one)):
        blocks.extend(_shape(shape, package, path))
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    blocks.extend(_notes(package, path))
    number = desk.page(blocks, title)
    if not blocks:
        desk.lacks("no text", number)


def _in_order(tree: Node) -> Iterator[Node]:
    """Shapes from top to bottom, those side by side from left to right."""
    shapes = [(_place(one), one) for one in tree.children if one.name in SHAPES]
    for _, shape in sorted(shapes, key=lambda one: (one[0][1] // ROW, one[0][0], one[0][1])):
        if shape.name in ("grpSp", "AlternateContent", "Choice"):
            yield from _in_order(shape)
        else:
            yield shape


def _place(shape: Node) -> tuple[int, int]:
    where = shape.first("spPr", "xfrm", "off") or shape.first("xfrm", "off")
    where = where or shape.first("grpSpPr", "xfrm", "off")
    if where is None:
        return (0, 0)
    x, y = where.get("x"), where.get("y")
    return (_number(x), _number(y))


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 15 else 0


def _placeholder(shape: Node) -> str:
    found = shape.first("nvSpPr", "nvPr", "ph")
    return "" if found is None else found.get("type", "body")


def _is_title(shape: Node) -> bool:
    return _placeholder(shape) in TITLES


def _shape(shape: Node, package: Package, path: str) -> Iterator[Block]:
    kind = _placeholder(shape)
    if kind in PASSED_OVER:
        return
    if shape.name == "graphicFrame":
        yield from _frame(shape, package, path)
        return
    if shape.name == "pic":
        described = shape.value("nvPicPr", "cNvPr", of="descr")
        if len(described) > 3:
            yield Block("figure", f"[{described}]")
        return
    body = shape.first("txBody")
    if body is None:
        return
    if kind in TITLES:
        yield Block("heading", " ".join(text for text, _ in _paragraphs(body)), 1)
        return
    is_list = kind in ("body", "obj") and len(list(_paragraphs(body))) > 1
    for text, level in _paragraphs(body):
        yield Block("list", f"• {text}", level) if is_list or level else Block("paragraph", text)


def _paragraphs(body: Node) -> Iterator[tuple[str, int]]:
    for node in body.children:
        if node.name == "p":
            text = " ".join(_text(node).split())
            level = node.value("pPr", of="lvl")
            if text:
                yield text, int(level) if level.isascii() and level.isdigit() else 0


def _text(node: Node) -> str:
    pieces = {"br": "\n", "tab": "\t"}
    return "".join(
        part.text() if part.name == "t" else pieces.get(part.name) or _text(part)
        for part in node.children
    )


def _frame(shape: Node, package: Package, path: str) -> Iterator[Block]:
    table = next(shape.every("tbl"), None)
    if table is not None:
        rows = [tuple(map(_cell, row.children)) for row in table.children if row.name == "tr"]
        cells = tuple(row for row in rows if any(row))
        if cells:
            yield Block("table", rows=cells)
    for chart in shape.every("chart"):
        _, part = office.relations(package, path).get(chart.get("r:id"), ("", ""))
        tree = package.optional_tree(part)
        if tree is not None:
            yield from _chart(tree)
    for diagram in shape.every("relIds"):
        _, part = office.relations(package, path).get(diagram.get("r:dm"), ("", ""))
        tree = package.optional_tree(part)
        for point in tree.every("pt") if tree else ():
            text = " ".join(_text(point).split())
            if text:
                yield Block("list", f"• {text}")


def _cell(cell: Node) -> str:
    body = cell.first("txBody")
    return " ".join(text for text, _ in _paragraphs(body)) if body else ""


def _chart(tree: Node) -> Iterator[Block]:
    """What a chart shows, as a table: one row for each category, one column for each series."""
    title = next(tree.every("title"), None)
    if title is not None and (text := " ".join(_text(title).split())):
        yield Block("figure", text)
    columns: list[tuple[str, list[str]]] = []
    categories: list[str] = []
    for series in tree.every("ser"):
        name = series.first("tx")
        values = _points(series.first("val") or series.first("yVal"))
        categories = categories or _points(series.first("cat") or series.first("xVal"))
        columns.append((" ".join(_points(name)), values))
    if not columns:
        return
    height = max((len(values) for _, values in columns), default=0)
    rows = [("", *(name for name, _ in columns))]
    for at in range(height):
        label = categories[at] if at < len(categories) else ""
        rows.append((label, *(v[at] if at < len(v) else "" for _, v in columns)))
    yield Block("table", rows=tuple(rows))


def _points(node: Node | None) -> list[str]:
    points = node.every("pt") if node else ()
    return [value.text().strip() for point in points for value in point.every("v")]


def _notes(package: Package, path: str) -> Iterator[Block]:
    tree = package.optional_tree(office.part_of(package, path, "notesSlide"))
    shapes = tree.first("cSld", "spTree") if tree else None
    for shape in shapes.children if shapes else ():
        if _placeholder(shape) == "body" and (body := shape.first("txBody")) is not None:
            yield from (Block("note", text) for text, _ in _paragraphs(body))
