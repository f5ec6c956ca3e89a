"""Whether Tacit's memory holds over a month: `.venv/bin/python -m benchmarks.memory`
with `--words` to search by words only, `--weights NAME` for another embedder, `--misses` to list.

Plays `benchmarks/data/memory.txt`, written by hand: facts stated, changed, corrected and forgotten,
said in private, and much that is worth nothing, over thirty days of conversations. Then asks for
every fact that still holds, looks for the old value of every fact that changed, and for each
forgotten or private word in every column of the vault.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inference import person
from inference.memory import consolidating, forgetting, gather, keeping, rules
from inference.memory.gather import Context, Wanted
from inference.memory.keeping import Heard
from inference.tools import memory
from inference.tools.base import Desk
from vault import conversations, embedding, migrate, search
from vault.connection import ReadConn, WriteConn, open_writer
from vault.conversations import Message, Said, Speaker
from vault.index import Index
from vault.search import Embedder, Hit, Query
from vault.vectors import Vectors

SCRIPT = Path(__file__).parent / "data" / "memory.txt"
FIRST = datetime(2026, 3, 1, 8, tzinfo=UTC)
WEIGHTS = "minilm-l6-v2-int8"
BUDGET = 600
"tokens of context; a token is some four characters"
TOP = 3
PRIVATE = re.compile(r"\b[A-Z][\w-]{7,}\b|\d{4,}|vertigonia")
"words that are said in private only"


@dataclass(frozen=True)
class Question:
    """What is asked in the end, what must be found, and what must not."""

    text: str
    wanted: str
    unwanted: str = ""


@dataclass(frozen=True)
class Turn:
    """Something that the owner says or does."""

    kind: str
    text: str
    day: int


@dataclass(frozen=True)
class Script:
    """The month, and what must be so after it."""

    turns: tuple[Turn, ...]
    questions: tuple[Question, ...]
    gone: tuple[str, ...]

    @property
    def private_words(self) -> tuple[str, ...]:
        """Those that stand in no other turn."""
        others = " ".join(one.text for one in self.turns if one.kind != "private").lower()
        said = [one.text for one in self.turns if one.kind == "private"]
        words = dict.fromkeys(word for text in said for word in PRIVATE.findall(text))
        return tuple(word for word in words if word.lower() not in others)


@dataclass
class Found:
    """What came of it."""

    asked: int = 0
    recalled: int = 0
    gathered: int = 0
    stale: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    kept: int = 0
    proposed: int = 0

    @property
    def recall_at_3(self) -> float:
        return self.recalled / self.asked

    @property
    def in_context(self) -> float:
        return self.gathered / self.asked


def read(path: Path = SCRIPT) -> Script:
    turns: list[Turn] = []
    questions: list[Question] = []
    gone: list[str] = []
    day = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.strip().partition(" ")
        if kind == "day":
            day = int(text)
        elif kind == "ask":
            asked, _, rest = text.partition(" > ")
            wanted, _, unwanted = rest.partition(" ! ")
            questions.append(Question(asked, wanted, unwanted))
        elif kind == "gone":
            gone.append(text)
        elif kind in ("say", "private", "question", "correct", "forget"):
            turns.append(Turn(kind, text, day))
    return Script(tuple(turns), tuple(questions), tuple(gone))


class Month:
    """A vault through a month of turns."""

    def __init__(self, conn: WriteConn, embedder: Embedder | None) -> None:
        self.conn = conn
        self.now = FIRST
        self._embedder = embedder
        self._index: Index | None = None
        self._asked: tuple[str, Vectors] | None = None
        self._day = 0
        self._talk = 0
        self._last: int | None = None

    @property
    def desk(self) -> Desk:
        return Desk(self.conn, self.now, self.find)

    def find(self, query: Query) -> list[Hit]:
        if self._embedder is None:
            return search.search(self.conn, query, self.now)
        if self._asked is None or self._asked[0] != query.text:
            self._asked = query.text, self._embedder.embed([query.text])[0]
        return search.search(self.conn, query, self.now, self._index, self._asked[1])

    def play(self, turns: tuple[Turn, ...]) -> None:
        private: list[Message] = []
        for turn in turns:
            if turn.day != self._day:
                self._dawn(turn.day)
                private = []
            self.now += timedelta(minutes=7)
            getattr(self, f"_{turn.kind}")(turn.text, private)
            self._catch_up()

    def gather(self, text: str, **more: object) -> Context:
        wanted = Wanted(text, BUDGET, lambda said: len(said) // 4 + 1, **more)  # type: ignore[arg-type]
        return gather.gather(self.desk, wanted)

    def _dawn(self, day: int) -> None:
        """A new day, a new conversation; at night the memory is tidied."""
        consolidating.consolidate(self.conn, self.now)
        self._day, self.now = day, FIRST + timedelta(days=day)
        self._talk, self._last = conversations.begin(self.conn, "", self.now), None

    def _write(self, speaker: Speaker, text: str) -> int:
        said = Said(speaker, text, self._last)
        self._last = conversations.say(self.conn, self._talk, said, self.now)
        return self._last

    def _branch(self) -> list[Message]:
        return conversations.branch(self.conn, self._last) if self._last else []

    def _say(self, text: str, _private: list[Message]) -> None:
        self.gather(text, branch=self._branch())
        message = self._write(Speaker.OWNER, text)
        found = rules.propose(text, self.now)
        keeping.keep(self.conn, found, Heard(message=message), self.now)
        self._write(Speaker.ASSISTANT, "All right.")

    def _question(self, text: str, _private: list[Message]) -> None:
        """The answer says the best that is found once more."""
        best = gather.recalled(self.desk, text, 1)
        self._write(Speaker.OWNER, text)
        self._write(Speaker.ASSISTANT, best[0].fact.text if best else "I do not know.")

    def _private(self, text: str, private: list[Message]) -> None:
        """Memory is read, nothing is written; the conversation itself is never in the vault."""
        self.gather(text, branch=private, is_private=True)
        heard = Heard(is_private=True)
        keeping.keep(self.conn, rules.propose(text, self.now), heard, self.now)
        private.append(Message(-len(private) - 1, 0, None, Speaker.OWNER, text, self.now))

    def _correct(self, text: str, _private: list[Message]) -> None:
        old, _, new = text.partition(" > ")
        self._write(Speaker.OWNER, f"That is wrong: {new}")
        memory.correct.run(self.desk, {"old": old, "new": new})

    def _forget(self, text: str, _private: list[Message]) -> None:
        self._write(Speaker.OWNER, forgetting.INSTEAD)
        what = forgetting.plan(self.desk, text).target
        memory.forget.run(self.desk, {"what": what})
        if self._last and not conversations.messages(self.conn, self._talk):
            self._last = None

    def _catch_up(self) -> None:
        if self._embedder is None:
            return
        embedding.catch_up(self.conn, self._embedder, self._index)
        if self._index is None:
            self._index = Index.load(self.conn)


def places(conn: ReadConn, words: str) -> Iterator[str]:
    """The columns of the vault that hold these words, in any case."""
    tables = conn.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for table in tables:
        if table.startswith(("sqlite_", "passage_words", "passage_terms")):
            continue
        for column in [row[1] for row in conn.rows(f'PRAGMA table_info("{table}")')]:
            sql = f'SELECT 1 FROM "{table}" WHERE instr(lower(CAST("{column}" AS TEXT)), ?) LIMIT 1'
            if conn.value(sql, (words.lower(),)):
                yield f"{table}.{column}"


def look(month: Month, script: Script) -> Found:
    """Ask everything, and search the vault for what must not be in it."""
    found = Found(asked=len(script.questions))
    for asked in script.questions:
        memories = [one.fact.text for one in gather.recalled(month.desk, asked.text, TOP)]
        texts = [one.text for one in month.gather(asked.text).remembered]
        is_recalled = asked.wanted.lower() in " ".join(memories).lower()
        found.recalled += is_recalled
        found.gathered += asked.wanted.lower() in " ".join(texts).lower()
        if not is_recalled:
            found.misses.append(f"{asked.text} > {asked.wanted}: {memories}")
        if asked.unwanted and asked.unwanted.lower() in " ".join([*memories, *texts]).lower():
            found.stale.append(f"{asked.text} ! {asked.unwanted}: {memories} {texts}")
    for words in (*script.gone, *script.private_words):
        found.left += [f"{words}: {place}" for place in places(month.conn, words)]
        said = [one.fact.text for one in gather.recalled(month.desk, words)]
        said += [one.text for one in month.gather(words).pieces]
        said += [hit.text for hit in month.find(Query(words, most=50))]
        said += [str(value) for value in person.everything(month.conn).values()]
        found.left += [f"{words}: “{text}”" for text in said if words.lower() in text.lower()]
    found.kept = int(month.conn.value("SELECT count(*) FROM memory WHERE state = 'kept'"))
    found.proposed = int(month.conn.value("SELECT count(*) FROM memory WHERE state = 'proposed'"))
    return found


def run(folder: Path, embedder: Embedder | None, script: Script) -> Found:
    with open_writer(folder / "month.db", bytes(32)) as conn:
        migrate.migrate(conn, lambda: folder)
        month = Month(conn, embedder)
        month.play(script.turns)
        month.now += timedelta(hours=1)
        return look(month, script)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true", help="search by words only")
    parser.add_argument("--weights", default=WEIGHTS, help="which embedder")
    parser.add_argument("--misses", action="store_true", help="list what was not found")
    args = parser.parse_args()
    script = read()
    with tempfile.TemporaryDirectory() as name:
        if args.words:
            found = run(Path(name), None, script)
        else:
            from desktop import engines, paths

            with engines.opened(paths.find()) as here:
                found = run(Path(name), here.embedder(args.weights), script)
    days = script.turns[-1].day
    private = sum(one.kind == "private" for one in script.turns)
    print(f"{len(script.turns)} turns over {days} days, {private} of them private; "
          f"{found.kept} memories kept, {found.proposed} proposed")  # fmt: skip
    print(f"stated facts recalled, hit@{TOP}   {found.recall_at_3:.3f} of {found.asked}")
    print(f"in the context of {BUDGET} tokens     {found.in_context:.3f}")
    changed = sum(bool(one.unwanted) for one in script.questions)
    print(f"changed facts with the old value  {len(found.stale)} of {changed}")
    forgotten = len(script.gone) + len(script.private_words)
    print(f"forgotten or private left behind  {len(found.left)} places of {forgotten} words")
    for line in [*found.stale, *found.left, *(found.misses if args.misses else ())]:
        print(f"  {line}")


if __name__ == "__main__":
    main()
