"""Whether summaries can be trusted: `.venv/bin/python -m benchmarks.faithfulness`
with `--weights NAME`, `--count N` documents, `--length short|full`, `--show` for every statement.

Documents with planted facts (`planted.py`) are read, put into a vault and summarized as in use.
Prints which of the facts that a summary should hold it does hold, unaltered; whether it names the
page of each; and which names, numbers and dates of its statements the document does not have, and
whether they were marked. What the document has is told from the words that were planted, not by the
code that marks.
"""

import argparse
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents import NOW, WEIGHTS
from benchmarks.planted import Planted, documents, says
from desktop import engines, paths
from desktop.summaries import events
from inference.engines.local import Chat
from inference.engines.protocols import never
from inference.reading import library
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from inference.summarizing.summary import Statement
from inference.summarizing.wish import Length, Wish
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+\b|\b[A-Z]{2,}[\w-]*")
"a word with a capital that begins no sentence"
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COUNTED = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


@dataclass
class Tally:
    """What came of all documents."""

    wanted: int = 0
    held: int = 0
    cited: int = 0
    rightly: int = 0
    statements: int = 0
    marked: int = 0
    wrongly_marked: int = 0
    invented: list[str] = field(default_factory=list)
    "and not marked"
    lost: list[str] = field(default_factory=list)


def made_up(statement: str, text: str) -> list[str]:
    """Names and numbers of a statement that its document does not have anywhere."""
    plain, said = text.replace(",", ""), statement.replace(",", "")
    words = set(re.findall(r"[\w-]+", plain.lower()))
    absent = [one for one in _NAME.findall(said)
              if one.lower() not in words and not _is_month(one, plain)]  # fmt: skip
    numbers = {one.strip(".") for one in _NUMBER.findall(plain)}
    for one in _NUMBER.findall(said):
        counted = int(one) - 2 if one.isdecimal() else -1
        spelled = 0 <= counted < len(_COUNTED) and _COUNTED[counted] in words
        if one not in numbers and one.strip("0") not in numbers and not spelled:
            absent.append(one)
    return absent


def _is_month(word: str, text: str) -> bool:
    return any(month.startswith(word) for month in re.findall(r"[A-Z][a-z]+", text))


def holds(statement: Statement, wanted: str) -> bool:
    return says(statement.text, wanted)


def judge(one: Planted, said: list[Statement], tally: Tally) -> None:
    text = f"{one.title}\n" + "\n".join(one.pages)
    has_pages = not one.name.endswith(".md")
    for _page, wanted in one.told:
        with_it = [each for each in said if holds(each, wanted)]
        tally.wanted += 1
        tally.held += bool(with_it)
        if not with_it:
            tally.lost.append(f"{one.name}: {wanted}")
    for each in said:
        tally.statements += 1
        tally.marked += bool(each.unproven)
        absent = made_up(each.text, text)
        if each.unproven and not absent:
            tally.wrongly_marked += 1
            print(f"    marked: {each.text} {list(each.unproven)}")
        if absent and not each.unproven:
            tally.invented.append(f"{one.name}: {each.text} ({'; '.join(absent)})")
        if has_pages:
            _judge_pages(one, each, tally)


def _judge_pages(one: Planted, said: Statement, tally: Tally) -> None:
    """Whether a statement that holds what stands on one page only names that page."""
    facts = [(page, wanted) for page, wanted in one.told]
    facts += [(fact.page, wanted) for fact in one.facts for wanted in fact.wanted]
    where = set[int]()
    for _, wanted in facts:
        pages = [at for at, text in enumerate(one.pages, 1) if says(text, wanted)]
        if len(pages) == 1 and holds(said, wanted):
            where.update(pages)
    if where:
        tally.cited += 1
        tally.rightly += bool(where & set(said.pages))
        if not where & set(said.pages):
            print(f"    page {sorted(where)} and not {list(said.pages)}: {said.text}")


def summary(vault: Vault, chat: Chat, one: Planted, wish: Wish) -> list[Statement]:
    document = read_bytes(one.data, one.name)
    with vault.writer() as conn:
        number = library.put(conn, document, Taken.of(one.name, one.data, keeps=False), NOW)
    found = events(vault, chat, number, wish, never)
    return [each for each in found if isinstance(each, Statement)]


def show(what: str, right: int, of: int, least: float) -> None:
    share = right / max(of, 1)
    print(f"{what:44} {right:4} of {of:4}  {share:6.1%}  "
          f"{'holds' if share >= least else 'MISSED'} (at least {least:.0%})")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", default=WEIGHTS)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--length", default=Length.SHORT.value)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    tally, wish, began = Tally(), Wish(length=Length(arguments.length)), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, engines.opened(paths.find()) as here:
        places = Places.of(Path(folder, "vault"), Path(folder, "elsewhere"))
        vault, _recovery = Vault.create(places, "only for this run", NOW, Cost())
        chat = here.chat(arguments.weights)
        list(chat.load())
        for one in documents(arguments.count):
            print(f"{one.name}  {time.monotonic() - began:.0f} s", flush=True)
            said = summary(vault, chat, one, wish)
            for each in said * arguments.show:
                print(f"    – {each.text} {list(each.pages)} {'; '.join(each.unproven)}")
            judge(one, said, tally)
            print(f"    so far: {tally.held} of {tally.wanted} facts, {tally.rightly} of "
                  f"{tally.cited} pages, {len(tally.invented)} invented", flush=True)  # fmt: skip
        vault.close()
    print(f"{arguments.weights}, {arguments.count} documents, {tally.statements} statements, "
          f"{tally.marked} marked, {tally.wrongly_marked} of them wrongly")  # fmt: skip
    show("facts that are there, unaltered", tally.held, tally.wanted, 0.90)
    show("statements that name the right page", tally.rightly, tally.cited, 0.95)
    print(f"invented and not marked: {len(tally.invented)}")
    for line in [*tally.invented, *(f"not there: {lost}" for lost in tally.lost)]:
        print(f"    {line}")


if __name__ == "__main__":
    main()
