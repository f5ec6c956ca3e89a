"""Rich text (.rtf): paragraphs, headings, tables, notes and comments.

Control words only shape what is read; pictures, objects and fields are passed over, and nothing is
fetched or run. What was deleted with changes tracked is left out, as in Word files.
"""

import re
from dataclasses import dataclass, field, replace

from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.word import BREAK, HEADING_NAME, paged

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|"
    rb"\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
DEEPEST = 500
SKIPPED = frozenset(
    "colortbl info pict object themedata colorschememapping datastore latentstyles "  # noqa: SIM905
    "listtable listoverridetable rsidtbl generator fldinst nonshppict filetbl revtbl bkmkstart "
    "bkmkend pntext".split()
)
"groups that hold no words of the text"
OPENED = frozenset({"shpinst", "shptxt", "annotation", "atnauthor", "footnote"})
"groups that an older program may skip, and that hold words"
ASIDE = {
    "footnote": "note", "annotation": "note", "atnauthor": "author", "fonttbl": "fonts",
    "stylesheet": "styles", "header": "margin", "headerl": "margin", "headerr": "margin",
    "headerf": "margin", "footer": "margin", "footerl": "margin", "footerr": "margin",
    "footerf": "margin", "upr": "twice", "listtext": "mark",
}  # fmt: skip
SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "\u2018",
    "rquote": "\u2019", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
}  # fmt: skip
MARKS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\f", b"\r": "\f"}
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
CODES = frozenset({437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259)})
OUTLINES = 9


@dataclass(frozen=True)
class _State:
    """What holds within a group, and ends with it."""

    into: str = "body"
    is_skipped: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    letters: int = 1
    "that follow a letter by its number, for programs that do not know it"
    font: int = -1


@dataclass
class _Text:
    """What has come of the file so far."""

    code: str = "cp1252"
    blocks: list[Block] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    "by where they go"
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, int] = field(default_factory=dict)
    "level of heading by the number of the style"
    level: int = 0
    style: int = 0
    font: int = -1
    "in the table of fonts"
    in_table: bool = False
    hidden: int = 0

    def take(self, into: str) -> str:
        return "".join(self.words.pop(into, []))


class _Reading:
    def __init__(self, data: bytes, desk: Desk) -> None:
        self.data = data
        self.desk = desk
        self.text = _Text()
        self.state = _State()
        self.above: list[_State] = []
        self.bytes = bytearray()
        self.to_skip = 0
        self.at = 0
        "where the next sign stands"

    def run(self) -> list[Block]:
        count = 0
        while self.at < len(self.data):
            found = TOKEN.match(self.data, self.at)
            if found is None:
                self.at += 1
                continue
            self.at = found.end()
            count += 1
            if not count % 10_000:
                self.desk.still_wanted()
            if found["byte"]:
                self._byte(int(found["byte"], 16))
                continue
            self._decode()
            if found["text"]:
                self._said(found["text"].decode(self._code(), "replace"))
            elif found["brace"]:
                self._group(is_open=found["brace"] == b"{")
            elif found["sign"]:
                self._mark(found["sign"])
            elif found["word"] == b"bin":
                self.at += max(int(found["number"] or 0), 0)
            elif found["word"]:
                self._word(found["word"].decode(), found["number"])
        self._decode()
        self._paragraph()
        self._table()
        return [*self.text.blocks, *self._below()]

    def _below(self) -> list[Block]:
        margins = dict.fromkeys(one for one in self.text.margins if re.search(r"[^\W\d]{2}", one))
        return [Block("note", one) for one in (*self.text.notes, *margins)]

    def _group(self, *, is_open: bool) -> None:
        self.to_skip = 0
        if is_open:
            if len(self.above) >= DEEPEST:
                raise ValueError("too deep")
            self.above.append(self.state)
            return
        ended, self.state = self.state, self.above.pop() if self.above else _State()
        if ended.into != self.state.into:
            self._ended(ended.into)

    def _ended(self, into: str) -> None:
        if into in ("fonts", "styles", "twice", "author", "mark"):
            if into == "styles":
                self._style_named()
            return
        said = " ".join(self.text.take(into).split())
        if into == "margin" and said:
            self.text.margins.append(said)
        elif into == "note" and said:
            author = " ".join(self.text.take("author").split())
            self.text.notes.append("")
            number = len(self.text.notes)
            self.text.notes[-1] = f"[{number}] {f'{author}: ' if author else ''}{said}"
            self.text.words.setdefault(self.state.into, []).append(f"[{number}]")

    def _mark(self, sign: bytes) -> None:
        if sign == b"*":
            found = TOKEN.match(self.data, self.at)
            word = (found["word"] or b"").decode() if found else ""
            if word not in OPENED and word not in ASIDE:
                self.state = replace(self.state, is_skipped=True)
        elif MARKS.get(sign) == "\f":
            self._paragraph()
        elif sign in MARKS:
            self._said(MARKS[sign])

    def _word(self, word: str, digits: bytes | None) -> None:
        number = int(digits) if digits else None
        if word in SKIPPED:
            self.state = replace(self.state, is_skipped=True)
        elif word in ASIDE:
            self.state = replace(self.state, into=ASIDE[word])
        elif word in SIGNS:
            self._said(SIGNS[word])
        elif word == "u" and number is not None:
            self._said(chr(number % 65_536))
            self.to_skip = self.state.letters
        elif word in ("par", "sect", "page", "cell", "row", "nestcell", "nestrow"):
            self._ends(word)
        else:
            self._shape(word, number)

    def _shape(self, word: str, number: int | None) -> None:
        """What a paragraph is; how its letters look is for `_looks`."""
        text = self.text
        if word == "pard" and self.state.into == "body":
            text.level, text.style, text.in_table = 0, 0, False
        elif word == "intbl":
            text.in_table = True
        elif number is None:
            self._looks(word, 1)
        elif word == "outlinelevel" and 0 <= number < OUTLINES:
            text.level = number + 1
        elif word == "s":
            if self.state.into == "styles":
                self._style_named()
            text.style = number
        elif word == "ansicpg" and number in CODES:
            text.code = f"cp{number}"
        elif word == "fcharset" and number in CHARSETS and self.state.into == "fonts":
            text.fonts[text.font] = CHARSETS[number]
        else:
            self._looks(word, number)

    def _looks(self, word: str, number: int) -> None:
        if word == "v":
            self.state = replace(self.state, is_hidden=number != 0)
        elif word == "deleted":
            self.state = replace(self.state, is_deleted=number != 0)
        elif word == "plain":
            self.state = replace(self.state, is_hidden=False, is_deleted=False)
        elif word == "uc":
            self.state = replace(self.state, letters=max(min(number, 8), 0))
        elif word == "f":
            self.text.font = number
            self.state = replace(self.state, font=number)

    def _style_named(self) -> None:
        """A style's name comes behind its looks."""
        name = self.text.take("styles").strip(" ;").casefold()
        if name in ("title", "titel", "titre"):
            self.text.styles[self.text.style] = 1
        elif found := HEADING_NAME.match(name):
            self.text.styles[self.text.style] = min(int(found[1]), 6) or 1

    def _ends(self, word: str) -> None:
        if self.state.is_skipped or self.state.into != "body":
            self._said(" ")
        elif word in ("cell", "nestcell"):
            self.text.cells.append(" ".join(self.text.take("body").split()))
        elif word in ("row", "nestrow"):
            self.text.rows.append(tuple(self.text.cells))
            self.text.cells = []
        elif self.text.in_table and word == "par":
            self._said(" ")
        else:
            self._paragraph()
            if word == "page":
                self.text.blocks.append(BREAK)

    def _paragraph(self) -> None:
        said = self.text.take("body")
        if self.text.in_table and not said.strip():
            return
        self._table()
        if said.strip():
            mark = " ".join(self.text.take("mark").split())
            if mark:
                self.text.blocks.append(Block("list", f"{_seen(mark)} {said}", 0))
                return
            level = self.text.level or self.text.styles.get(self.text.style, 0)
            shape = Block("heading", said, level) if level else Block("paragraph", said)
            self.text.blocks.append(shape)

    def _table(self) -> None:
        rows, self.text.rows = self.text.rows, []
        width = max(map(len, rows), default=0)
        if width:
            even = tuple(row + ("",) * (width - len(row)) for row in rows)
            self.text.blocks.append(Block("table", rows=even))

    def _byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.bytes.append(value)

    def _decode(self) -> None:
        if self.bytes:
            said = bytes(self.bytes).decode(self._code(), "replace")
            self.bytes.clear()
            self._said(said)

    def _code(self) -> str:
        return self.text.fonts.get(self.state.font, self.text.code)

    def _said(self, words: str) -> None:
        if self.to_skip:
            words, self.to_skip = words[self.to_skip :], max(self.to_skip - len(words), 0)
        state = self.state
        if state.is_skipped or state.is_deleted or state.into in ("fonts", "twice"):
            return
        if state.is_hidden:
            self.text.hidden += bool(words.strip())
            return
        self.text.words.setdefault(state.into, []).append(words)


def _seen(mark: str) -> str:
    """Marks of lists that are pictures in a font of their own."""
    return mark if mark[0].isalnum() or mark[0] in "(–-" else "•"


def read(data: bytes, desk: Desk) -> None:
    reading = _Reading(data, desk)
    found = reading.run()
    if reading.text.hidden:
        desk.gap("hidden", count=reading.text.hidden)
    paged(found, desk)
