"""Books: the chapters in the order of the book, each a page of its own or several."""

import posixpath
import re

from inference.errors import KindUnsupported
from inference.reading import webpage
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.packed import Package
from inference.reading.trees import Node

READ_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(data: bytes, desk: Desk) -> None:
    package = Package(data, desk)
    container = package.tree("META-INF/container.xml")
    root = next(container.every("rootfile"), Node("")).get("full-path")
    book = package.tree(root)
    title = next(book.every("title"), None)
    desk.title = title.text() if title else ""
    parts = {one.get("id"): one for one in book.every("item")}
    locked = _locked(package)
    folder = posixpath.dirname(root)
    was_locked = False
    for reference in book.every("itemref"):
        part = parts.get(reference.get("idref"), Node(""))
        path = posixpath.normpath(posixpath.join(folder, unquote(part.get("href"))))
        if path in locked:
            was_locked = True
            desk.gap("protected", path)
        elif path not in package:
            desk.gap("damaged", path)
        elif part.get("media-type") in READ_TYPES:
            _chapter(package.read(path), desk)
    if was_locked and not desk.everything.pages:
        raise KindUnsupported(desk.name, "protected book")


def _chapter(data: bytes, desk: Desk) -> None:
    tree = webpage.tree(webpage.text_of(data))
    body = next(tree.every("body"), tree)
    webpage.strip(body)
    blocks = list(webpage.blocks(body))
    if any(block.text or block.rows for block in blocks):
        desk.parts(blocks, _title(blocks))


def unquote(text: str) -> str:
    """A part's name without what stands in for signs of its own."""
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda at: bytes([int(at[1], 16)]), text.encode())
    return raw.decode("utf-8", "replace")


def _title(blocks: list[Block]) -> str:
    return next((block.text for block in blocks if block.kind == "heading"), "")


def _locked(package: Package) -> set[str]:
    """Parts that only the shop's own program opens; its fonts are often locked as well."""
    tree = package.optional_tree("META-INF/encryption.xml")
    return {unquote(one.get("URI")) for one in tree.every("CipherReference")} if tree else set()
