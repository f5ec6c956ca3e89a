"""Web pages: the article without what stands around it; also the pages of books and the bodies
of letters, which are taken whole.

What a person would not see on the page is left out, and its presence said.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from inference.reading.desk import Desk, line
from inference.reading.document import Block
from inference.reading.encoding import decode
from inference.reading.trees import Node

DEEPEST = 100
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
CLOSED_BY = {
    "p": frozenset(
        "p div ul ol li table section article blockquote pre h1 h2 h3 h4 h5 h6 hr dl dt dd form "  # noqa: SIM905
        "header footer nav aside main figure td th tr".split()
    ),
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "option": frozenset({"option"}),
}
NOT_TEXT = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video select "  # noqa: SIM905
    "button input textarea head".split()
)
AROUND = frozenset({"nav", "footer", "aside", "header", "dialog", "menu"})
ROLES_AROUND = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog", "alert"}
)
NAMES_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|side-?bar|footer|cookies?|consent|bread-?crumbs?|share|sharing|"
    r"social|related|comments?|promo\w*|advert\w*|ads?|newsletter|sponsor\w*|pop-?up|skip)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
MOST_AROUND = 0.4
"what is named like an advertisement and holds more of the page than this is the article"
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)|(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}"
    r"|(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?|white|transparent)\s*(?:;|$)",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    "p div ul ol li table section article blockquote pre h1 h2 h3 h4 h5 h6 hr dl dt dd main body "  # noqa: SIM905
    "html header footer nav aside figure figcaption address details summary fieldset form center "
    "caption tr td th tbody thead tfoot dialog menu".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
MAIN_SHARE, CHILD_SHARE = 0.3, 0.75
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]+)""")


def read(data: bytes, desk: Desk) -> None:
    root = tree(text_of(data))
    desk.title = title(root)
    body = next(root.every("body"), root)
    before = _letters(body)
    hidden = strip(body, is_article=True)
    if hidden:
        desk.gap("hidden", count=hidden)
    if before and not _letters(body):  # everything looked like a frame: then it is the picture
        body = next(tree(text_of(data)).every("body"), root)
        strip(body)
    desk.parts(blocks(article(body)))


def text_of(data: bytes) -> str:
    found = META_CHARSET.search(data[:4096]) or XML_CHARSET.search(data[:200])
    return decode(data, found[1].decode("ascii") if found else "")


def title(root: Node) -> str:
    found = next(root.every("title"), None)
    return line(found.text()) if found else ""


def tree(text: str) -> Node:
    """The page as browsers would put it together, more or less."""
    growing = _Growing()
    growing.feed(_closed(text))
    growing.close()
    return growing.root


def _closed(text: str) -> str:
    """The page without comments and beginnings that never end; the library would look for the end
    of each over and over.
    """
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start + 2)
        if end < 0:
            at = len(text)
            break
        at = end + 3
    text = "".join([*kept, text[at:]])
    last = text.rfind(">") + 1
    rest = text[last:].replace("<", "&lt;")
    return (text[:last] + rest).replace("<![CDATA[", "").replace("<![", "&lt;!&#91;")


def strip(node: Node, *, is_article: bool = False) -> int:
    """Take out what is no text, what is hidden, and what stands around an article."""
    whole = _letters(node) if is_article else 0
    return _strip(node, whole, is_inside=False)


def article(body: Node) -> Node:
    """The part of the page that it is there for."""
    whole = max(_letters(body), 1)
    mains = [n for n in body.every("main", "article") if _letters(n) >= MAIN_SHARE * whole]
    mains += [n for n in body.every("div") if n.get("role") == "main"]
    if mains and len([n for n in mains if n.name == "article"]) <= 1:
        return min(mains, key=lambda one: (one.name != "article", -_letters(one)))
    if mains and any(n.name == "main" for n in mains):
        return next(n for n in mains if n.name == "main")
    at = body
    while len(at.children) > 0:
        best = max(at.children, key=_prose)
        if best.name in ("p", "table", "ul", "ol") or not _prose(at):
            break
        if _prose(best) < CHILD_SHARE * _prose(at) or any(c.name == "h1" for c in at.children):
            break
        at = best
    return at


def blocks(node: Node) -> Iterator[Block]:
    """The blocks below an element."""
    inline: list[str] = []
    for part in node.parts:
        if isinstance(part, str):
            inline.append(part.replace("\n", " "))
        elif part.name in BLOCKS:
            yield from _paragraph(inline)
            inline = []
            yield from _block(part)
        elif part.name == "br":
            inline.append("\n")
        elif part.name == "img":
            inline.append(_picture(part))
        elif any(True for _ in part.every(*BLOCKS)):
            yield from _paragraph(inline)
            inline = []
            yield from blocks(part)
        else:
            inline.append(_inline(part))
    yield from _paragraph(inline)


def _block(node: Node) -> Iterator[Block]:
    if node.name in HEADINGS:
        yield Block("heading", _words(_inline(node)).rstrip("#¶ "), HEADINGS[node.name])
    elif node.name == "pre":
        yield Block("code", node.text().strip("\n"))
    elif node.name in ("ul", "ol", "menu"):
        yield from _list(node, 0)
    elif node.name == "table":
        yield from _table(node)
    elif node.name == "figcaption":
        yield Block("figure", _words(_inline(node)))
    else:
        yield from blocks(node)


def _list(node: Node, level: int) -> Iterator[Block]:
    number = _start_of(node)
    for item in node.children:
        if item.name in ("ul", "ol"):
            yield from _list(item, level + 1)
            continue
        mark = f"{number}. " if node.name == "ol" else "• "
        number += 1
        is_first = True
        for block in blocks(_without(item, "ul", "ol")):
            if block.kind in ("paragraph", "list"):
                yield Block("list", (mark if is_first else "") + _words(block.text), level)
            else:
                yield block
            is_first = False
        for inner in item.children:
            if inner.name in ("ul", "ol"):
                yield from _list(inner, level + 1)


def _start_of(node: Node) -> int:
    start = node.get("start")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _table(node: Node) -> Iterator[Block]:
    own = list(_rows(node))
    if any(True for row in own for _ in row.every("table")) or _columns(own) < 2:
        for row in own:  # a table for the looks of it
            for cell in row.children:
                yield from blocks(cell)
        return
    caption = node.first("caption")
    if caption is not None:
        yield Block("figure", _words(_inline(caption)))
    rows = tuple(tuple(_words(_inline(c)) for c in _cells(row)) for row in own)
    yield Block("table", rows=tuple(row for row in rows if any(row)))


def _rows(table: Node) -> Iterator[Node]:
    for child in table.children:
        if child.name == "tr":
            yield child
        elif child.name in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cells(row: Node) -> Iterator[Node]:
    for cell in row.children:
        if cell.name in ("td", "th"):
            yield cell
            span = cell.get("colspan")
            for _ in range(min(int(span), 20) - 1 if span.isascii() and span.isdigit() else 0):
                yield Node("td")


def _columns(rows: list[Node]) -> int:
    return max((sum(1 for _ in _cells(row)) for row in rows), default=0)


def _inline(node: Node) -> str:
    """Text of an element; what is a block in it stands apart."""
    pieces: list[str] = []
    for part in node.parts:
        if isinstance(part, str):
            pieces.append(part.replace("\n", " "))
        elif part.name == "br":
            pieces.append("\n")
        elif part.name == "img":
            pieces.append(_picture(part))
        else:
            inner = _inline(part)
            pieces.append(f"\n{inner}\n" if part.name in BLOCKS else inner)
    return "".join(pieces)


def _picture(node: Node) -> str:
    described = line(node.get("alt"))
    return f"[{described}]" if len(described) > 3 else ""


def _paragraph(inline: list[str]) -> Iterator[Block]:
    lines = [" ".join(one.split()) for one in "".join(inline).split("\n")]
    if text := "\n".join(filter(None, lines)):
        yield Block("paragraph", text)


def _words(text: str) -> str:
    return " ".join(text.split())


def _without(node: Node, *names: str) -> Node:
    kept = Node(node.name, node.attributes)
    kept.parts = [p for p in node.parts if isinstance(p, str) or p.name not in names]
    return kept


def _strip(node: Node, whole: int, *, is_inside: bool) -> int:
    """Only outside of an article is a header or a footer something that stands around it."""
    hidden, kept = 0, list[Node | str]()
    for part in node.parts:
        if isinstance(part, str):
            kept.append(part)
            continue
        if part.name in NOT_TEXT:
            continue
        if _is_hidden(part):
            hidden += bool(part.text().strip())
            continue
        if whole and _is_around(part, whole, is_inside=is_inside):
            continue
        inside = is_inside or part.name in ("article", "main")
        hidden += _strip(part, whole, is_inside=inside)
        kept.append(part)
    node.parts = kept
    return hidden


def _is_hidden(node: Node) -> bool:
    return (
        "hidden" in node.attributes
        or node.get("aria-hidden") == "true"
        or bool(node.get("style") and HIDDEN_STYLE.search(node.get("style")))
    )


def _is_around(node: Node, whole: int, *, is_inside: bool) -> bool:
    if node.name in ("header", "footer", "aside"):
        return not is_inside or node.name == "aside"
    if node.name in AROUND or node.get("role") in ROLES_AROUND:
        return True
    named = NAMES_AROUND.search(f"{node.get('class')} {node.get('id')}")
    return (
        bool(named) and node.name not in ("body", "main") and (_letters(node) < MOST_AROUND * whole)
    )


def _letters(node: Node) -> int:
    return sum(
        len(part.strip()) if isinstance(part, str) else _letters(part)
        for part in node.parts
        if isinstance(part, str) or part.name not in NOT_TEXT
    )


def _prose(node: Node) -> int:
    """Letters that stand in paragraphs, rather than in links."""
    if node.name == "a":
        return 0
    if node.name in ("p", "pre", "blockquote", "td", "li", *HEADINGS):
        return _letters(node) - sum(_letters(link) for link in node.every("a"))
    return sum(_prose(child) for child in node.children)


class _Growing(HTMLParser):
    """Builds the tree; elements that nobody closed are closed by what follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("html")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        while len(self._open) > 1 and tag in CLOSED_BY.get(self._open[-1].name, ()):
            self._open.pop()
        node = Node(tag, {key: value or "" for key, value in attrs})
        self._open[-1].parts.append(node)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].name == tag:
                del self._open[at:]
                return
            if self._open[at].name in ("table", "td") and tag not in ("table", "tr", "body"):
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)
