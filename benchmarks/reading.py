"""How well documents are read: `.venv/bin/python -m benchmarks.reading`
with `--seeds N` for more documents of each kind, `--broken N` for so many broken files of each
format, `--scans` for scanned pages as well, `--office` for what LibreOffice makes of them, if it is
here (`soffice`).

Documents are set by other people's tools (reportlab, python-docx, openpyxl, python-pptx) out of
sentences that occur once, so that what was read can be compared with what was written. Prints, for
each kind, how much of the text came out, how many neighbouring sentences are still in order, how
many cells of tables stand in their row and column, how many headings are headings, and the seconds
and memory that it took; then the same for files made to do harm.
"""

import argparse
import io
import itertools
import random
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inference.errors import FileDamaged, FileUnread
from inference.reading.document import Document, Limits
from inference.reading.reader import Asked, read_bytes
from tests.inference.reading import fuzzing, hostile, made

WORDS = tuple(
    "harbour grain ledger captain storehouse river insurer council survey winter barrel rope "  # noqa: SIM905
    "market price letter journey village bridge carpenter summer lantern window promise garden "
    "measure question answer morning evening quarter report figure balance contract".split()
)
SLOW = Limits(recognize=True, seconds=600)


@dataclass
class Written:
    """A document, and what was put into it."""

    name: str
    data: bytes
    sentences: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


@dataclass
class Score:
    """Counts of what there was and of what came out."""

    words: list[int] = field(default_factory=lambda: [0, 0])
    order: list[int] = field(default_factory=lambda: [0, 0])
    cells: list[int] = field(default_factory=lambda: [0, 0])
    headings: list[int] = field(default_factory=lambda: [0, 0])
    seconds: float = 0.0
    pages: int = 0


class Author:
    """Writes what nobody wrote before, the same each time."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def sentence(self, words: int = 14) -> str:
        self.count += 1
        chosen = " ".join(self.random.choices(WORDS, k=words))
        return f"{chosen.capitalize()} {self.count:03d}."

    def paragraph(self) -> list[str]:
        return [self.sentence(self.random.randint(8, 20)) for _ in range(self.random.randint(2, 5))]

    def heading(self) -> str:
        self.count += 1
        return f"{' '.join(self.random.choices(WORDS, k=3)).title()} {self.count:03d}"

    def table(self) -> list[list[str]]:
        rows, columns = self.random.randint(3, 8), self.random.randint(3, 5)
        head = [self.random.choice(WORDS).title() for _ in range(columns)]
        return [
            head,
            *([self.random.choice(WORDS), *self.numbers(columns - 1)] for _ in range(rows)),
        ]

    def numbers(self, count: int) -> list[str]:
        return [f"{self.random.uniform(0, 5000):,.2f}" for _ in range(count)]


def set_pdf(columns: int, *, ruled: bool) -> Callable[[str], Written]:
    def make(seed: str) -> Written:
        from reportlab.lib import colors
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import (
            BaseDocTemplate,
            Frame,
            PageTemplate,
            Paragraph,
            Spacer,
            Table,
            TableStyle,
        )

        author, style, out = Author(seed), getSampleStyleSheet(), io.BytesIO()
        written, story = Written("set.pdf", b""), []
        width, gap = (A4[0] - 100 - (columns - 1) * 20) / columns, 20
        for _ in range(5):
            heading = author.heading()
            written.headings.append(heading)
            story.append(Paragraph(heading, style["Heading2"]))
            for _ in range(3):
                sentences = author.paragraph()
                written.sentences += sentences
                story.append(Paragraph(" ".join(sentences), style["BodyText"]))
            if columns < 3:
                rows = author.table()
                if columns == 2:
                    rows = [row[:3] for row in rows]
                written.tables.append(rows)
                lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
                story += [Spacer(1, 8), Table(rows, style=TableStyle(lines)), Spacer(1, 8)]
        frames = [Frame(50 + at * (width + gap), 50, width, A4[1] - 110) for at in range(columns)]

        def around(canvas: object, _document: object) -> None:
            canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
            canvas.drawString(50, A4[1] - 30, "Running head of this document")  # type: ignore[attr-defined]
            canvas.drawString(300, 25, f"Page {canvas.getPageNumber()}")  # type: ignore[attr-defined]

        document = BaseDocTemplate(out, pagesize=A4)
        document.addPageTemplates(PageTemplate(frames=frames, onPage=around))
        document.build(story)
        written.data = out.getvalue()
        return written

    return make


def set_word(seed: str) -> Written:
    import docx

    author, document, written = Author(seed), docx.Document(), Written("set.docx", b"")
    for _ in range(6):
        heading = author.heading()
        written.headings.append(heading)
        document.add_heading(heading, author.random.randint(1, 3))
        for _ in range(3):
            sentences = author.paragraph()
            written.sentences += sentences
            document.add_paragraph(" ".join(sentences))
        for _ in range(3):
            written.sentences.append(author.sentence(6))
            document.add_paragraph(written.sentences[-1], style="List Bullet")
        rows = author.table()
        written.tables.append(rows)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(document, written)


def set_sheets(seed: str) -> Written:
    import openpyxl

    author, book, written = Author(seed), openpyxl.Workbook(), Written("set.xlsx", b"")
    for number in range(4):
        sheet = book.active if number == 0 else book.create_sheet(f"Sheet {number}")
        rows = author.table()
        written.tables.append(rows)
        for row in rows:
            sheet.append(row)
    return _saved(book, written)


def set_slides(seed: str) -> Written:
    import pptx
    from pptx.util import Inches

    author, show, written = Author(seed), pptx.Presentation(), Written("set.pptx", b"")
    for _ in range(5):
        slide = show.slides.add_slide(show.slide_layouts[1])
        heading = author.heading()
        written.headings.append(heading)
        slide.shapes.title.text = heading
        lines = [author.sentence(6) for _ in range(4)]
        written.sentences += lines
        slide.placeholders[1].text = "\n".join(lines)
        rows = author.table()
        written.tables.append(rows)
        place = (Inches(1), Inches(5), Inches(8), Inches(2))
        table = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    return _saved(show, written)


def _saved(document: object, written: Written) -> Written:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    written.data = out.getvalue()
    return written


def set_page(seed: str) -> Written:
    author, written = Author(seed), Written("set.html", b"")
    parts = []
    for _ in range(6):
        heading, sentences, rows = author.heading(), author.paragraph(), author.table()
        written.headings.append(heading)
        written.sentences += sentences
        written.tables.append(rows)
        cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
        parts.append(f"<h2>{heading}</h2><p>{' '.join(sentences)}</p><table>{cells}</table>")
    around = f"<nav>{'<a href=x>Elsewhere</a>' * 20}</nav>"
    page = f"<html><body>{around}<div id=content>{''.join(parts)}</div><footer>Imprint</footer>"
    written.data = page.encode()
    return written


def scanned(columns: int, *, tilt: float, noise: float) -> Callable[[str], Written]:
    """The first page of a PDF, as a scanner hands it over."""

    def make(seed: str) -> Written:
        import numpy as np
        import pypdfium2
        from PIL import Image

        whole = set_pdf(columns, ruled=True)(seed)
        page = pypdfium2.PdfDocument(whole.data)[0]
        on_it = page.get_textpage().get_text_bounded()
        grey = page.render(scale=200 / 72).to_pil().convert("L")
        grey = grey.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        points = np.asarray(grey).astype(float)
        points += np.random.default_rng(1).normal(0, noise, points.shape)
        out = io.BytesIO()
        Image.fromarray(points.clip(0, 255).astype(np.uint8)).save(out, "PNG")
        flat = " ".join(on_it.split())
        kept = [one for one in whole.sentences if one in flat]
        return Written("scan.png", out.getvalue(), kept)

    return make


def set_article(seed: str) -> Written:
    """As TeX sets it: two columns, words placed one by one without spaces, broken at line ends."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    author, written, out = Author(seed), Written("set.pdf", b""), io.BytesIO()
    canvas, width, size = Canvas(out, pagesize=A4), 235.0, 10
    place = [60.0, A4[1] - 70]

    def down(by: float) -> None:
        place[1] -= by
        if place[1] < 70:
            place[0], place[1] = (310.0, A4[1] - 70) if place[0] < 300 else (60.0, A4[1] - 70)
            if place[0] < 300:
                canvas.showPage()

    def line(words: list[str], font: str, *, is_last: bool) -> None:
        widths = [stringWidth(word, font, size) for word in words]
        gap = (width - sum(widths)) / max(len(words) - 1, 1)
        gap, at = (3.0 if is_last else gap), place[0]
        for word, wide in zip(words, widths, strict=True):
            canvas.setFont(font, size)
            canvas.drawString(at, place[1], word)
            at += wide + gap
        down(12)

    for number in range(1, 9):
        heading = author.heading()
        written.headings.append(f"{number} {heading}")
        down(10)
        line([str(number), *heading.split()], "Times-Bold", is_last=True)
        for _ in range(3):
            sentences = author.paragraph()
            written.sentences += sentences
            for words, is_last in _broken(" ".join(sentences).split(), width, size):
                line(words, "Times-Roman", is_last=is_last)
    canvas.save()
    written.data = out.getvalue()
    return written


def _broken(words: list[str], width: float, size: int) -> Iterator[tuple[list[str], bool]]:
    """Words in lines; a long one that does not fit is parted with a hyphen."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    row, room = list[str](), width
    for word in words:
        wide = stringWidth(word, "Times-Roman", size)
        if wide <= room:
            row.append(word)
            room -= wide + 3
            continue
        head = word[:3] + "-"
        if len(word) > 6 and word.isalpha() and stringWidth(head, "Times-Roman", size) <= room:
            yield [*row, head], False
            row = [word[3:]]
        else:
            yield row, False
            row = [word]
        room = width - stringWidth(row[0], "Times-Roman", size) - 3
    yield row, True


def converted(make: Callable[[str], Written], *to: str) -> Callable[[str], Written]:
    """A file as LibreOffice writes it again, from one format to the next."""

    def again(seed: str) -> Written:
        written = make(seed)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, written.name)
            path.write_bytes(written.data)
            for ending in to:
                subprocess.run(
                    ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless",
                     "--convert-to", ending, "--outdir", folder, str(path)],
                    check=True, capture_output=True,
                )  # fmt: skip
                path = path.with_suffix(f".{ending}")
            written.name, written.data = path.name, path.read_bytes()
        return written

    return again


KINDS: dict[str, Callable[[str], Written]] = {
    "PDF, one column, ruled tables": set_pdf(1, ruled=True),
    "PDF, one column, bare tables": set_pdf(1, ruled=False),
    "PDF, two columns, ruled tables": set_pdf(2, ruled=True),
    "PDF, two columns, bare tables": set_pdf(2, ruled=False),
    "PDF, three columns": set_pdf(3, ruled=True),
    "PDF as TeX sets it, two columns": set_article,
    "Word": set_word,
    "Excel": set_sheets,
    "PowerPoint": set_slides,
    "Web page": set_page,
}
OFFICE: dict[str, Callable[[str], Written]] = {
    "LibreOffice: Word to OpenDocument": converted(set_word, "odt"),
    "LibreOffice: OpenDocument to Word": converted(set_word, "odt", "docx"),
    "LibreOffice: OpenDocument to PDF": converted(set_word, "odt", "pdf"),
    "LibreOffice: Word to rich text": converted(set_word, "rtf"),
    "LibreOffice: Word to old Word": converted(set_word, "doc"),
    "LibreOffice: Excel to old Excel": converted(set_sheets, "xls"),
    "LibreOffice: slides to old PowerPoint": converted(set_slides, "ppt"),
    "LibreOffice: Excel to OpenDocument": converted(set_sheets, "ods"),
    "LibreOffice: slides to OpenDocument": converted(set_slides, "odp"),
}
SCANS: dict[str, Callable[[str], Written]] = {
    "Scan, one column": scanned(1, tilt=0.0, noise=0.0),
    "Scan, one column, noise and tilt": scanned(1, tilt=1.5, noise=15.0),
    "Scan, two columns, noise": scanned(2, tilt=0.0, noise=15.0),
}


def compare(written: Written, document: Document, score: Score) -> None:
    text = " ".join(document.untrusted_text.split())
    there = Counter(text.split())
    wanted = Counter(" ".join(written.sentences).split())
    _count(score.words, sum(min(there[word], n) for word, n in wanted.items()), wanted.total())
    places = [text.find(sentence) for sentence in written.sentences]
    pairs = list(itertools.pairwise(places))
    _count(score.order, sum(0 <= a < b for a, b in pairs), len(pairs))
    blocks = [block for page in document.pages for block in page.blocks]
    alone = [block.rows for block in blocks if block.rows]
    # A table that goes on in the next column is two, one after the other.
    found = [*alone, *(one + other for one, other in itertools.pairwise(alone))]
    for table in written.tables:
        _count(score.cells, max((_same(table, one) for one in found), default=0),
               sum(map(len, table)))  # fmt: skip
    headings = {block.text for block in blocks if block.kind == "heading"}
    _count(score.headings, len(headings & set(written.headings)), len(written.headings))
    score.pages += len(document.pages)


def _same(table: list[list[str]], found: Sequence[Sequence[str]]) -> int:
    return sum(
        a == b or a.replace(",", "") == b
        for row, other in zip(table, found, strict=False)
        for a, b in zip(row, other, strict=False)
    )


def _count(into: list[int], right: int, of: int) -> None:
    into[0] += right
    into[1] += of


def _share(count: list[int]) -> str:
    return f"{count[0] / count[1]:7.1%}" if count[1] else "      –"


def extraction(kinds: dict[str, Callable[[str], Written]], seeds: int) -> None:
    print(f"{'':36}   words   order   cells  headings  pages  ms/page")
    for kind, make in kinds.items():
        score = Score()
        for seed in range(seeds):
            written = make(f"{kind} {seed}")
            began = time.monotonic()
            document = read_bytes(written.data, written.name, SLOW if kind in SCANS else Limits())
            score.seconds += time.monotonic() - began
            compare(written, document, score)
        rate = 1000 * score.seconds / score.pages
        print(
            f"{kind:36} {_share(score.words)} {_share(score.order)} {_share(score.cells)}  "
            f"{_share(score.headings)} {score.pages:6} {rate:8.0f}",
            flush=True,
        )


def harm() -> None:
    print(f"\n{'made to do harm':24}     bytes  seconds  came of it")
    for name, make in hostile.FILES.items():
        data = make()
        began = time.monotonic()
        try:
            document = read_bytes(data, name)
            came = f"{len(document.pages):,} of {document.page_count:,} read"
            came += "".join(f"; {gap.reason}" for gap in document.gaps[:2])
        except FileUnread as error:
            came = type(error).__name__
        print(f"{name:24} {len(data):9,} {time.monotonic() - began:8.2f}  {came}", flush=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory that a process had: {most:.0f} MiB")


def broken(count: int) -> None:
    print(f"\n{'broken files':16} read  damaged  other  slowest s  processes")
    for make in made.ALL:
        file = make()
        process = Asked(file.name, Limits()).process(1 << 20)
        ends: Counter[str] = Counter()
        slowest = 0.0
        for data in fuzzing.mutants(file, count, seed=7):
            began = time.monotonic()
            try:
                Asked(file.name, Limits()).ask(process, data, None)
                ends["read"] += 1
            except FileDamaged:
                ends["damaged"] += 1
            except FileUnread:
                ends["other"] += 1
            slowest = max(slowest, time.monotonic() - began)
        starts = process.condition.starts
        process.close_for_good()
        print(f"{file.name:16} {ends['read']:4} {ends['damaged']:8} {ends['other']:6} "
              f"{slowest:10.2f} {starts:10}", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--no-harm", action="store_true", help="leave out what does harm")
    arguments = parser.parse_args()
    extraction(KINDS, arguments.seeds)
    if arguments.office:
        extraction(OFFICE, max(arguments.seeds // 2, 1))
    if arguments.scans:
        extraction(SCANS, max(arguments.seeds // 3, 1))
    if not arguments.no_harm:
        harm()
    if arguments.broken:
        broken(arguments.broken)


if __name__ == "__main__":
    main()
