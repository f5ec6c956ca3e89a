"""What a summary costs: `.venv/bin/python -m benchmarks.documents`
with `--weights NAME` (the starter weights that answer), `--pages N`, `--chunks N` for the part that
edits one of so many pieces. With `--tokens` nothing is answered by a model: each line is the
sentence that it begins from, and only tokens are counted, by the model's own vocabulary.

A PDF is set by reportlab, read in its own process, put into a vault and summarized as in use, with
weights that are loaded already. All rates come from the same run. Prints, each with its bound:
prompt tokens that were evaluated ÷ tokens of the document; wall ÷ (tokens of the document ÷ own
rate of reading + tokens written ÷ own rate of writing); share of extraction; share of the wall
until the first statement; tokens evaluated after an edit ÷ those of the first time.
"""

import argparse
import io
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desktop import engines, paths
from inference.engines.local import Chat
from inference.engines.protocols import Stopped, never
from inference.reading import library
from inference.reading.document import Document
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from inference.summarizing import pieces
from inference.summarizing.notebook import VaultNotebook
from inference.summarizing.sentences import sentences
from inference.summarizing.summary import Noted, Paper, Statement, Writer, summarize
from inference.summarizing.wish import Wish
from inference.types import ChatEvent, ChatRequest, Finished, Message, Token, Usage
from vault import documents
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

WEIGHTS = "qwen2.5-coder-1.5b"
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
WORDS_OF_A_PAGE = 480
SHOWN = re.compile(r"^\[(\d+)\]\n((?:> .*\n?)*)", re.MULTILINE)
ASKED = re.compile(r"\\\[(\d+)[^\\]*\\\] ((?:[^\W\d_]+ ?)*)")
"a line in a form, and the words that it begins with"
BOUNDS = {
    "prompt tokens ÷ document tokens": 1.12, "wall ÷ what its rates allow": 1.10,
    "extraction ÷ wall": 0.02, "first statement ÷ wall": 0.15,
    "tokens after an edit ÷ first run": 0.15,
}  # fmt: skip
PEOPLE = (
    "Anna Weber", "Jonas Brandt", "Maria Lopez", "Peter Novak", "Ines Carvalho", "Tom Becker",
    "Leila Haddad", "Oskar Lind", "Ruth Meyer", "Paul Dubois", "Nora Quinn", "Emil Sander",
)  # fmt: skip
SUBJECTS = (
    "the roof", "the harbour wall", "the heating", "the library", "the school kitchen",
    "the bridge", "the archive", "the market hall", "the water main", "the tram line",
    "the playground", "the museum", "the old mill", "the fire station", "the river bank",
    "the town clock",
)  # fmt: skip
TEMPLATES = (
    "{who} reported that work on {what} had cost {sum} euros by the end of {month}.",
    "The council agreed to have {what} looked at again before {month} is over.",
    "According to {who}, {what} was last repaired {years} years ago and nobody kept the drawings.",
    "Two firms had sent their offers for {what}; the cheaper asked for {sum} euros without tax.",
    "It was noted that {what} is used by about {count} people a week, more than had been thought.",
    "{who} will speak with the neighbours about the noise and tell the others what they said.",
    "The weather held up the works at {what} for {years} weeks, and the plan was changed for it.",
    "An engineer measured {what} and found that {count} of the old stones had moved since winter.",
    "Whether {what} can stay open meanwhile was left to {who}, who knows the place best.",
    "The insurance paid {sum} euros for the damage at {what}, which was less than was hoped for.",
)


def report(page_count: int, seed: int = 1) -> list[list[str]]:
    """Pages of paragraphs, no two of which are the same; the first of each page is its heading."""
    chance, pages = random.Random(seed), []
    for number in range(1, page_count + 1):
        what = SUBJECTS[(number - 1) % len(SUBJECTS)]
        page, words = [f"{number}. On {what}"], 0
        while words < WORDS_OF_A_PAGE:
            said = [_sentence(chance, what) for _ in range(chance.randint(3, 6))]
            page.append(" ".join(said))
            words += len(page[-1].split())
        pages.append(page)
    return pages


def _sentence(chance: random.Random, what: str) -> str:
    return chance.choice(TEMPLATES).format(
        who=chance.choice(PEOPLE), what=what, sum=f"{chance.randint(100, 99_000):,}",
        month=chance.choice(("March", "April", "May", "June", "July", "August", "September")),
        years=chance.randint(2, 40), count=chance.randint(12, 900),
    )  # fmt: skip


def typeset(pages: list[list[str]]) -> bytes:
    """The pages as a PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    style, out, story = getSampleStyleSheet(), io.BytesIO(), []
    for heading, *paragraphs in pages:
        story.append(Paragraph(heading, style["Heading2"]))
        story += [Paragraph(one, style["BodyText"]) for one in paragraphs]
        story.append(PageBreak())
    SimpleDocTemplate(out, pagesize=A4, topMargin=40, bottomMargin=40).build(story)
    return out.getvalue()


@dataclass
class Counting:
    """A chat engine that adds up what answers cost."""

    chat: Chat
    usages: list[Usage] = field(default_factory=list)

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        for event in self.chat.stream(request, stopped=stopped):
            if isinstance(event, Usage):
                self.usages.append(event)
            yield event

    def count(self, request: ChatRequest) -> int:
        return self.chat.count(request)

    @property
    def evaluated(self) -> int:
        return sum(one.evaluated_tokens for one in self.usages)

    @property
    def written(self) -> int:
        return sum(one.answer_tokens for one in self.usages)

    @property
    def least_s(self) -> tuple[float, float]:
        """Seconds for one token, read and written."""
        read_s = sum(one.reading_s for one in self.usages) / max(self.evaluated, 1)
        return read_s, sum(one.writing_s for one in self.usages) / max(self.written, 1)


class Copying(Counting):
    """Answers with sentences of the text, and counts what a model would have read."""

    def __init__(self, chat: Chat) -> None:
        super().__init__(chat)
        self._known = set[tuple[Message, ...]]()
        self._frame = chat.count(ChatRequest(()))

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        prompt, fixed = self.chat.count(request), request.messages[: request.fixed]
        known = self.chat.count(ChatRequest(fixed)) - self._frame if fixed in self._known else 0
        self._known.add(fixed)
        answer = self._answer(request)
        written = self.chat.count(ChatRequest((Message("user", answer),))) - self._frame
        self.usages.append(Usage(prompt, prompt - known, known, written, 0, 0, 0.0, 0.0))
        yield Token(answer)
        yield self.usages[-1]
        yield Finished("cancelled" if stopped() else "end")

    def _answer(self, request: ChatRequest) -> str:
        asked, rows = request.messages[-1].text, list[str]()
        texts = {int(number): text.replace("> ", "") for number, text in SHOWN.findall(asked)}
        pattern = request.form.pattern if request.form else ""
        for number, words in ASKED.findall(pattern):
            left = [one for one in sentences(texts[int(number)]) if one.startswith(words)]
            rows.append(f"[{number}] {next((one for one in left if one not in rows), words)}")
        return "\n".join(rows)


@dataclass
class Run:
    """What one summary cost."""

    engine: Counting
    wall_s: float = 0.0
    first_s: float = 0.0
    statements: list[Statement] = field(default_factory=list)


def kept(vault: Vault, document: Document, data: bytes) -> int:
    with vault.writer() as conn:
        return library.put(conn, document, Taken.of("/report.pdf", data, keeps=False), NOW)


def summarized(vault: Vault, engine: Counting, number: int) -> Run:
    run, chat = Run(engine), engine.chat
    context = int(chat.condition.about["context"])
    with vault.reader() as conn:
        paper = Paper(tuple(documents.pages(conn, number)), "en")
    notebook = VaultNotebook(vault, number, kind="summary", clock=lambda: NOW)
    writer = Writer(run.engine, chat.name, context, notebook)
    began = time.monotonic()
    for event in summarize(paper, Wish(), writer):
        if isinstance(event, Noted | Statement) and not run.first_s:
            run.first_s = time.monotonic() - began
        if isinstance(event, Statement):
            run.statements.append(event)
    run.wall_s = time.monotonic() - began
    return run


def tokens_of(chat: Chat, document: Document) -> int:
    texts = [page.untrusted_text for page in document.pages]
    alone = chat.count(ChatRequest((Message("user", "a"),))) - 1
    return sum(chat.count(ChatRequest((Message("user", text),))) - alone for text in texts)


def show(what: str, value: float) -> None:
    bound = BOUNDS[what]
    print(f"{what:36} {value:7.3f}  (at most {bound:.2f})  "
          f"{'holds' if value <= bound else 'MISSED'}", flush=True)  # fmt: skip


def cost(vault: Vault, engine: Counting, page_count: int) -> None:
    chat = engine.chat
    data = typeset(report(page_count))
    began = time.monotonic()
    document = read_bytes(data, "report.pdf")
    extraction_s = time.monotonic() - began
    run = summarized(vault, engine, kept(vault, document, data))
    tokens, wall = tokens_of(chat, document), extraction_s + run.wall_s
    print(f"{chat.name}: {page_count} pages, {tokens:,} tokens, {len(run.engine.usages)} requests, "
          f"{run.engine.evaluated:,} evaluated, {run.engine.written:,} written")  # fmt: skip
    for one in run.engine.usages:
        print(f"    prompt {one.prompt_tokens:6} evaluated {one.evaluated_tokens:6} written "
              f"{one.answer_tokens:4}  {one.reading_s:.1f} + {one.writing_s:.1f} s")  # fmt: skip
    for said in run.statements:
        print(f"    – {said.text} {list(said.pages)} {'; '.join(said.unproven)}")
    show("prompt tokens ÷ document tokens", run.engine.evaluated / tokens)
    if isinstance(engine, Copying):
        return
    read_s, write_s = run.engine.least_s
    print(f"{wall:.0f} s; {1 / read_s:.0f} read and {1 / write_s:.1f} written a second")
    allowed = tokens * read_s + run.engine.written * write_s
    show("wall ÷ what its rates allow", wall / allowed)
    show("extraction ÷ wall", extraction_s / wall)
    show("first statement ÷ wall", (extraction_s + run.first_s) / wall)


def after_an_edit(vault: Vault, engine: Counting, chunks: int) -> None:
    """One sentence in the middle of a document of so many pieces is changed."""
    chat = engine.chat
    texts, document, found = report(chunks, seed=2), read_bytes(b"nothing yet", "x.txt"), 0
    while found < chunks:
        texts = report(len(texts) + (chunks - found), seed=2)
        document = read_bytes(typeset(texts), "long.pdf")
        pages = [documents.Page(one.number, "", one.untrusted_text) for one in document.pages]
        found = len(list(pieces.pieces(pages, first=pieces.FIRST_TOKENS)))
    first = summarized(vault, engine, kept(vault, document, b"first")).engine.evaluated
    engine.usages.clear()
    middle = texts[len(texts) // 2]
    middle[2] = f"On 3 May 2031 Ruth Meyer found 77 silver coins. {middle[2]}"
    document = read_bytes(typeset(texts), "long.pdf")
    again = summarized(vault, engine, kept(vault, document, b"again")).engine.evaluated
    print(f"{chat.name}: {len(texts)} pages in {found} pieces; {first:,} tokens, "
          f"after an edit {again:,} in {len(engine.usages)} requests")  # fmt: skip
    show("tokens after an edit ÷ first run", again / first)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", default=WEIGHTS)
    parser.add_argument("--tokens", action="store_true", help="count only")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--chunks", type=int, default=20, help="0 leaves this part out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, engines.opened(paths.find()) as here:
        places = Places.of(Path(folder, "vault"), Path(folder, "elsewhere"))
        vault, _recovery = Vault.create(places, "only for this run", NOW, Cost())
        chat = here.chat(arguments.weights)
        list(chat.load())
        making = Copying if arguments.tokens else Counting
        if arguments.pages:
            cost(vault, making(chat), arguments.pages)
        if arguments.chunks:
            after_an_edit(vault, making(chat), arguments.chunks)
        vault.close()


if __name__ == "__main__":
    main()
