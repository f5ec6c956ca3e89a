"""XML as a tree, without what XML can do to its reader.

Entities are refused where they are declared, nothing outside is ever looked up, and depth is
bounded. Large files are read element by element.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers import expat

DEEPEST = 200
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"attributes of this space keep a mark, because they share their names with others"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Refused(ValueError):
    """XML that wants more than to be read."""


class Node:
    """An element: its name without its space, its attributes, and what is in it, in order."""

    __slots__ = ("attributes", "name", "parts")

    def __init__(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.parts: list[Node | str] = []

    def get(self, name: str, otherwise: str = "") -> str:
        return self.attributes.get(name, otherwise)

    @property
    def children(self) -> "list[Node]":
        return [part for part in self.parts if isinstance(part, Node)]

    def first(self, *path: str) -> "Node | None":
        """The first element down a path of names."""
        at: Node | None = self
        for name in path:
            if at is None:
                return None
            at = next((child for child in at.children if child.name == name), None)
        return at

    def value(self, *path: str, of: str = "val") -> str:
        """An attribute of the first element down a path."""
        found = self.first(*path)
        return found.get(of) if found is not None else ""

    def every(self, *names: str) -> "Iterator[Node]":
        """All elements of these names below this one, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.every(*names)

    def text(self) -> str:
        """All text below, in order."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


def parse(data: bytes) -> Node:
    """The whole tree."""
    roots = list(elements([data], frozenset()))
    if not roots:
        raise Refused("no element")
    return roots[-1]


def elements(chunks: Iterable[bytes], wanted: frozenset[str]) -> Iterator[Node]:
    """Elements of these names as they end, each taken out of the tree; the root comes last."""
    building = _Building(wanted)
    for chunk in chunks:
        building.feed(chunk)
        yield from building.take()
    building.feed(b"", is_last=True)
    yield from building.take()


class _Building:
    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._open: list[Node] = []
        self._ended: list[Node] = []
        self._names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _doctype
        refuse: Callable[..., Any] = _refuse
        parser.EntityDeclHandler = refuse
        parser.UnparsedEntityDeclHandler = refuse
        parser.ExternalEntityRefHandler = refuse
        self._parser = parser

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise Refused(expat.ErrorString(error.code)) from error

    def take(self) -> list[Node]:
        ended, self._ended = self._ended, []
        return ended

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise Refused("too deep")
        node = Node(self._local(name), {self._local(key): v for key, v in attributes.items()})
        if self._open and node.name not in self._wanted:
            self._open[-1].parts.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        if node.name in self._wanted or not self._open:
            self._ended.append(node)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].parts.append(text)

    def _local(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = f"r:{local}" if space in (RELATIONS, STRICT_RELATIONS) else local
            if len(self._names) < 5_000:
                self._names[name] = known
        return known


def _doctype(_name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
    if has_subset:
        raise Refused("a document type of its own")


def _refuse(*_: object) -> None:
    raise Refused("an entity")
