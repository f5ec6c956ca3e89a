"""The vault from the command line, as a person and as a script would use it."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.commands.vault import FOUND
from desktop.paths import Paths
from inference.errors import EngineDied
from tests import keychains
from tests.keychains import SafeKeychain
from vault import conversations, keyslots
from vault.conversations import Said, Speaker
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Finding, Vault, with_passphrase

NOW = datetime(2026, 3, 4, tzinfo=UTC)
WORDS = "correct horse battery staple"
Ask = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner's memory stays open, and calibrating does not take a second each time."""
    monkeypatch.setattr("desktop.crash.close_memory", lambda: None)
    monkeypatch.setattr(keyslots, "calibrate", Cost)


@pytest.fixture
def tacit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command with secrets on standard input; its exit code and what it said as JSON."""

    def run(*words: str, secrets: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in secrets)))
        code = main([*words, "--json", "--passphrase-stdin"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


@pytest.fixture
def recovery_key(tacit: Ask) -> str:
    """A vault, and its recovery key."""
    code, said = tacit("vault", "create", secrets=(WORDS, WORDS))
    assert code == 0
    return str(said[0]["recovery_key"])


def remember(paths: Paths, text: str) -> int:
    vault = Vault.unlock(Places.of(paths.data, paths.config), with_passphrase(WORDS), NOW)
    with vault.writer() as conn:
        talk = conversations.begin(conn, "", NOW)
        conversations.say(conn, talk, Said(Speaker.OWNER, text), NOW)
    vault.close()
    return talk


def test_make_save_erase_restore(
    tacit: Ask, recovery_key: str, paths: Paths, tmp_path: Path
) -> None:
    remember(paths, "the dentist is on Friday")
    assert tacit("vault", "status")[1][0]["backups"] == []
    code, said = tacit("vault", "backup", secrets=(WORDS,))
    assert code == 0
    carried = tmp_path / "carried.tacit"
    carried.write_bytes(Path(said[0]["backup"]).read_bytes())
    assert tacit("vault", "erase")[0] == 2
    assert tacit("vault", "erase", "--yes-erase-everything")[0] == 0
    assert tacit("vault", "status")[0] == 1
    code, said = tacit("vault", "restore", str(carried), "--recovery", secrets=(recovery_key,))
    assert (code, said[0]["restored"]) == (0, True)
    code, said = tacit("search", "dentist", secrets=(WORDS,))
    assert [hit["text"] for hit in said] == ["the dentist is on Friday"]


def test_a_passphrase_that_protects_nothing_makes_no_vault(
    tacit: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = tacit("vault", "create", secrets=("password1", "password1"))
    assert (code, said[-1]["kind"]) == (1, "GuessablePassphrase")
    code, said = tacit("vault", "create", secrets=("a1 Z", "a1 Z"))
    assert (code, said[-1]["kind"]) == (1, "WeakPassphrase")
    assert tacit("vault", "status")[0] == 1


def test_of_a_weak_one_it_is_said_what_it_is_worth(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("purple monkey\npurple monkey\n"))
    assert main(["vault", "create", "--passphrase-stdin"]) == 0
    assert "guess this passphrase in about" in capsys.readouterr().err


def test_passphrase_and_recovery_key_are_changed(tacit: Ask, recovery_key: str) -> None:
    new = "another good passphrase"
    assert tacit("vault", "passwd", secrets=(WORDS, new, "slip"))[0] == 2
    assert tacit("vault", "passwd", secrets=(WORDS, new, new))[0] == 0
    code, said = tacit("vault", "verify", secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "WrongPassphrase")
    code, said = tacit("vault", "recovery", secrets=(new,))
    assert code == 0
    newer = said[0]["recovery_key"]
    assert tacit("vault", "verify", "--recovery", secrets=(recovery_key,))[0] == 1
    code, said = tacit("vault", "verify", "--recovery", "--seals", secrets=(newer, newer))
    assert (code, said[0]["whole"]) == (0, True)
    assert said[0]["unsealed"] == [[1, 3]]  # created, changed, and the renewal itself


@pytest.mark.usefixtures("recovery_key")
def test_forget_shows_what_goes_and_needs_a_yes(tacit: Ask, paths: Paths) -> None:
    talk = remember(paths, "the dentist is on Friday")
    assert tacit("vault", "forget", str(talk), secrets=(WORDS,))[0] == 2
    assert tacit("search", "dentist", secrets=(WORDS,))[1]
    code, said = tacit("vault", "forget", str(talk), "--yes", secrets=(WORDS,))
    assert (code, len(said[0]["forgotten"])) == (0, 2)
    assert tacit("search", "dentist", secrets=(WORDS,))[1] == []
    assert tacit("vault", "forget", "999", "--yes", secrets=(WORDS,))[1][-1]["kind"] == "NotThere"


@pytest.mark.usefixtures("recovery_key")
def test_an_export_is_readable_warned_about_and_never_written_over(
    tacit: Ask, paths: Paths, tmp_path: Path
) -> None:
    remember(paths, "the dentist is on Friday ☂")
    folder = tmp_path / "my export"
    assert tacit("vault", "export", str(folder), secrets=(WORDS,))[0] == 2
    assert not folder.exists()
    assert tacit("vault", "export", str(folder), "--yes", secrets=(WORDS,))[0] == 0
    messages = json.loads((folder / "message.json").read_text())
    assert messages[0]["text"] == "the dentist is on Friday ☂"
    assert json.loads((folder / "item.json").read_text())[0]["created_us"].startswith("2026-03-04")
    assert tacit("vault", "export", str(folder), "--yes", secrets=(WORDS,))[0] == 1


@pytest.mark.usefixtures("recovery_key")
def test_without_a_terminal_or_a_line_a_sentence_says_what_is_needed(
    tacit: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = tacit("vault", "verify")
    assert (code, said[-1]["kind"]) == (1, "NothingToAsk")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["vault", "verify"]) == 1
    assert "--passphrase-stdin" in capsys.readouterr().err


def test_commands_without_a_vault(tacit: Ask, tmp_path: Path) -> None:
    for words in (["status"], ["verify"], ["backup"], ["erase", "--yes-erase-everything"]):
        code, said = tacit("vault", *words, secrets=(WORDS,))
        assert (code, said[-1]["kind"]) == (1, "VaultMissing")
    (tmp_path / "x.tacit").write_bytes(b"not a backup")
    code, said = tacit("vault", "restore", str(tmp_path / "x.tacit"), secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "BackupDamaged")


def test_a_short_passphrase_makes_no_vault(tacit: Ask) -> None:
    assert tacit("vault", "create", secrets=("short", "short"))[1][-1]["kind"] == "WeakPassphrase"
    assert tacit("vault", "create", secrets=(WORDS, "other words"))[0] == 2
    assert tacit("vault", "status")[0] == 1


@pytest.mark.usefixtures("recovery_key")
def test_forget_by_what_is_meant(tacit: Ask, paths: Paths) -> None:
    talk = remember(paths, "the dentist is on Friday")
    said = tacit("vault", "forget", "--until", "2020-01-01", "--yes", secrets=(WORDS,))[1]
    assert said[0]["forgotten"] == []
    code, said = tacit("vault", "forget", "--person", "Ana", "--yes", secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "NotThere")
    said = tacit("vault", "forget", "--since", "2020-01-01", "--yes", secrets=(WORDS,))[1]
    assert talk in said[0]["forgotten"]
    assert tacit("vault", "forget", "--yes", secrets=(WORDS,))[1][0]["forgotten"] == []


@pytest.mark.usefixtures("recovery_key")
def test_salvage_makes_a_new_vault_beside_a_damaged_one(
    tacit: Ask, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        remember(paths, f"word{number} " + "filling " * 200)
    database = Places.of(paths.data, paths.config).database
    raw = bytearray(database.read_bytes())
    raw[-3 * 4096 + 50] ^= 1
    database.write_bytes(raw)
    assert tacit("vault", "verify", secrets=(WORDS,))[1][-1]["kind"] == "VaultDamaged"
    new = tmp_path / "new"
    code, said = tacit("vault", "salvage", str(new), secrets=(WORDS,))
    assert code == 0
    assert not all(one["is_whole"] for one in said[:-1])
    opened = Vault.unlock(Places.of(new, new.with_name("new.anchor")), with_passphrase(WORDS), NOW)
    with opened.reader() as conn:
        assert 30 <= conn.value("SELECT count(*) FROM message") <= 40
    opened.close()


@pytest.fixture
def keychain() -> Iterator[SafeKeychain]:
    with keychains.in_use() as made:
        yield made


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, typed: list[str]) -> Callable[..., int]:
    """Run a command as a person would, who types these secrets when asked."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: typed.pop(0))
    return lambda *words: main([*words])


@pytest.mark.usefixtures("recovery_key")
def test_the_keychain_opens_unless_the_owner_is_asked_for(
    tacit: Ask,
    paths: Paths,
    keychain: SafeKeychain,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    remember(paths, "the dentist is on Friday")
    assert tacit("vault", "keychain", "status")[1] == [{"keychain": "off", "is_there": True}]
    assert tacit("vault", "keychain", "on", secrets=(WORDS,))[0] == 0
    assert tacit("vault", "keychain", "status")[1][0]["keychain"] == "on"
    typed: list[str] = []
    person = at_a_terminal(monkeypatch, typed)
    assert person("search", "dentist") == 0
    assert person("vault", "verify") == 0
    typed.append(WORDS)
    assert person("vault", "verify", "--ask") == 0
    assert typed == []
    for words in (["passwd"], ["recovery"], ["keychain", "on"]):  # what changes the ways in
        typed.append("a wrong passphrase")
        assert person("vault", *words) == 1
        Places.of(paths.data, paths.config).tries().succeeded()
    keychain.is_broken = True
    typed.append(WORDS)
    assert person("vault", "verify") == 0
    assert typed == []
    keychain.is_broken = False
    assert person("vault", "keychain", "off") == 0
    capsys.readouterr()
    assert tacit("vault", "verify")[0] == 1


@pytest.mark.usefixtures("recovery_key")
def test_no_keychain_here(tacit: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = tacit("vault", "keychain", "on", secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "KeychainUnavailable")
    assert tacit("vault", "keychain", "status")[1] == [{"keychain": "off", "is_there": False}]
    assert tacit("vault", "keychain", "off", secrets=(WORDS,))[0] == 0


@pytest.mark.usefixtures("recovery_key", "keychain")
def test_both_put_back_is_said_with_the_way_on(tacit: Ask, paths: Paths) -> None:
    places = Places.of(paths.data, paths.config)
    earlier = {path: path.read_bytes() for path in (places.database, places.anchor)}
    remember(paths, "the dentist is on Friday")
    for path, raw in earlier.items():
        path.write_bytes(raw)
    code, said = tacit("vault", "verify", secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "PutBackTogether")
    assert "--accept-older" in said[-1]["action"]
    assert tacit("vault", "verify", "--accept-older", secrets=(WORDS,))[0] == 0
    assert tacit("vault", "verify", secrets=(WORDS,))[0] == 0


@pytest.mark.usefixtures("recovery_key", "keychain")
def test_what_was_found_at_unlocking_is_said(
    tacit: Ask, paths: Paths, keychain: SafeKeychain
) -> None:
    remember(paths, "the dentist is on Friday")
    keychain.is_broken = True
    said = tacit("search", "dentist", secrets=(WORDS,))[1]
    assert said[0] == {"event": "found", "what": "keychain silent"}


def test_every_finding_has_a_sentence() -> None:
    assert set(FOUND) == set(Finding)


@pytest.mark.usefixtures("recovery_key")
def test_progress_is_said_where_there_is_something_to_wait_for(
    tacit: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all("event" not in row for row in tacit("vault", "verify", secrets=(WORDS,))[1])
    monkeypatch.setattr("desktop.commands.vault.PATIENCE_S", 0.0)
    *told, result = tacit("vault", "verify", secrets=(WORDS,))[1]
    assert result["whole"]
    assert told
    assert all(row["event"] == "progress" and row["total_bytes"] for row in told)


@pytest.fixture
def compact_embedder(real_weights: Path, paths: Paths) -> None:
    """Only the compact search model: the vault's texts are learned by it."""
    name = "minilm-l6-v2-int8"
    shutil.copytree(real_weights / name, paths.weights / name)


@pytest.mark.usefixtures("recovery_key", "compact_embedder")
def test_search_finds_what_is_meant_as_well_as_what_is_written(tacit: Ask, paths: Paths) -> None:
    remember(paths, "the dentist is on Friday")
    remember(paths, "our cat has had kittens")
    code, found = tacit("search", "baby animals", secrets=(WORDS,))
    assert code == 0
    assert "kittens" in found[0]["text"]
    assert found[0]["why"] == "meaning"
    by_words = tacit("search", "baby animals", "--words", secrets=(WORDS,))[1]
    assert by_words == []
    remember(paths, "the puppies are growing")  # what came since is learned by the way
    found = tacit("search", "small dogs", secrets=(WORDS,))[1]
    assert "puppies" in found[0]["text"]


@pytest.mark.usefixtures("recovery_key", "compact_embedder")
def test_the_index_is_made_anew(tacit: Ask, paths: Paths) -> None:
    remember(paths, "our cat has had kittens")
    code, said = tacit("vault", "rebuild-index", secrets=(WORDS,))
    assert (code, said[-1]["passages"]) == (0, 1)
    assert said[-1]["model"].startswith("minilm-l6-v2-int8:")
    assert tacit("search", "baby animals", secrets=(WORDS,))[1]


@pytest.mark.usefixtures("recovery_key")
def test_without_weights_search_goes_by_words(tacit: Ask, paths: Paths) -> None:
    remember(paths, "the dentist is on Friday")
    assert tacit("search", "dentist", secrets=(WORDS,))[1]
    code, said = tacit("vault", "rebuild-index", secrets=(WORDS,))
    assert (code, said[-1]["kind"]) == (1, "NoDefaultWeights")


@pytest.mark.usefixtures("recovery_key", "compact_embedder")
def test_an_engine_that_fails_leaves_the_words(
    tacit: Ask, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(paths, "the dentist is on Friday")

    def fail(*_: object) -> None:
        raise EngineDied("embed", "working", "SIGKILL")

    monkeypatch.setattr("desktop.meaning.up_to_date", fail)
    assert tacit("search", "dentist", secrets=(WORDS,))[1]
