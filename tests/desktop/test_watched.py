"""Watched folders: what is new, changed, moved or gone is followed, whatever stops it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop import library, watched
from desktop.watched import Round
from inference import preferences
from inference.errors import FileDamaged, FileUnread
from inference.tools.errors import ValueRefused
from tests.vault.conftest import COST, NOW
from tests.vault.test_library import found
from vault import documents, tags, versions
from vault import forget as forgetting
from vault import watched as kept
from vault.documents import Shown
from vault.places import Places
from vault.vault import Vault, with_passphrase
from vault.watched import FolderState

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    places = Places.of(tmp_path / "vault", tmp_path / "elsewhere")
    made, _recovery = Vault.create(places, PASSPHRASE, NOW, COST)
    yield made
    made.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "more").mkdir(parents=True)
    write(folder / "lease.md", "# Lease\n\nThe rent is 900 a month.\n")
    write(folder / "more" / "garden.txt", "The garden gate is green and squeaks.\n")
    return folder


def write(path: Path, text: str | bytes, ago: float = LONG_AGO) -> None:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    os.utime(path, (ago, ago))


def follow(vault: Vault, folder: Path, *, forgets: bool = False) -> int:
    with vault.writer() as conn:
        return watched.watch(conn, folder, NOW, forgets=forgets)


def went_round(vault: Vault, now: datetime = NOW) -> watched.Tally:
    made = Round(vault, lambda: now)
    made.look()
    while made.step(0.0):
        """One thing after the other."""
    made.close()
    return made.tally


def titles(vault: Vault, *, gone: bool = False) -> list[str]:
    with vault.reader() as conn:
        return sorted(one.title for one in documents.listed(conn, shown=Shown(gone=gone)))


def test_what_is_new_or_changed_is_read_and_nothing_twice(vault: Vault, papers: Path) -> None:
    follow(vault, papers)
    first = went_round(vault)
    assert (first.of, first.read, first.changed) == (2, 2, 0)
    assert went_round(vault).of == 0
    write(papers / "lease.md", "# Lease\n\nThe rent is 950 from May.\n", LONG_AGO + 60)
    second = went_round(vault)
    assert (second.of, second.read, second.changed) == (1, 0, 1)
    with vault.reader() as conn:
        lease = next(one for one in documents.listed(conn) if one.title == "Lease")
        assert "950" in documents.page(conn, lease.id, 1)
        assert len(versions.listed(conn, lease.id)) == 1
    os.utime(papers / "lease.md", (LONG_AGO + 90, LONG_AGO + 90))
    touched = went_round(vault)
    assert (touched.of, touched.read, touched.changed) == (1, 0, 0)


def test_a_file_that_moves_stays_the_same_document(vault: Vault, papers: Path) -> None:
    folder = follow(vault, papers)
    went_round(vault)
    (papers / "new name").mkdir()
    (papers / "lease.md").rename(papers / "new name" / "contract.md")
    assert went_round(vault).read == 0
    with vault.reader() as conn:
        (lease,) = (one for one in documents.listed(conn) if one.title == "Lease")
        assert lease.source.ref == str(papers / "new name" / "contract.md")
        assert not lease.is_gone
        assert kept.counts(conn, folder) == kept.Counts(2, 0, 0)


def test_a_copy_is_the_same_document_until_it_changes(vault: Vault, papers: Path) -> None:
    follow(vault, papers)
    write(papers / "copy.md", (papers / "lease.md").read_bytes())
    assert went_round(vault).read == 2
    write(papers / "copy.md", "# Lease\n\nAnother rent for another flat.\n", LONG_AGO + 60)
    again = went_round(vault)
    assert (again.read, again.changed) == (1, 0)
    assert titles(vault) == ["Lease", "Lease", "garden"]


def test_a_file_that_is_gone_is_said_and_its_document_kept(vault: Vault, papers: Path) -> None:
    follow(vault, papers)
    went_round(vault)
    (papers / "lease.md").unlink()
    assert went_round(vault).gone == 1
    assert titles(vault) == ["Lease", "garden"]
    assert titles(vault, gone=True) == ["Lease"]
    assert went_round(vault, NOW + timedelta(days=9)).forgotten == 0
    write(papers / "lease.md", "# Lease\n\nThe rent is 900 a month.\n")
    went_round(vault)
    assert titles(vault, gone=True) == []


def test_documents_go_with_their_files_only_where_that_was_chosen(
    vault: Vault, papers: Path
) -> None:
    follow(vault, papers, forgets=True)
    went_round(vault)
    (papers / "lease.md").unlink()
    assert went_round(vault).forgotten == 0
    assert went_round(vault, NOW + timedelta(hours=23)).forgotten == 0
    assert went_round(vault, NOW + timedelta(hours=25)).forgotten == 1
    assert titles(vault) == ["garden"]
    write(papers / "lease.md", "# Lease\n\nThe rent is 900 a month.\n")
    assert went_round(vault).read == 1


def test_a_document_whose_file_is_back_does_not_go(vault: Vault, papers: Path) -> None:
    follow(vault, papers, forgets=True)
    went_round(vault)
    (papers / "lease.md").rename(papers.parent / "lease.md")
    went_round(vault)
    made = Round(vault, lambda: NOW + timedelta(days=2))
    made.look()
    (papers.parent / "lease.md").rename(papers / "lease.md")
    while made.step(0.0):
        pass
    made.close()
    assert made.tally.forgotten == 0
    assert titles(vault) == ["Lease", "garden"]


def test_what_waits_of_a_folder_that_is_no_longer_followed_is_left(
    vault: Vault, papers: Path
) -> None:
    number = follow(vault, papers)
    made = Round(vault, lambda: NOW)
    made.look()
    with vault.writer() as conn:
        watched.unwatch(conn, number, NOW)
    while made.step(0.0):
        pass
    assert list(made.outcomes()) == []
    made.close()
    assert (made.tally.of, made.tally.done, titles(vault)) == (0, 0, [])


def test_a_disk_that_is_not_connected_is_no_loss(vault: Vault, papers: Path) -> None:
    folder = follow(vault, papers, forgets=True)
    went_round(vault)
    papers.rename(papers.with_name("disk"))
    for _ in range(2):  # not there, then an empty place to connect it to
        assert went_round(vault, NOW + timedelta(days=9)).gone == 0
        with vault.reader() as conn:
            assert kept.folder(conn, folder).state is FolderState.AWAY
        papers.mkdir(exist_ok=True)
    papers.rmdir()
    papers.with_name("disk").rename(papers)
    assert went_round(vault).of == 0
    assert titles(vault, gone=True) == []


def test_what_the_owner_forgot_does_not_come_back(vault: Vault, papers: Path) -> None:
    follow(vault, papers)
    went_round(vault)
    with vault.writer() as conn:
        lease = next(one for one in documents.listed(conn) if one.title == "Lease")
        forgetting.forget(conn, [lease.id], NOW)
    assert went_round(vault).of == 0
    write(papers / "lease.md", "# Lease\n\nEdited.\n", LONG_AGO + 60)
    assert went_round(vault).of == 0
    assert library.take_in(vault, papers / "lease.md", NOW).document is not None
    write(papers / "lease.md", "# Lease\n\nEdited again.\n", LONG_AGO + 90)
    assert went_round(vault).changed == 1


def forgot(vault: Vault, title: str) -> None:
    with vault.writer() as conn:
        number = next(one.id for one in documents.listed(conn) if one.title == title)
        forgetting.forget(conn, [number], NOW)


def test_what_the_owner_forgot_does_not_come_back_under_another_name(
    vault: Vault, papers: Path
) -> None:
    follow(vault, papers)
    went_round(vault)
    forgot(vault, "Lease")
    (papers / "lease.md").rename(papers / "renamed.md")
    write(papers / "more" / "copy.md", (papers / "renamed.md").read_bytes())
    assert went_round(vault).read == 0
    assert went_round(vault).of == 0, "it is not read over and over only to be refused"
    assert titles(vault) == ["garden"]
    assert library.take_in(vault, papers / "renamed.md", NOW).document is not None
    assert titles(vault) == ["Lease", "garden"]


def test_what_is_forgotten_while_it_waits_for_its_turn_is_not_read(
    vault: Vault, papers: Path
) -> None:
    follow(vault, papers)
    went_round(vault)
    write(papers / "lease.md", "# Lease\n\nThe rent is 950 from May.\n", LONG_AGO + 60)
    made = Round(vault, lambda: NOW)
    made.look()
    assert made.tally.of == 1
    forgot(vault, "Lease")
    while made.step(0.0):
        """One thing after the other."""
    made.close()
    assert titles(vault) == ["garden"]


def test_what_cannot_be_read_is_noted_and_not_tried_again(vault: Vault, papers: Path) -> None:
    folder = follow(vault, papers)
    write(papers / "broken.pdf", b"%PDF-1.7\nnothing more")
    assert went_round(vault).unread == 1
    assert went_round(vault).of == 0
    with vault.reader() as conn:
        (bad,) = kept.troubles(conn, folder)
        assert isinstance(watched.trouble(bad), FileDamaged)
        odd = kept.File("/x/y.txt", None, 1, "", kept.Stamp(0, 0), "{}", None)
        assert type(watched.trouble(odd)) is FileUnread
    write(papers / "broken.pdf", "It is text after all, of some words.", LONG_AGO + 60)
    assert went_round(vault).read == 1
    write(papers / "broken.pdf", b"%PDF-1.7\nnothing more", LONG_AGO + 90)
    assert went_round(vault).unread == 1
    with vault.reader() as conn:
        assert kept.counts(conn, folder) == kept.Counts(3, 0, 0)
        assert len(documents.listed(conn)) == 3


def test_only_what_a_person_put_there_is_seen(papers: Path) -> None:
    for name in (".hidden.md", "~$lease.docx", "lease.md~", "x.TMP", "film.crdownload", "#x#"):
        write(papers / name, "not meant")
    (papers / "node_modules").mkdir()
    write(papers / "node_modules" / "a.md", "not meant")
    (papers / "cache").mkdir()
    write(papers / "cache" / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55")
    write(papers / "cache" / "b.md", "not meant")
    (papers / "loop").symlink_to(papers)
    (papers / "link.md").symlink_to(papers / "lease.md")
    os.mkfifo(papers / "pipe")
    found = watched.look(papers)
    assert sorted(Path(one).name for one in found.files) == ["garden.txt", "lease.md"]
    assert found.left_out == 0


def test_closed_folders_and_odd_names_are_counted(papers: Path) -> None:
    (papers / "closed").mkdir(mode=0o000)
    with (papers / os.fsdecode(b"\xff\xfe.txt")).open("w") as file:
        file.write("a name that is no text")
    expected = 1 if os.access(papers / "closed", os.R_OK) else 2  # root may look everywhere
    assert watched.look(papers).left_out == expected


def test_of_very_many_files_the_rest_is_counted(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "MOST_FILES", 1)
    found = watched.look(papers)
    assert (len(found.files), found.left_out) == (1, 1)


def test_a_file_that_is_being_written_is_left_for_later(vault: Vault, papers: Path) -> None:
    follow(vault, papers)
    now = datetime.now(UTC).timestamp() + 1
    os.utime(papers / "lease.md", (now - 1, now - 1))
    made = Round(vault, lambda: NOW)
    made.look()
    assert (made.tally.of, made.tally.unsettled) == (1, 1)
    made.close()


def test_what_was_added_by_hand_before_is_followed_too(vault: Vault, papers: Path) -> None:
    assert library.take_in(vault, papers / "lease.md", NOW).document is not None
    folder = follow(vault, papers)
    assert went_round(vault).of == 1
    with vault.reader() as conn:
        assert kept.counts(conn, folder).kept == 2
    with vault.writer() as conn:
        watched.unwatch(conn, folder, NOW)
    assert titles(vault) == ["Lease", "garden"]


def test_not_everything_can_be_watched(vault: Vault, papers: Path) -> None:
    with vault.writer() as conn:
        for path in (Path("/"), papers / "lease.md", papers / "nowhere"):
            with pytest.raises(ValueRefused):
                watched.watch(conn, path, NOW)
        for path in (papers, papers / "more", papers.parent):
            with pytest.raises(ValueRefused):
                watched.watch(conn, path, NOW, own=papers)


def test_forgetting_takes_everything_that_came_out_of_a_file(vault: Vault, papers: Path) -> None:
    """Text, words to be found by, names, days, versions, tags, the file itself and where it lay."""
    secret = "Xylophonia"
    follow(vault, papers)
    text = f"# {secret} lease\n\nHerr Emil {secret} pays from 4 March 2026.\n"
    write(papers / f"{secret}.md", text)
    with vault.writer() as conn:
        preferences.put(conn, "documents.keep_originals", new=True)
    went_round(vault)
    write(papers / f"{secret}.md", text.replace("pays", "paid"), LONG_AGO + 60)
    assert went_round(vault).changed == 1
    with vault.writer() as conn:
        number = next(one.id for one in documents.listed(conn) if secret in one.title)
        with conn.transaction():
            tags.add(conn, number, f"about {secret}")
        before = found(conn, secret)
        assert before >= {"page", "passage", "entity", "document", "document_version", "file",
                          "document_tag", "item"}  # fmt: skip
        assert secret.encode() in (documents.original(conn, number) or b"")
        forgetting.forget(conn, [number], NOW)
        assert found(conn, secret) == set()
        assert conn.value("SELECT count(*) FROM document_day") == 0
        assert conn.value("SELECT count(*) FROM passage_words WHERE passage_words MATCH ?",
                          (secret,)) == 0  # fmt: skip
    assert went_round(vault).of == 0


COUNT = 1_000
KILLED_ROUND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.watched import Round
from inference import preferences
from vault.places import Places
from vault.vault import Vault, with_passphrase
if __name__ == "__main__":
    folder, passphrase = Path(sys.argv[1]), sys.argv[2]
    places = Places.of(folder / "vault", folder / "elsewhere")
    vault = Vault.unlock(places, with_passphrase(passphrase), datetime.now(UTC))
    made = Round(vault, lambda: datetime.now(UTC))
    made.look()
    print("begin", made.tally.of, flush=True)
    while made.step(float(sys.argv[3])):
        print(made.tally.done, flush=True)
    made.close()
    vault.close()
    print("end", made.tally.read, flush=True)
"""


def test_a_thousand_files_survive_being_killed(tmp_path: Path) -> None:
    """None is lost, and none is read twice but the one that was under way."""
    places = Places.of(tmp_path / "vault", tmp_path / "elsewhere")
    vault = Vault.create(places, PASSPHRASE, NOW, COST)[0]
    folder = tmp_path / "notes"
    for number in range(COUNT):
        (folder / f"{number % 20}").mkdir(parents=True, exist_ok=True)
        text = f"# Note {number}\n\nword{number} is here.\n"
        write(folder / f"{number % 20}" / f"{number}.md", text)
    follow(vault, folder)
    vault.close()
    done = 0
    for until in (1, 137, 400):
        done += killed_after(tmp_path, until)
        assert done < COUNT
    rest = run(tmp_path, step_s=5.0)
    out, _ = rest.communicate()
    begin, *_, end = out.splitlines()
    assert int(end.split()[1]) == int(begin.split()[1])
    again = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    with again.reader() as conn:
        found = documents.listed(conn, 2 * COUNT)
        assert len(found) == COUNT
        assert {one.title for one in found} == {f"Note {number}" for number in range(COUNT)}
        sql = "SELECT count(*) FROM audit WHERE action = 'document added'"
        assert conn.value(sql) == COUNT
        assert not conn.value("SELECT count(*) FROM document_version")
        passages = conn.value("SELECT count(*) FROM passage")
        assert passages == COUNT
    again.close()
    assert int(begin.split()[1]) <= COUNT - done


def run(tmp_path: Path, step_s: float = 0.0) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", KILLED_ROUND, str(tmp_path), PASSPHRASE, str(step_s)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def killed_after(tmp_path: Path, files: int) -> int:
    """Have so many files read, then kill the reader in the midst of it; how many it told of."""
    process = run(tmp_path)
    assert process.stdout is not None
    told = 0
    for line in process.stdout:
        if line.split()[0].isdecimal():
            told = int(line)
            if told >= files:
                break
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.wait()
    return told
