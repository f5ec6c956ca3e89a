"""A lived-in vault for pictures and for trying things out: everything in it is made up.

`fill` writes as Tacit itself does: what is said is learned from, what is done goes through the
gate, so that sources, history, undo and the log are as in a real vault. Nobody in it exists.

`python packaging/demo.py FOLDER` makes a home with it; the passphrase is on the screen afterwards.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import demo_life as life  # noqa: E402 - the path is set above where this is run as a program

from inference import learning  # noqa: E402
from inference.agents import journal  # noqa: E402
from inference.agents.journal import Journal, Phase  # noqa: E402
from inference.agents.plan import Act, Kept, Think  # noqa: E402
from inference.guard import AGENT, OWNER, SCHEDULE, Guard  # noqa: E402
from inference.memory import keeping  # noqa: E402
from inference.memory.keeping import Heard  # noqa: E402
from inference.memory.proposals import GUESS, Proposal  # noqa: E402
from inference.tools import catalog  # noqa: E402
from inference.tools.base import MODEL, Argument, Call, Desk, by_owner  # noqa: E402
from inference.tools.errors import ApprovalNeeded  # noqa: E402
from vault import (  # noqa: E402
    conversations,
    documents,
    items,
    memories,
    runs,
    search,
    watched,
)
from vault.connection import WriteConn  # noqa: E402
from vault.conversations import Message, Said, Speaker  # noqa: E402
from vault.documents import NewDocument  # noqa: E402
from vault.items import Origin, Passage, Sensitivity, Source  # noqa: E402
from vault.memories import Fact, NewMemory, State, Tier  # noqa: E402
from vault.places import Places  # noqa: E402
from vault.runs import RunState  # noqa: E402
from vault.vault import Vault  # noqa: E402

ZONE = ZoneInfo("Europe/Lisbon")
PASSPHRASE = "seven quiet lighthouses at dusk"  # noqa: S105 - of a vault that anybody may open


@dataclass(frozen=True)
class _Life:
    """Somebody's last weeks, as they are written down."""

    conn: WriteConn
    guard: Guard
    now: datetime
    zone: tzinfo

    def at(self, days_ago: float, hour: float = 9.0) -> datetime:
        """That hour of a day; never later than now."""
        day = (self.now.astimezone(self.zone) - timedelta(days=days_ago)).date()
        moment = datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(hours=hour)
        return min(moment, self.now.astimezone(self.zone))

    def ahead(self, days: float, hour: float) -> str:
        """That hour of a day to come, as tools take it."""
        day = (self.now.astimezone(self.zone) + timedelta(days=days)).date()
        moment = datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(hours=hour)
        return moment.isoformat()

    def desk(self, when: datetime) -> Desk:
        return Desk(self.conn, when, lambda query: search.search(self.conn, query, when))

    def do(self, when: datetime, tool: str, arguments: Mapping[str, Argument]) -> None:
        self.guard.carry_out(self.desk(when), by_owner(tool, **arguments), asker=OWNER)


def fill(vault: Vault, now: datetime) -> None:
    """Fill an open, empty vault with a few months of somebody's life, up to now."""
    with vault.writer() as conn:
        one = _Life(conn, Guard(catalog.BY_NAME, catalog.EXACT), now, ZONE)
        _profile(one)
        _conversations(one)
        papers = _documents(one)
        _memories(one, papers)
        _corrections(one)
        _notes(one)
        _tasks(one)
        _reminders(one)
        _runs(one)
        _approvals(one)
        vault.anchor_now(conn)


def _profile(one: _Life) -> None:
    for days_ago, key, value in life.PROFILE:
        one.do(one.at(days_ago, 10), "set_profile", {"key": key, "value": value})


def _conversations(one: _Life) -> None:
    for talk in life.TALKS:
        when = one.at(talk.days_ago, talk.hour)
        number = conversations.begin(one.conn, talk.title, when, is_private=talk.is_private)
        for message in _said(one, number, talk, when):
            if message.speaker is Speaker.OWNER and not talk.is_private:
                learning.learn(one.desk(message.happened), message)
        conversations.pin(one.conn, [number], is_pinned=talk.is_pinned)
        conversations.archive(one.conn, [number], is_archived=talk.is_archived)


def _said(one: _Life, number: int, talk: life.Talk, when: datetime) -> Iterator[Message]:
    last: int | None = None
    for place, text in enumerate(talk.lines):
        speaker = Speaker.ASSISTANT if place % 2 else Speaker.OWNER
        at = min(when + timedelta(minutes=place), one.now)
        last = conversations.say(one.conn, number, Said(speaker, text, last), at)
        yield Message(last, number, None, speaker, text, at)


def _documents(one: _Life) -> dict[str, int]:
    """The papers, each under its name."""
    found = {}
    for days_ago, title, pages in life.PAPERS:
        path, sha256 = f"/home/nora/Documents/{title}", hashlib.sha256(title.encode()).hexdigest()
        new = NewDocument(
            title, "application/pdf", sha256, Source(Origin.FILE, path), one.at(days_ago, 16),
            pages, [Passage(text, number) for number, text in enumerate(pages, start=1)],
        )  # fmt: skip
        found[title] = documents.add(one.conn, new, one.at(days_ago, 16))
        seen = watched.File(path, found[title], None, sha256, watched.Stamp(90_000, 0), "", None)
        with one.conn.transaction():
            watched.put(one.conn, seen)
    return found


def _memories(one: _Life, papers: Mapping[str, int]) -> None:
    for days_ago, text, more in life.MEMORIES:
        number = _memory(one, days_ago, text, more)
        items.mark_used(one.conn, [number], one.at(days_ago / 3, 11))
    for when, paper, text, fact in life.FROM_PAPERS:
        source = Source(Origin.FILE, f"/home/nora/Documents/{paper}")
        _propose(one, when, Fact(text, *fact), Heard(source, papers[paper]))
    for when, text, fact in life.GUESSES:
        _propose(one, when, Fact(text, *fact), Heard())
    kept = memories.proposed(one.conn)
    for memory in kept[: life.KEPT_OF_PROPOSED]:
        keeping.accept(one.conn, memory.id, one.at(3, 18))


def _memory(one: _Life, days_ago: float, text: str, more: life.More) -> int:
    when = one.at(days_ago, 14)
    new = NewMemory(
        Tier(more.tier), Fact(text, more.subject or "owner", more.predicate or "note", more.object),
        Source(Origin(more.origin), more.ref), when, more.confidence, State.KEPT,
        Sensitivity(more.sensitivity),
        one.at(-more.expires_in, 20) if more.expires_in < 0 else _later(one, more.expires_in),
    )  # fmt: skip
    return memories.remember(one.conn, new, when)


def _later(one: _Life, days: float) -> datetime | None:
    return one.now + timedelta(days=days) if days else None


def _propose(one: _Life, days_ago: float, fact: Fact, heard: Heard) -> None:
    names = tuple(("person", name) for name in life.PEOPLE if name in fact.text)
    found = Proposal(fact, confidence=GUESS, names=names)
    keeping.keep(one.conn, [found], heard, one.at(days_ago, 17))


def _corrections(one: _Life) -> None:
    for days_ago, old, new in life.CORRECTIONS:
        one.do(one.at(days_ago, 12), "correct", {"old": old, "new": new})


def _notes(one: _Life) -> None:
    for days_ago, title, text in life.NOTES:
        one.do(one.at(days_ago, 15), "create_note", {"text": text, "title": title})


def _tasks(one: _Life) -> None:
    for task in life.TASKS:
        arguments: dict[str, Argument] = {"title": task.title, "list": task.list}
        arguments["importance"] = task.importance
        if task.due is not None:
            day = one.ahead(task.due, 0)[: len("2026-11-24")]
            arguments["due"] = one.ahead(task.due, task.hour) if task.hour else day
        if task.minutes:
            arguments["minutes"] = task.minutes
        if task.repeats:
            arguments["repeats"] = task.repeats
        one.do(one.at(task.made, 9), "create_task", arguments)
        if task.done is not None:
            one.do(one.at(task.done, 17), "complete_task", {"task": task.title})
    for days, what in life.WAITED_FOR:
        one.do(one.at(days, 11), "wait_for", {"what": what})


def _reminders(one: _Life) -> None:
    for text, days, hour, repeats in life.REMINDERS:
        arguments: dict[str, Argument] = {"text": text, "at": one.ahead(days, hour)}
        if repeats:
            arguments["repeats"] = repeats
        one.do(one.at(1, 9), "set_reminder", arguments)


def _runs(one: _Life) -> None:
    """Pieces of work that were given to Tacit: two that are over, one that is planned."""
    for days_ago, goal, steps, state in life.WORK:
        when = one.at(days_ago, 8)
        number = runs.begin(one.conn, journal.AGENT, goal, Source(Origin.OWNER), when)
        plan = tuple(
            Think(said) if tool is None else Act(Call(tool, {"query": said}, {"query": _OWN}))
            for tool, said, _came in steps
        )
        is_over = state is not RunState.WAITING
        for place, (_tool, _said, came) in enumerate(steps, start=1):
            if is_over and came:
                kept = (journal.as_row(Kept(came)), ())
                runs.keep_step(one.conn, number, place, kept, when + timedelta(minutes=place))
        kept_run = runs.get(one.conn, number)
        phase = Phase.OVER if is_over else Phase.PLANNED
        ended = runs.Run(number, kept_run.agent, goal, state, kept_run.journal)
        journal.save(one.conn, ended, Journal(plan, phase), when + timedelta(minutes=9))


_OWN = Source(Origin.OWNER)


def _approvals(one: _Life) -> None:
    for hours_ago, tool, asker, arguments in life.QUESTIONS:
        when = one.now.astimezone(one.zone) - timedelta(hours=hours_ago)
        given = {
            name: one.ahead(*value) if isinstance(value, tuple) else value
            for name, value in arguments.items()
        }
        call = Call(tool, given, dict.fromkeys(given, MODEL))
        try:
            who = {"agent": AGENT, "schedule": SCHEDULE}[asker]
            one.guard.carry_out(one.desk(when), call, asker=who)
        except ApprovalNeeded:
            continue
        raise AssertionError(f"{tool} did not ask")


def main(folder: Path) -> None:
    """A home that `TACIT_HOME=folder` opens."""
    from desktop import paths

    places = paths.find({"TACIT_HOME": str(folder)}).prepare()
    now = datetime.now(UTC)
    vault, _key = Vault.create(Places.of(places.data, places.config), PASSPHRASE, now)
    fill(vault, now)
    vault.close()
    print(f"Open it with TACIT_HOME={folder}. Passphrase: {PASSPHRASE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
