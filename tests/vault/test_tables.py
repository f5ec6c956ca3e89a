"""Every kind of thing is remembered, read back and changed as its owner would expect."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.vault.conftest import NOW
from vault import (
    conversations,
    documents,
    entities,
    fields,
    items,
    memories,
    notes,
    profile,
    reminders,
    runs,
    search,
    tasks,
    traces,
)
from vault.connection import WriteConn
from vault.conversations import Said, Speaker
from vault.documents import NewDocument
from vault.errors import NotThere
from vault.items import Kind, NewItem, Origin, Passage, Sensitivity, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.reminders import NewReminder, ReminderState
from vault.runs import Answer, Run, RunState, Wish
from vault.search import Query
from vault.tasks import Due, NewTask, Series, TaskState

OWNER = Source(Origin.OWNER)
LATER = NOW + timedelta(hours=1)


def memory(text: str, **more: object) -> NewMemory:
    return NewMemory(Tier.SEMANTIC, Fact(text, "owner", "lives in", text), OWNER, NOW, **more)  # type: ignore[arg-type]


def test_moments_survive_to_the_microsecond() -> None:
    for moment in (
        NOW,
        datetime(1969, 7, 20, 20, 17, 40, 123456, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ):
        assert items.from_us(items.to_us(moment)) == moment
    with pytest.raises(ValueError, match="zone"):
        items.to_us(datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_item_says_where_it_is_from_and_what_it_is_about(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana")
    new = NewItem(Kind.MEMORY, Source(Origin.FILE, "/x/y.pdf"), NOW, sensitivity=Sensitivity.SECRET,
                  about=(ana,))  # fmt: skip
    number = items.add(conn, new, LATER, [Passage("text")])
    item = items.get(conn, number)
    assert (item.source, item.happened, item.created) == (new.source, NOW, LATER)
    assert item.sensitivity is Sensitivity.SECRET
    assert item.used is None
    items.mark_used(conn, [number], LATER)
    assert (items.get(conn, number).uses, items.get(conn, number).used) == (1, LATER)
    assert entities.about(conn, ana) == [number]
    with pytest.raises(NotThere):
        items.get(conn, 999)


def test_conversations_with_branches(conn: WriteConn) -> None:
    talk = conversations.begin(conn, "Dentist", NOW)
    ask = conversations.say(conn, talk, Said(Speaker.OWNER, "When?"), NOW)
    one = conversations.say(conn, talk, Said(Speaker.ASSISTANT, "At nine.", ask), NOW)
    two = conversations.say(conn, talk, Said(Speaker.ASSISTANT, "At ten.", ask), LATER)
    assert [m.text for m in conversations.branch(conn, one)] == ["When?", "At nine."]
    assert [m.text for m in conversations.branch(conn, two)] == ["When?", "At ten."]
    assert len(conversations.messages(conn, talk)) == 3
    assert conversations.get(conn, talk).happened == LATER
    conversations.rename(conn, talk, "Teeth")
    conversations.pin(conn, [talk], is_pinned=True)
    other = conversations.begin(conn, "Later", LATER + timedelta(hours=1))
    assert [c.id for c in conversations.recent(conn)] == [talk, other]
    conversations.archive(conn, [talk], is_archived=True)
    assert [c.id for c in conversations.recent(conn)] == [other]
    number = conversations.attach(conn, one, "x.txt", "text/plain", b"\0bytes")
    assert conversations.attachments(conn, one) == [(number, "x.txt", "text/plain")]
    assert conversations.attached(conn, number) == b"\0bytes"


def test_a_memory_that_turned_out_otherwise_keeps_its_history(conn: WriteConn) -> None:
    old = memories.remember(conn, memory("Lisbon"), NOW)
    new = memories.correct(conn, old, Fact("Porto", "owner", "lives in", "Porto"), LATER)
    assert [m.id for m in memories.known(conn, LATER)] == [new]
    ended = memories.get(conn, old)
    assert (ended.state, ended.ended, ended.replaced_by) == (State.ENDED, LATER, new)
    assert [m.fact.object for m in memories.about(conn, "owner", "lives in")] == ["Porto", "Lisbon"]


def test_proposed_memories_wait_for_a_word(conn: WriteConn) -> None:
    number = memories.remember(conn, memory("Porto", state=State.PROPOSED), NOW)
    assert memories.known(conn, NOW) == []
    assert [m.id for m in memories.proposed(conn)] == [number]
    memories.keep(conn, number)
    assert [m.id for m in memories.known(conn, NOW, Tier.SEMANTIC)] == [number]
    assert memories.known(conn, NOW, Tier.PREFERENCE) == []


def test_memories_that_expire_are_forgotten(conn: WriteConn) -> None:
    number = memories.remember(conn, memory("a code", expires=LATER), NOW)
    assert [m.id for m in memories.known(conn, NOW)] == [number]
    assert memories.known(conn, LATER) == []
    assert memories.drop_expired(conn, NOW) == 0
    assert memories.drop_expired(conn, LATER) == 1
    with pytest.raises(NotThere):
        memories.get(conn, number)


def test_people_are_known_by_any_spelling_and_are_related(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana  Müller")
    assert entities.know(conn, "person", "ana muller") == ana
    assert entities.know(conn, "place", "Ana Müller") != ana
    firm = entities.know(conn, "company", "Miller & Co")
    fact = entities.relate(conn, (ana, firm), "works at", OWNER, NOW)
    (relation,) = entities.relations(conn, firm)
    assert (relation.subject.name, relation.predicate) == ("Ana  Müller", "works at")
    entities.end_relation(conn, fact, LATER)
    assert entities.relations(conn, ana) == []
    items.delete(conn, [fact])
    assert entities.find(conn, "Miller & Co") == []


def test_documents_pages_and_summaries(conn: WriteConn) -> None:
    new = NewDocument("Lease", "application/pdf", "ab" * 32, Source(Origin.FILE, "/lease.pdf"), NOW,
                      ["page one", "page two"], [Passage("page one", 1), Passage("page two", 2)],
                      b"%PDF")  # fmt: skip
    number = documents.add(conn, new, NOW)
    assert documents.with_contents(conn, "ab" * 32) == [documents.get(conn, number)]
    assert documents.page(conn, number, 2) == "page two"
    assert documents.original(conn, number) == b"%PDF"
    with pytest.raises(NotThere):
        documents.page(conn, number, 3)
    what = ("short", "hash")
    assert documents.summary(conn, number, what) is None
    documents.keep_summary(conn, number, what, "A lease.", NOW)
    assert documents.summary(conn, number, what) == "A lease."
    assert documents.any_summary(conn, what) == "A lease."
    assert documents.any_summary(conn, (what[0], "another hash")) is None


def test_the_profile_keeps_all_that_ever_held(conn: WriteConn) -> None:
    profile.put(conn, "work.hours.start", "09:00", NOW)
    profile.put(conn, "work.hours.start", "10:00", LATER)
    profile.put(conn, "work.zone", "Europe/Lisbon", NOW)
    profile.put(conn, "name", "Ünïcode ☂", NOW)
    assert profile.get(conn, "work.hours.start") == "10:00"
    assert profile.below(conn, "work") == {
        "work.hours.start": "10:00",
        "work.zone": "Europe/Lisbon",
    }
    assert [e.value for e in profile.history(conn, "work.hours.start")] == ["09:00", "10:00"]
    profile.put(conn, "name", None, LATER)
    assert profile.get(conn, "name", "nobody") == "nobody"
    assert "name" not in profile.below(conn)
    assert profile.forget(conn, "work.hours") == 2
    assert profile.get(conn, "work.zone") == "Europe/Lisbon"
    for key in ("", "Work", "a..b", "a b", ".a"):
        with pytest.raises(ValueError, match="key"):
            profile.put(conn, key, 1, NOW)
    profile.put_setting(conn, "voice.rate", 1.2)
    assert profile.setting(conn, "voice.rate") == 1.2
    assert profile.setting(conn, "nothing", 3) == 3


def test_tasks_in_the_order_of_their_urgency(conn: WriteConn) -> None:
    later = tasks.add(conn, NewTask("later", OWNER, due=Due(LATER)), NOW)
    never = tasks.add(conn, NewTask("whenever", OWNER), NOW)
    soon = tasks.add(conn, NewTask("soon", OWNER, due=Due(NOW), notes="bring keys"), NOW)
    assert [t.id for t in tasks.open_tasks(conn)] == [soon, later, never]
    tasks.move(conn, soon, TaskState.DONE, LATER)
    assert tasks.get(conn, soon).done == LATER
    tasks.postpone(conn, later, None)
    assert [t.id for t in tasks.open_tasks(conn)] == [later, never]


def test_a_day_stays_a_day_and_done_is_the_last_first(conn: WriteConn) -> None:
    due = Due(NOW, "Europe/Berlin", NOW.date())
    series = Series("FREQ=DAILY", NOW)
    one = tasks.add(conn, NewTask("one", OWNER, due=due, series=series, minutes=5), NOW)
    task = tasks.get(conn, one)
    assert (task.due, task.series, task.priority, task.minutes) == (due, series, tasks.NORMAL, 5)
    two = tasks.add(conn, NewTask("two", OWNER), NOW)
    tasks.move(conn, one, TaskState.DONE, NOW)
    tasks.move(conn, two, TaskState.DONE, LATER)
    assert [t.id for t in tasks.done_tasks(conn, NOW)] == [two, one]
    assert [t.id for t in tasks.done_tasks(conn, LATER)] == [two]
    tasks.move(conn, one, TaskState.OPEN, LATER)
    assert tasks.get(conn, one).done is None


def test_reminders_once_and_again(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("water the plants", OWNER), NOW)
    once = reminders.add(conn, task, NewReminder(NOW))
    weekly = reminders.add(conn, task, NewReminder(NOW, series=Series("FREQ=WEEKLY")))
    assert [r.id for r in reminders.due(conn, NOW)] == [once, weekly]
    assert reminders.next_due(conn) == NOW
    reminders.mark_said(conn, once, NOW)
    reminders.mark_said(conn, weekly, NOW, NOW + timedelta(days=7))
    assert reminders.get(conn, once).state is ReminderState.ANNOUNCED
    assert reminders.get(conn, weekly).said == NOW
    assert reminders.get(conn, weekly).series.first == NOW
    assert reminders.due(conn, LATER) == []
    assert [r.id for r in reminders.due(conn, NOW + timedelta(days=8))] == [weekly]
    reminders.snooze(conn, once, LATER)
    assert reminders.next_due(conn) == LATER
    reminders.settle(conn, once)
    tasks.move(conn, task, TaskState.DROPPED, NOW)
    assert reminders.next_due(conn) is None


def test_a_reminder_says_the_title_of_its_task_or_its_own_text(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("call Ana", OWNER), NOW)
    reminders.add(conn, task, NewReminder(NOW))
    reminders.add(conn, task, NewReminder(NOW, text="bring the lease"))
    alone = reminders.add_alone(conn, NewReminder(NOW, text="stretch"), OWNER, NOW)
    tasks.retitle(conn, task, "call Bo")
    said = [one.text for one in reminders.due(conn, NOW)]
    assert said == ["call Bo", "bring the lease", "stretch"]
    item = reminders.get(conn, alone).item
    assert items.get(conn, item).kind is Kind.REMINDER
    (hit,) = search.search(conn, Query("stretch"), NOW)
    assert hit.item == item
    items.delete(conn, [item, task])
    assert reminders.in_state(conn, *ReminderState) == []


def test_notes_are_found_by_all_they_say(conn: WriteConn) -> None:
    number = notes.add(conn, ("Shopping", "oats\n" + "x" * 3000 + "\nolives"), OWNER, NOW)
    other = notes.add(conn, ("Other", "nothing"), OWNER, LATER)
    assert [one.id for one in notes.every(conn)] == [other, number]
    for word in ("shopping", "oats", "olives"):
        assert {hit.item for hit in search.search(conn, Query(word), NOW)} == {number}
    last = LATER + timedelta(hours=1)
    notes.rewrite(conn, number, "capers", last)
    assert search.search(conn, Query("olives"), NOW) == []
    note = notes.get(conn, number)
    assert (note.title, note.text, note.changed) == (
        "Shopping",
        "capers",
        LATER + timedelta(hours=1),
    )
    assert [one.id for one in notes.every(conn)] == [number, other]
    with pytest.raises(NotThere):
        notes.get(conn, 999)


def test_a_change_is_put_back_unless_it_was_changed_again(conn: WriteConn) -> None:
    task = tasks.add(conn, NewTask("call Ana", OWNER), NOW)
    before = fields.read(conn, [("task", task)])
    tasks.retitle(conn, task, "call Bo")
    changed = fields.difference(before, fields.read(conn, [("task", task)]))
    tasks.rank(conn, task, 3)
    assert fields.put_back(conn, changed)
    assert (tasks.get(conn, task).title, tasks.get(conn, task).priority) == ("call Ana", 3)
    assert not fields.put_back(conn, changed)
    items.delete(conn, [task])
    assert not fields.put_back(conn, changed)
    assert fields.read(conn, [("task", task)]) == {}
    for name in ("task 1 item", "item 1 kind", "task 1 title = 1; --"):
        with pytest.raises((ValueError, KeyError)):
            fields.put_back(conn, json.dumps({name: [1, 1]}))


def test_a_yes_is_for_one_payload_once_and_in_time(conn: WriteConn) -> None:
    run = runs.begin(conn, "mail", "answer Ana", OWNER, NOW)
    wish = Wish("mail.send", '{"to": "ana@example.org"}', LATER)
    number = runs.ask(conn, run, wish, NOW)
    assert [a.payload for a in runs.waiting(conn, NOW)] == [wish.payload]
    assert not runs.use(conn, number, wish.payload, NOW)
    assert runs.answer(conn, number, Answer.YES, NOW)
    assert not runs.answer(conn, number, Answer.NO, NOW)
    assert not runs.use(conn, number, wish.payload + " ", NOW)
    assert not runs.use(conn, number, wish.payload, LATER)
    assert runs.use(conn, number, wish.payload, NOW)
    assert not runs.use(conn, number, wish.payload, NOW)
    late = runs.ask(conn, run, wish, NOW)
    assert not runs.answer(conn, late, Answer.YES, LATER)
    assert runs.approval(conn, late).answer is Answer.EXPIRED


def test_runs_survive_with_their_journal(conn: WriteConn) -> None:
    number = runs.begin(conn, "mail", "answer Ana", OWNER, NOW)
    runs.save(conn, Run(number, "mail", "answer Ana", RunState.WAITING, '["asked"]'), NOW)
    assert runs.get(conn, number).journal == '["asked"]'


def test_forgetting_one_message_leaves_the_others_joined(conn: WriteConn) -> None:
    talk = conversations.begin(conn, "", NOW)
    line: list[int] = []
    for number in range(5):
        after = line[-1] if line else None
        said = Said(Speaker.OWNER, f"said {number}", after)
        line.append(conversations.say(conn, talk, said, NOW))
    documents.keep_summary(conn, talk, ("short", "x"), "all that was said", NOW)
    profile.put(conn, "likes", "tea", NOW, profile.Learned("learned", line[2]))
    items.delete(conn, [line[1], line[2]])
    left = [message.text for message in conversations.branch(conn, line[4])]
    assert left == ["said 0", "said 3", "said 4"]
    assert documents.summary(conn, talk, ("short", "x")) is None
    assert profile.history(conn, "likes") == []


def test_forgetting_a_corrected_memory_takes_its_history(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana")
    old = memories.remember(conn, memory("Lisbon", about=(ana,)), NOW)
    new = memories.correct(conn, old, Fact("Porto"), LATER)
    assert entities.about(conn, ana) == [old, new]
    assert items.delete(conn, [new]).items == (old, new)


def test_any_number_of_items_can_be_asked_for_at_once(conn: WriteConn) -> None:
    talk = conversations.begin(conn, "Trip", NOW)
    assert traces.there(conn, range(100_000)) == [talk]
