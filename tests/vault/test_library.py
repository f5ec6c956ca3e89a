"""Documents over time: versions, places of files, tags, who and when, what is nearly alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.vault.conftest import KEY, NOW
from vault import (
    appearances,
    documents,
    entities,
    forget,
    likeness,
    migrate,
    search,
    tags,
    versions,
    watched,
)
from vault.appearances import Days, Person
from vault.connection import WriteConn, open_writer
from vault.documents import About, NewDocument, Shown
from vault.items import Origin, Passage, Source
from vault.migrations import MIGRATIONS, m0009_library
from vault.search import Query
from vault.watched import File, FolderState, Stamp

LATER = NOW + timedelta(days=1)


def lease(text: str = "The rent is 900.", path: str = "/papers/lease.md") -> NewDocument:
    return NewDocument(
        "Lease", "text/markdown", f"hash of {text}", Source(Origin.FILE, path), NOW, [text],
        [Passage(text, 1)], about=About(size=len(text)),
    )  # fmt: skip


def put_file(conn: WriteConn, path: str, item: int | None, folder: int | None = None) -> None:
    with conn.transaction():
        watched.put(conn, File(path, item, folder, "hash", Stamp(16, 7), "", None))


def test_a_new_text_takes_the_place_of_the_old_which_is_kept_and_not_found(conn: WriteConn) -> None:
    number = documents.add(conn, lease(), NOW)
    documents.keep_summary(conn, number, ("short", "x"), "It is a lease.", NOW)
    documents.replace(conn, number, lease("The rent is 950 from May."), LATER)
    assert documents.page(conn, number, 1) == "The rent is 950 from May."
    assert [hit.text for hit in search.search(conn, Query("rent"), NOW)] == [
        "The rent is 950 from May."
    ]
    (old,) = versions.listed(conn, number)
    assert (old.since, old.until, old.size) == (NOW, LATER, 16)
    assert versions.pages(conn, old.id) == [("", "The rent is 900.")]
    assert documents.get(conn, number).latest == LATER
    assert documents.summary(conn, number, ("short", "x")) == "It is a lease."


def test_a_file_that_is_kept_is_never_lost_to_a_new_text(conn: WriteConn) -> None:
    number = documents.add(conn, lease(), NOW)
    with conn.transaction():
        documents.keep_original(conn, number, b"the file")
    documents.replace(conn, number, lease("The rent is 950."), LATER)
    assert documents.original(conn, number) == b"the file"
    documents.replace(conn, number, replace(lease("1000."), original=b"the next"), LATER)
    assert documents.original(conn, number) == b"the next"


def test_of_many_versions_those_stay_that_held_the_longest(conn: WriteConn) -> None:
    number = documents.add(conn, lease("text 0"), NOW)
    moments = [
        NOW + timedelta(days=30),
        *(NOW + timedelta(days=30, minutes=n) for n in range(1, 9)),
    ]
    for at, moment in enumerate(moments, start=1):
        documents.replace(conn, number, lease(f"text {at}"), moment)
    kept = versions.listed(conn, number)
    assert len(kept) == versions.KEPT
    assert versions.pages(conn, kept[-1].id) == [("", "text 0")]


def test_a_document_is_gone_when_its_last_file_is(conn: WriteConn) -> None:
    number = documents.add(conn, lease(), NOW)
    for path in ("/papers/lease.md", "/copy/lease.md"):
        put_file(conn, path, number)
    watched.note_gone(conn, "/papers/lease.md", LATER)
    assert not documents.get(conn, number).is_gone
    watched.note_gone(conn, "/copy/lease.md", LATER)
    assert documents.get(conn, number).is_gone
    assert [one.id for one in documents.listed(conn, shown=Shown(gone=True))] == [number]
    put_file(conn, "/copy/lease.md", number)
    assert not documents.get(conn, number).is_gone


def test_tags_are_one_whatever_their_case(conn: WriteConn) -> None:
    one, other = documents.add(conn, lease(), NOW), documents.add(conn, lease("Second."), NOW)
    with conn.transaction():
        assert tags.add(conn, one, " #Zürich  flat\n")
        assert not tags.add(conn, one, "zurich FLAT")
        assert tags.add(conn, other, "ZURICH flat")
        assert tags.add(conn, other, "money")
        assert not tags.add(conn, other, " # ")
    assert tags.all_of_them(conn) == [("money", 1), ("Zürich flat", 2)]
    assert documents.get(conn, other).tags == ("money", "Zürich flat")
    assert [one.id for one in documents.listed(conn, shown=Shown(tag="MONEY"))] == [other]
    with conn.transaction():
        assert tags.remove(conn, other, "Money")
        assert not tags.remove(conn, other, "Money")
    assert documents.get(conn, other).tags == ("Zürich flat",)


def test_whom_and_which_days_a_document_names(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana Silva")
    number = documents.add(conn, lease(), NOW)
    people = [Person("ana silva", 1, 4), Person("Bo Lind", 2, 1)]
    march = Days(date(2026, 3, 1), date(2026, 3, 31), 2)
    appearances.note(conn, number, people, [march, Days(date(2025, 7, 9), date(2025, 7, 9), 1)])
    assert [(one.name, seen.times) for one, seen in appearances.people(conn, number)] == [
        ("Ana Silva", 4), ("Bo Lind", 1),
    ]  # fmt: skip
    assert [one.document for one in appearances.places(conn, ana)] == [number]
    assert appearances.everybody(conn, 1)[0][0].id == ana
    assert appearances.months(conn, 9) == [(date(2026, 3, 1), 1), (date(2025, 7, 1), 1)]
    for days, found in (
        ((date(2026, 3, 15), date(2026, 4, 1)), [number]),
        ((date(2025, 7, 9), date(2025, 7, 9)), [number]),
        ((date(2026, 1, 1), date(2026, 2, 28)), []),
    ):
        assert [one.id for one in documents.listed(conn, shown=Shown(days=days))] == found
    assert [one.id for one in documents.listed(conn, shown=Shown(person=ana))] == [number]


def test_forgetting_a_person_takes_no_document_that_names_them(conn: WriteConn) -> None:
    number = documents.add(conn, lease(), NOW)
    appearances.note(conn, number, [Person("Bo Lind", 1, 1)], [])
    bo = entities.find(conn, "Bo Lind")[0].id
    assert forget.find(conn, forget.What(about=(bo,))) == ()
    assert documents.get(conn, number).id == number


def signature(*, differs: int = 0) -> likeness.Signature:
    made = np.arange(64, dtype=np.uint32) * 7919
    made[:differs] += 1
    return made


def test_what_says_nearly_the_same_is_recognized(conn: WriteConn) -> None:
    one, other, third = (documents.add(conn, lease(text), NOW) for text in ("a", "b", "c"))
    assert likeness.note(conn, one, signature()) is None
    assert likeness.note(conn, other, signature(differs=6)) == one
    assert likeness.note(conn, third, signature(differs=40)) is None
    assert documents.get(conn, other).alike == one
    assert likeness.share(conn, one, other) == pytest.approx(58 / 64)
    assert {d.id for d in documents.listed(conn, shown=Shown(alike=True))} == {one, other}
    forget.forget(conn, [one], NOW)
    assert documents.get(conn, other).alike is None


def test_a_watched_folder_knows_its_files(conn: WriteConn) -> None:
    folder = watched.watch(conn, "/papers", NOW)
    assert watched.watch(conn, "/papers", LATER, forgets=True) == folder
    number = documents.add(conn, lease(), NOW)
    put_file(conn, "/papers/lease.md", number, folder)
    with conn.transaction():
        watched.put(conn, File("/papers/x", None, folder, "", Stamp(1, 1), "FileDamaged", None))
        watched.looked(conn, folder, FolderState.HERE, 2, LATER)
    (known,) = watched.folders(conn)
    assert (known.forgets, known.state, known.left_out) == (True, FolderState.HERE, 2)
    assert watched.counts(conn, folder) == watched.Counts(1, 1, 0)
    assert [one.path for one in watched.troubles(conn, folder)] == ["/papers/x"]
    watched.note_gone(conn, "/papers/x", LATER)
    watched.note_gone(conn, "/papers/lease.md", LATER)
    assert watched.counts(conn, folder) == watched.Counts(0, 0, 1)
    assert watched.long_gone(conn, folder, LATER - timedelta(seconds=1)) == []
    assert watched.long_gone(conn, folder, LATER) == [number]
    watched.unwatch(conn, folder)
    assert watched.folders(conn) == []
    assert documents.get(conn, number).is_gone


def test_what_was_forgotten_out_of_a_watched_folder_is_not_brought_back(conn: WriteConn) -> None:
    folder = watched.watch(conn, "/papers", NOW)
    number = documents.add(conn, lease(), NOW)
    put_file(conn, "/papers/lease.md", number, folder)
    forget.forget(conn, [number], NOW)
    assert watched.forgotten(conn) == {watched.mark("/papers/lease.md"), "hash"}
    assert watched.file(conn, "/papers/lease.md") is None
    with conn.transaction():
        watched.welcome(conn, "/papers/lease.md", "hash")
    assert watched.forgotten(conn) == frozenset()


def test_what_goes_because_its_file_did_may_come_back(conn: WriteConn) -> None:
    folder = watched.watch(conn, "/papers", NOW, forgets=True)
    number = documents.add(conn, lease(), NOW)
    put_file(conn, "/papers/lease.md", number, folder)
    with conn.transaction():
        watched.let_go(conn, [number])
    forget.forget(conn, [number], NOW)
    assert watched.forgotten(conn) == frozenset()


def test_forgetting_a_document_leaves_nothing_of_it(conn: WriteConn) -> None:
    secret = "xylophonist"
    number = documents.add(conn, lease(f"The {secret} pays 900."), NOW)
    documents.replace(conn, number, lease(f"The {secret} pays 950."), LATER)
    documents.keep_summary(conn, number, ("short", "x"), f"A {secret} pays.", NOW)
    folder = watched.watch(conn, "/papers", NOW)
    put_file(conn, f"/papers/{secret}.md", number, folder)
    appearances.note(conn, number, [Person(f"Xaver {secret}", 1, 1)], [])
    likeness.note(conn, number, signature())
    with conn.transaction():
        tags.add(conn, number, secret)
    assert found(conn, secret) >= {"page", "passage", "document_version", "document_tag", "entity",
                                   "file", "summary"}  # fmt: skip
    forget.forget(conn, [number], LATER)
    assert found(conn, secret) == set()
    assert conn.value("SELECT count(*) FROM document_band") == 0


def found(conn: WriteConn, word: str) -> set[str]:
    """Tables in which a word stands, in any column."""
    names = conn.column("SELECT name FROM sqlite_master WHERE type = 'table'")
    hidden = ("passage_words", "passage_terms")
    rows = {
        name: [str(row).casefold() for row in conn.rows(f'SELECT * FROM "{name}"')]
        for name in names if name not in hidden
    }  # fmt: skip
    return {name for name, some in rows.items() if any(word.casefold() in row for row in some)}


def test_documents_of_before_know_where_their_files_lie(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(m0009_library)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, before)
        with conn.transaction():
            for number in (1, 2):
                conn.run(
                    "INSERT INTO item(id, kind, source, source_ref, created_us, happened_us) "
                    "VALUES (?, 'document', 'file', '/papers/lease.md', 0, 0)", (number,),
                )  # fmt: skip
                conn.run(
                    "INSERT INTO document(item, title, media, sha256, state) "
                    "VALUES (?, 'Lease', 'text/plain', ?, 'read')", (number, f"hash {number}"),
                )  # fmt: skip
        migrate.migrate(conn, lambda: tmp_path)
        known = watched.file(conn, "/papers/lease.md")
        assert known is not None
        assert (known.item, known.sha256) == (2, "hash 2")
        assert documents.get(conn, 1).changed is None


def test_moments_are_whole(conn: WriteConn) -> None:
    moment = datetime(2026, 3, 4, 9, 30, 1, 5, tzinfo=UTC)
    folder = watched.watch(conn, "/papers", moment)
    watched_at = watched.folder(conn, folder)
    assert watched_at.looked is None
    with conn.transaction():
        watched.looked(conn, folder, FolderState.AWAY, 0, moment)
    assert watched.folder(conn, folder).looked == moment
