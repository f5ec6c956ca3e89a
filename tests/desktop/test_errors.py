"""Every error has a card, and the cards read as they were written."""

import errno
import json
import re
from pathlib import Path

import pytest

from desktop import errors as cards
from desktop.cards import Words, size
from desktop.errors import ROOTS, NoDisplay, NothingToAsk, describe, is_expected
from inference import errors as inference
from inference.tools import errors as tools
from inference.tools.base import EMPTY, TOO_LONG
from models import errors as weights
from vault import errors as vault

GOLDEN = Path(__file__).parents[1] / "golden" / "error_cards.json"
FILE = Path("/home/someone/secret folder/my model.gguf")


def never_asked(number: int) -> tools.ApprovalGone:
    """As the gate raises it where there never was such a question."""
    error = tools.ApprovalGone(number)
    error.__cause__ = vault.NotThere("approval", number)
    return error


EXAMPLES: list[BaseException] = [
    weights.UnknownWeights("nonsense"),
    weights.AlreadyInstalled("whisper-base"),
    weights.AlreadyArriving("whisper-base"),
    weights.WeightsInUse("whisper-base"),
    weights.WeightsDamaged("whisper-base", ("model.bin", "config.json")),
    *(weights.NoDefaultWeights(role) for role in ("chat", "embed", "listen", "speak")),
    weights.WrongRole("whisper-base", "chat"),
    inference.CalledOff("chat"),
    cards.CannotWrite(FILE),
    cards.GuessablePassphrase(),
    cards.NoMicrophone(),
    cards.MicrophoneBusy(),
    cards.MicrophoneDenied(),
    cards.MicrophoneGone(),
    cards.NothingHeard(),
    cards.NoSound(),
    inference.EngineDied("chat", "working", "SIGSEGV"),
    inference.EngineDied("listen", "working", "SIGKILL"),
    inference.EngineHung("speak", "working"),
    inference.NotSealed("EINVAL"),
    inference.OutOfMemory("chat"),
    inference.WeightsUnusable("smollm2-135m", "not loaded"),
    inference.WeightsNotReady("my-model"),
    weights.ConversionFailed("my-model", "likeness 0.9"),
    inference.WeightsRefused("smollm2-135m"),
    inference.ContextFull(9000, 8192),
    inference.FormRefused("Unimplemented keys: ['if']\nmore"),
    inference.AudioUnreadable(""),
    inference.FileUnread("letter.pdf"),
    inference.FileTooBig("letter.pdf", 2_147_483_648, 268_435_456),
    inference.PasswordNeeded("letter.pdf"),
    inference.PasswordWrong("letter.pdf"),
    inference.FileDamaged("letter.pdf", "BadZipFile in packed.py:31"),
    *(inference.KindUnsupported("letter.doc", kind) for kind in ("old Word", "unknown")),
    inference.IsRecording("song.mp3"),
    inference.ReadingTooLong("letter.pdf", 60),
    inference.ReadingTooLarge("letter.pdf"),
    inference.NothingReadable("letter.pdf"),
    inference.NothingReadable("scan.pdf", 3),
    tools.ToolError(),
    tools.UnknownTool("fly_to_the_moon"),
    tools.ArgumentRefused("due", "missing"),
    tools.ArgumentRefused("title", EMPTY),
    tools.ArgumentRefused("title", TOO_LONG),
    tools.NothingLikeThat("task", "the report"),
    tools.WhichOne("task", "report", ((3, "Write the report"), (5, "Send the report"))),
    *(
        tools.NotAllowed("move_file", reason)
        for reason in ("never", "outside", "private", "unattended")
    ),
    tools.ApprovalNeeded("forget", 7),
    tools.ApprovalGone(7),
    never_asked(8),
    tools.NotDone("create_task"),
    tools.UndoGone(4),
    tools.EverythingStopped(),
    tools.FolderNotGranted(str(FILE)),
    tools.FileInTheWay(str(FILE)),
    tools.CannotCalculate("1/0", "nothing can be divided by nothing"),
    tools.UnknownKey("entry", "identity.shoe_size"),
    tools.ValueRefused("work.hours", "two times, such as 09:00–17:30"),
    weights.NotWeights(FILE),
    weights.NoSuchPath(FILE),
    weights.OnePieceOfSeveral(FILE, 3),
    weights.ChangedMeanwhile(FILE),
    weights.UnsafeFormat(FILE),
    weights.WeightsMalformed(FILE, "tensor past the end"),
    weights.GgufUnsupported(FILE, 7),
    weights.DiskFull(FILE.parent, 1_500_000_000),
    weights.DiskFull(FILE.parent, 0),
    weights.SourceUnreachable("huggingface.co", 12_000_000),
    weights.SourceUnreachable("the package index"),
    *(weights.SourceRefused("huggingface.co", status) for status in (404, 403, 451)),
    weights.SourceUntrusted("elsewhere.example"),
    weights.WrongBytes("huggingface.co", "model.gguf"),
    weights.InstallerMissing(),
    vault.VaultMissing(FILE.parent),
    vault.VaultExists(FILE.parent),
    vault.VaultInUse(),
    vault.VaultClosed(),
    vault.WrongPassphrase(),
    vault.WrongPassphrase(8.0),
    vault.WrongRecoveryKey(),
    vault.RecoveryKeyMistyped(),
    vault.TooManyTries(3.2),
    vault.WeakPassphrase(8),
    vault.HeaderDamaged(),
    vault.KeychainUnavailable(),
    vault.LastSlot(),
    vault.VaultTooNew(7, 2),
    vault.VaultDamaged(),
    vault.VaultDamaged((FILE,)),
    vault.RolledBack(9, 7),
    vault.PutBackTogether(9, 7),
    vault.AuditBroken(12),
    vault.VaultFull(),
    vault.VaultReadOnly(),
    vault.VaultBusy(),
    vault.MigrationFailed(2, FILE),
    vault.UnsafeLibrary("3.40.1"),
    vault.BackupDamaged(FILE),
    vault.NotThere("task", 7),
    NoDisplay(),
    NothingToAsk(),
    PermissionError(errno.EACCES, "/root/x"),
    OSError(errno.EROFS, "/root/x"),
    OSError(errno.ENOSPC, "/root/x"),
    weights.SourceRefused("the package index", 0),
    vault.StatementFailed(),
    inference.EngineFault("embed", "KeyError in chat.py:1"),
    ZeroDivisionError("ours"),
]


Kind = type[BaseException]


def subclasses(root: Kind) -> set[Kind]:
    below: set[Kind] = set(root.__subclasses__())
    return below.union(*(subclasses(one) for one in below))


ALL_ERRORS = sorted(
    (one for root in ROOTS for one in subclasses(root) if not one.__module__.startswith("tests")),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", ALL_ERRORS)
def test_every_class_has_a_card(kind: Kind) -> None:
    assert any(parent in cards.CARDS for parent in kind.__mro__), kind


@pytest.mark.parametrize("kind", ALL_ERRORS)
def test_every_class_has_an_example_here(kind: Kind) -> None:
    assert any(type(one) is kind for one in EXAMPLES), kind


def test_the_cards_read_as_they_were_written() -> None:
    """After a change on purpose: delete the file, run the test, read the difference."""
    now = {}
    for error in EXAMPLES:
        card = describe(error)
        now[f"{type(error).__name__} {[str(one) for one in error.args]}"] = [
            card.title,
            card.body,
            card.action,
            *([card.in_window] if card.in_window else []),
        ]
    if not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(now, indent=2, ensure_ascii=False) + "\n")
        pytest.fail("written anew; read it")
    assert now == json.loads(GOLDEN.read_text())


ONLY_IN_A_TERMINAL = (
    NoDisplay, NothingToAsk, vault.VaultMissing, vault.UnsafeLibrary, weights.InstallerMissing,
    inference.WeightsNotReady, inference.NotSealed, inference.IsRecording,
)  # fmt: skip
"what the window never says, and what no page does yet"


@pytest.mark.parametrize("error", EXAMPLES, ids=repr)
def test_before_the_window_nobody_is_sent_to_a_terminal(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TACIT_COMMAND", "python3 run.py")
    todo = describe(error).todo
    assert todo
    if not isinstance(error, ONLY_IN_A_TERMINAL):
        assert "run.py" not in todo


@pytest.mark.parametrize("error", EXAMPLES, ids=repr)
def test_cards_are_plain_and_calm(error: BaseException) -> None:
    card = describe(error)
    said = f"{card.title} {card.body} {card.action} {card.in_window}"
    assert "!" not in said
    assert not re.search(r"\b(invalid|exception|failed|fatal|error code|null|None)\b", said)
    assert card.title
    assert card.body.endswith(".")
    assert card.action
    assert str(FILE.parent) not in said
    assert not card.title.endswith(".")


def test_the_closest_card_wins() -> None:
    class Worse(weights.NotWeights):
        pass

    assert describe(Worse(FILE)) == describe(weights.NotWeights(FILE))
    assert describe(ZeroDivisionError()).title == "Something unexpected happened"


def test_the_command_line_expects_what_people_cause() -> None:
    assert [error for error in EXAMPLES if not is_expected(error)] == EXAMPLES[-3:]
    assert not is_expected(OSError(errno.EIO, "x"))


class Hidden(Words):
    """What is shown in place of a text, so that what is shown as it was can be seen."""

    def __call__(self, text: str) -> str:
        return "%s".join("_" * len(part) for part in text.split("%s"))


@pytest.mark.parametrize("error", EXAMPLES, ids=repr)
def test_the_window_says_every_word_in_its_own_language(error: BaseException) -> None:
    card = describe(error, Hidden())
    todo = "" if isinstance(error, ONLY_IN_A_TERMINAL) else card.todo
    said = f"{card.title} {card.body} {todo}"
    given = " ".join([*map(str, error.args), FILE.name, "GB MB kB"])
    left = set(re.findall(r"[A-Za-z]{3,}", said)) - set(re.findall(r"[A-Za-z]{3,}", given))
    assert not left


def test_sizes_read_well() -> None:
    assert [size(n) for n in (5, 1500, 2_500_000, 1_117_320_768)] == [
        "5 bytes", "1.5 kB", "2.5 MB", "1.1 GB",
    ]  # fmt: skip


def test_commands_are_named_as_they_are_typed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TACIT_COMMAND", "python3 run.py")
    assert "python3 run.py models list" in describe(weights.UnknownWeights("x")).action
