"""Files in granted folders: found, read, moved and moved back, and no way out of the folders."""

import dataclasses
import hashlib
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.guard import OWNER, Guard
from inference.tools import files, moving
from inference.tools.base import Call, Desk, Effect, Result, by_owner
from inference.tools.errors import (
    ArgumentRefused,
    FileInTheWay,
    FolderNotGranted,
    NotAllowed,
    NotDone,
    NothingLikeThat,
    ToolError,
    WhichOne,
)
from inference.tools.folders import STEPS_ARE_SAFE, Opened, Place, places
from inference.tools.moving import Mark
from tests.vault.conftest import KEY, fresh
from vault import audit, recovery
from vault.connection import WriteConn, open_writer
from vault.items import Origin, Source

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))
NO_CONN = cast("WriteConn", None)
"files touch nothing of the vault"
SECRET = "the secret of the neighbours"
links = pytest.mark.skipif(not STEPS_ARE_SAFE, reason="this system takes no safe steps")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A granted folder; beside it lies one that was not granted."""
    made = tmp_path / "papers"
    (made / "taxes" / "2025").mkdir(parents=True)
    (made / "archive").mkdir()
    (made / ".hidden").mkdir()
    given = {
        "invoice march.txt": "March: 120 euros", "invoice april.pdf": "%PDF", "notes.txt": "Milk",
        "taxes/2025/invoice may.txt": "May", ".hidden/invoice secret.txt": "hidden",
        "photo.jpg": "\0\1\2",
    }  # fmt: skip
    for at, (name, text) in enumerate(reversed(given.items())):
        (made / name).write_text(text)
        os.utime(made / name, ns=(10**18, 10**18 + at * 10**9))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    return made


@pytest.fixture
def desk(root: Path) -> Desk:
    return Desk(NO_CONN, NOW, lambda _query: [], folders=(root,))


def run(desk: Desk, tool: str, **arguments: str) -> Result:
    found = {
        one.name: one
        for one in (files.find_files, files.read_file, files.move_file, files.put_file)
    }
    return found[tool].run(desk, arguments)


def tree(folder: Path) -> dict[str, str]:
    """Everything below a folder with its contents."""
    return {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and not one.is_symlink()
    }


def again(desk: Desk, call: Call | None) -> Result:
    assert call is not None
    return run(desk, call.tool, **{name: str(value) for name, value in call.arguments.items()})


# finding


def test_files_are_found_by_words_the_newest_first(desk: Desk) -> None:
    found = run(desk, "find_files", name="the Invoice")
    names = [row["name"] for row in found.data["files"]]
    assert names == ["invoice march.txt", "invoice april.pdf", "invoice may.txt"]
    assert found.data["source"]["origin"] == "file"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("invoice pdf", ["invoice april.pdf"]),
        ("*.txt", ["invoice march.txt", "invoice may.txt", "notes.txt"]),
        ("photos", ["photo.jpg"]),
        ("invoice in taxes", ["invoice may.txt"]),
        ("NOTES", ["notes.txt"]),
    ],
)
def test_words_globs_and_kinds(desk: Desk, words: str, names: list[str]) -> None:
    found = [row["name"] for row in run(desk, "find_files", name=words).data["files"]]
    assert sorted(found) == names


def test_hidden_ones_are_left_out(desk: Desk) -> None:
    with pytest.raises(NothingLikeThat):
        run(desk, "find_files", name="secret")
    with pytest.raises(FolderNotGranted):
        run(desk, "read_file", path=".hidden/invoice secret.txt")


@links
def test_links_are_not_followed(desk: Desk, root: Path) -> None:
    (root / "shortcut").symlink_to(root.parent / "outside")
    (root / "link.txt").symlink_to(root.parent / "outside" / "secret.txt")
    for words in ("secret", "link", "shortcut"):
        with pytest.raises(NothingLikeThat):
            run(desk, "find_files", name=words)
    for path in ("link.txt", "shortcut/secret.txt", str(root / "link.txt")):
        with pytest.raises(FolderNotGranted):
            run(desk, "read_file", path=path)


def test_without_a_folder_nothing_is_looked_at() -> None:
    bare = Desk(NO_CONN, NOW, lambda _query: [])
    for tool, arguments in (
        ("find_files", {"name": "x"}), ("read_file", {"path": "/etc/passwd"}),
        ("move_file", {"path": "a", "to": "b"}),
    ):  # fmt: skip
        with pytest.raises(FolderNotGranted):
            run(bare, tool, **arguments)


def test_a_search_ends(desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = root
    for step in range(20):
        deep = deep / f"d{step}"
    deep.mkdir(parents=True)
    (deep / "bottom.txt").write_text("x")
    with pytest.raises(NothingLikeThat):
        run(desk, "find_files", name="bottom")
    monkeypatch.setattr("inference.tools.folders.MOST_ENTRIES", 3)
    assert len(run(desk, "find_files", name="*").data["files"]) <= 3


# reading


def test_what_a_file_says_is_marked_as_from_outside(desk: Desk, root: Path) -> None:
    found = run(desk, "read_file", path="notes.txt")
    assert found.data["untrusted_text"] == "Milk"
    assert found.data["source"] == {"origin": "file", "ref": str(root / "notes.txt")}
    assert "Milk" not in found.says


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Käse".encode(), "Käse"),
        ("Käse".encode("utf-8-sig"), "Käse"),
        ("Käse".encode("utf-16"), "Käse"),
        ("Käse".encode("cp1252"), "Käse"),
        (b"", ""),
    ],
)
def test_encodings_are_told(desk: Desk, root: Path, data: bytes, text: str) -> None:
    (root / "cheese.txt").write_bytes(data)
    assert run(desk, "read_file", path="cheese.txt").data["untrusted_text"] == text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 32)) * 9, b"\xff\xfe\0"])
def test_what_is_no_text_is_not_read(desk: Desk, root: Path, data: bytes) -> None:
    (root / "thing.bin").write_bytes(data)
    with pytest.raises(ArgumentRefused):
        run(desk, "read_file", path="thing.bin")


def test_long_files_are_read_in_part(desk: Desk, root: Path) -> None:
    (root / "long.txt").write_text("ä" * 700_000)
    found = run(desk, "read_file", path="long.txt")
    assert len(found.data["untrusted_text"]) == files.MOST_CHARACTERS
    assert found.data["is_all"] is False


@links
def test_a_pipe_does_not_hold_it_up(desk: Desk, root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    with pytest.raises(NothingLikeThat):
        run(desk, "read_file", path="pipe.txt")


def test_words_may_name_a_file_or_several(desk: Desk) -> None:
    assert run(desk, "read_file", path="the march invoice").data["untrusted_text"].startswith("Mar")
    with pytest.raises(WhichOne) as error:
        run(desk, "read_file", path="invoice txt")
    assert [text for _number, text in error.value.choices] == [
        "papers/invoice march.txt", "papers/taxes/2025/invoice may.txt",
    ]  # fmt: skip
    with pytest.raises(NothingLikeThat):
        run(desk, "read_file", path="the contract")


# moving


@pytest.mark.parametrize(
    ("path", "to", "ends"),
    [
        ("notes.txt", "archive", "archive/notes.txt"),
        ("notes.txt", "the Archive folder", "archive/notes.txt"),
        ("notes.txt", "2025", "taxes/2025/notes.txt"),
        ("notes.txt", "taxes/2025", "taxes/2025/notes.txt"),
        ("notes.txt", "papers/archive", "archive/notes.txt"),
        ("notes.txt", "archive/old notes.txt", "archive/old notes.txt"),
        ("notes", "./shopping", "shopping.txt"),
        ("notes.txt", "archive/", "archive/notes.txt"),
        ("notes.txt", "shopping.md", "shopping.md"),
        ("may invoice", "papers", "invoice may.txt"),
    ],
)
def test_a_file_is_moved_and_moved_back(
    desk: Desk, root: Path, path: str, to: str, ends: str
) -> None:
    before = tree(root)
    done = run(desk, "move_file", path=path, to=to)
    assert (root / ends).is_file()
    assert sorted(tree(root).values()) == sorted(before.values())
    assert len(tree(root)) == len(before)
    assert done.check is not None
    assert done.check(NO_CONN)
    assert done.data["to"] == str(root / ends)
    back = again(desk, done.undo)
    assert tree(root) == before
    assert not done.check(NO_CONN)
    assert back.check is not None
    assert back.check(NO_CONN)


def test_what_was_moved_may_be_edited_and_still_goes_back(desk: Desk, root: Path) -> None:
    done = run(desk, "move_file", path="notes.txt", to="archive")
    (root / "archive" / "notes.txt").write_text("Milk and bread")
    again(desk, done.undo)
    assert (root / "notes.txt").read_text() == "Milk and bread"


def test_nothing_is_overwritten(desk: Desk, root: Path) -> None:
    (root / "archive" / "notes.txt").write_text("old")
    before = tree(root)
    for to in ("archive", "notes.txt", "invoice march.txt"):
        with pytest.raises(FileInTheWay):
            run(desk, "move_file", path="notes.txt", to=to)
    assert tree(root) == before


def test_a_file_that_comes_in_between_is_kept(desk: Desk, root: Path) -> None:
    source, target = Place(root, ("notes.txt",)), Place(root, ("archive", "notes.txt"))
    known = moving.mark(source, target)
    target.path.write_text("mine")
    with pytest.raises(FileInTheWay):
        moving.move(source, target, known)
    assert (source.path.read_text(), target.path.read_text()) == ("Milk", "mine")


@pytest.mark.parametrize(
    "to",
    ["archive/.hidden.txt", ".hidden", "a\u202etxt.exe", "a\u200b.txt", "con.txt", "x" * 300,
     "archive/x .", "no/such/folder.txt", "new folder", "archive/tab\t.txt", "a:b.txt",
     "shopping", "shopping/", "the shopping folder", "./.shopping", "./..", "./a:b"],
)  # fmt: skip
def test_names_that_mislead_are_refused(desk: Desk, root: Path, to: str) -> None:
    before = tree(root)
    with pytest.raises((ArgumentRefused, FolderNotGranted, NothingLikeThat)):
        run(desk, "move_file", path="notes.txt", to=to)
    assert tree(root) == before


# no way out

STEPS = st.sampled_from(
    ["..", ".", "outside", "secret.txt", "papers", "notes.txt", "~", "~root", "", "etc", "passwd",
     "link", "loop", "archive", "NOTES.TXT", "notes.txt ", " notes.txt", "n\u043etes.txt",
     "..\u200b", "\uff0e\uff0e", "\u2025", "notes\0.txt", "%2e%2e", "..;", "...", "C:",
     "\\\\server", "a\u0301", "*", "?"]
)  # fmt: skip
PATHS = st.builds(
    lambda start, steps, sign: start + sign.join(steps),
    st.sampled_from(["", "/", "//", "./", "../", "~/", "ROOT/", "OUT/", "file://"]),
    st.lists(STEPS, max_size=6),
    st.sampled_from(["/", "\\", "//", "/./"]),
)
WILD = settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])


def planted(root: Path) -> None:
    if STEPS_ARE_SAFE and not (root / "link").is_symlink():
        (root / "link").symlink_to(root.parent / "outside")
        (root / "loop").symlink_to(root / "loop")


@WILD
@given(path=PATHS | st.text(max_size=30))
def test_no_path_reads_outside(desk: Desk, root: Path, path: str) -> None:
    planted(root)
    wild = path.replace("ROOT", str(root)).replace("OUT", str(root.parent / "outside"))
    try:
        found = run(desk, "read_file", path=wild)
    except ToolError:
        return
    assert SECRET not in found.data["untrusted_text"]
    assert Path(found.data["path"]).resolve().is_relative_to(root)


@WILD
@given(path=PATHS, to=PATHS | st.text(max_size=30))
def test_no_path_moves_anything_in_or_out(desk: Desk, root: Path, path: str, to: str) -> None:
    planted(root)
    outside = tree(root.parent / "outside")
    inside = sorted(tree(root).values())

    def wild(text: str) -> str:
        return text.replace("ROOT", str(root)).replace("OUT", str(root.parent / "outside"))

    for one, other in ((path, to), ("notes.txt", to), (path, "archive")):
        try:
            done = run(desk, "move_file", path=wild(one), to=wild(other))
        except ToolError:
            continue
        again(desk, done.undo)
    assert tree(root.parent / "outside") == outside
    assert sorted(tree(root).values()) == inside
    assert {one.name for one in root.parent.iterdir()} == {"papers", "outside"}


@WILD
@given(path=PATHS)
def test_every_place_lies_inside(root: Path, path: str) -> None:
    try:
        found = places((root,), path.replace("ROOT", str(root)))
    except FolderNotGranted:
        return
    for one in found:
        assert ".." not in one.parts
        assert os.path.normpath(one.path) == str(root) or str(one.path).startswith(f"{root}/")


@links
def test_a_folder_swapped_for_a_link_leads_nowhere(desk: Desk, root: Path) -> None:
    """Between looking and moving somebody puts a link where the folder was."""
    source, target = Place(root, ("notes.txt",)), Place(root, ("archive", "notes.txt"))
    known = moving.mark(source, target)
    (root / "archive").rmdir()
    (root / "archive").symlink_to(root.parent / "outside")
    with pytest.raises(FolderNotGranted):
        moving.move(source, target, known)
    assert tree(root.parent / "outside").keys() == {"secret.txt"}
    assert source.path.read_text() == "Milk"


@links
def test_a_folder_that_is_held_open_stays_the_one_it_was(root: Path) -> None:
    with Opened.at(Place(root, ("archive",))) as held:
        (root / "archive").rename(root / "elsewhere")
        (root / "archive").symlink_to(root.parent / "outside")
        os.close(held.open("new.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        assert not held.has("secret.txt")
    assert (root / "elsewhere" / "new.txt").exists()


@links
def test_a_file_swapped_for_a_link_is_not_read(root: Path) -> None:
    """Even where the link comes after everything else was looked at."""
    (root / "late.txt").symlink_to(root.parent / "outside" / "secret.txt")
    with Opened.at(Place(root, ())) as held, pytest.raises(FolderNotGranted):
        held.open("late.txt")


@links
def test_a_file_swapped_for_a_link_is_not_moved(root: Path) -> None:
    source, target = Place(root, ("notes.txt",)), Place(root, ("archive", "notes.txt"))
    known = moving.mark(source, target)
    source.path.unlink()
    source.path.symlink_to(root.parent / "outside" / "secret.txt")
    with pytest.raises(NotDone):
        moving.move(source, target, known)
    assert not target.path.exists()


# cut off at any point

CUT = """
import os, sys
from pathlib import Path
from inference.tools import moving
from inference.tools.folders import Place
count, name, root, known = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
calls = 0
for one in ("link", "unlink", "write", "fsync", "open", "utime"):
    def cut(*args, real=getattr(os, one), **named):
        global calls
        calls += 1
        if calls == count:
            os._exit(9)
        return real(*args, **named)
    setattr(os, one, cut)
moving.move(Place(root, ("notes.txt",)), Place(root, ("archive", "notes.txt")), moving.Mark.read(known))
os._exit(0)
"""  # noqa: E501 - a program that is cut off


@links
@pytest.mark.parametrize("crosses", [False, True], ids=["one disk", "as if onto another"])
def test_a_move_that_was_cut_off_is_finished_by_trying_again(
    desk: Desk, root: Path, crosses: bool
) -> None:
    """Killed before each step it takes; tried again, the file is there once, and whole."""
    call = files.resumable(desk, by_owner("move_file", path="notes.txt", to="archive"))
    known = Mark.read(str(call.arguments["mark"]))
    if crosses:
        known = dataclasses.replace(known, sha256=hashlib.sha256(b"Milk").hexdigest())
        call = dataclasses.replace(call, arguments={**call.arguments, "mark": str(known)})
    clean, wanted, code, count = tree(root), None, 1, 0
    while code:
        count += 1
        code = subprocess.run(
            [sys.executable, "-c", CUT, str(count), "", str(root), str(known)], check=False
        ).returncode
        done = again(desk, call)
        if wanted is None:
            wanted = done.says, dict(done.data)
        assert (done.says, dict(done.data)) == wanted
        assert done.check is not None
        assert done.check(NO_CONN)
        assert sorted(tree(root).values()) == sorted(clean.values())
        assert again(desk, call).says == done.says
        os.replace(root / "archive" / "notes.txt", root / "notes.txt")  # noqa: PTH105
        seen = (root / "notes.txt").stat()
        known = Mark.of(seen, known.sha256)
        call = dataclasses.replace(call, arguments={**call.arguments, "mark": str(known)})
    assert 5 < count < 60


def test_the_same_name_elsewhere_is_not_taken_for_the_file(desk: Desk, root: Path) -> None:
    call = files.resumable(desk, by_owner("move_file", path="notes.txt", to="archive"))
    (root / "notes.txt").unlink()
    (root / "archive" / "notes.txt").write_text("Milk")
    with pytest.raises(NothingLikeThat):
        again(desk, call)


def test_a_move_onto_another_disk_is_whole(desk: Desk, root: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == root.stat().st_dev:
        pytest.skip("no second disk here")
    import tempfile

    with tempfile.TemporaryDirectory(dir=other) as folder:
        wide = dataclasses.replace(desk, folders=(root, Path(folder)))
        done = run(wide, "move_file", path="notes.txt", to=f"{folder}/notes.txt")
        assert (Path(folder) / "notes.txt").read_text() == "Milk"
        assert not (root / "notes.txt").exists()
        assert [one.name for one in Path(folder).iterdir()] == ["notes.txt"]
        again(wide, done.undo)
        assert (root / "notes.txt").read_text() == "Milk"


def test_the_gate_moves_a_file_and_takes_it_back_after_a_restart(
    tmp_path: Path, desk: Desk, root: Path
) -> None:
    tools = {one.name: one for one in (files.move_file, files.put_file)}
    before = tree(root)
    with fresh(tmp_path / "vault.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        here = dataclasses.replace(desk, conn=conn)
        call = by_owner("move_file", path="notes.txt", to="archive")
        done = Guard(tools).carry_out(here, call, asker=OWNER)
        assert (root / "archive" / "notes.txt").exists()
        assert done.change is not None
    with open_writer(tmp_path / "vault.db", KEY) as conn:
        Guard(tools).undo(dataclasses.replace(desk, conn=conn), done.change)
    assert tree(root) == before


def test_a_target_that_a_file_names_is_refused(tmp_path: Path, desk: Desk, root: Path) -> None:
    before = tree(root)
    outside = Source(Origin.FILE, str(root / "notes.txt"))
    with fresh(tmp_path / "vault.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        call = by_owner("move_file", path="notes.txt", to="archive")
        call = dataclasses.replace(call, origins={**call.origins, "to": outside})
        with pytest.raises(NotAllowed):
            Guard({"move_file": files.move_file}).carry_out(
                dataclasses.replace(desk, conn=conn), call, asker=OWNER
            )
    assert tree(root) == before


def test_what_each_tool_does_is_said() -> None:
    assert files.move_file.effect is Effect.WRITE
    assert files.put_file.is_hidden
    targets = {one.name for one in files.move_file.parameters if one.is_target}
    assert targets == {"path", "to"}
    assert [one.is_target for one in files.read_file.parameters] == [True]
