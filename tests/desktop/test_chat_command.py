"""`tacit chat`: from a pipe, at a terminal, stopped, and with a scripted model's answers."""

import io
import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import assistant, paths
from desktop.commands import chat
from desktop.commands.acting import Hand
from desktop.commands.conversing import Talk
from desktop.output import Output
from inference import preferences
from inference.engines.protocols import Stopped, never
from inference.errors import ContextFull, EngineDied
from inference.types import ChatEvent, ChatRequest
from models import machine
from tests.desktop.commanding import WORDS, Tacit, tacit
from tests.scripted import ScriptedChat
from vault import conversations

__all__ = ["tacit"]
TINY = "smollm2-135m"
TEA = "Tea is a drink made of leaves."


def events(tacit: Tacit, *lines: str, words: tuple[str, ...] = ()) -> list[str]:
    return [row["event"] for row in tacit("chat", *words, piped="\n".join(lines)).rows]


def kept(tacit: Tacit) -> list[str]:
    """Every message in the vault."""
    vault = tacit.unlocked()
    with vault.reader() as conn:
        found = [
            one.text
            for talk in reversed(conversations.recent(conn))
            for one in conversations.messages(conn, talk.id)
        ]
    vault.close()
    return found


def test_a_turn_for_each_line_and_an_answer_to_a_question(tacit: Tacit) -> None:
    lines = ["set a reminder at 7 on 3 May 2030 to jump", "in the evening", "remind me tomorrow",
             "never mind"]  # fmt: skip
    said = events(tacit, *lines)
    assert said == [
        "heard", "understood", "question", "finished",
        "heard", "understood", "proposed", "done", "said", "finished",
        "heard", "understood", "question", "finished",
        "heard", "said", "finished",
    ]  # fmt: skip
    assert [row["at"] for row in tacit("remind").rows] == ["2030-05-03T19:00:00+02:00"]
    assert kept(tacit)[:3:2] == lines[:2]


def test_what_people_read_echoes_times_and_says_how_to_go_on(tacit: Tacit) -> None:
    ran = tacit.piped("chat", piped="remind me to jump on 3 May 2030 at 3pm\n/undo\n/undo\n/nope\n")
    assert "set reminder · text “jump” · Friday, 3 May 2030, 15:00" in ran.out
    assert "Taken back: jump." in ran.out
    assert "There is nothing to take back." in ran.out
    assert "There is no /nope." in ran.out
    assert ">" not in ran.out
    assert tacit("remind").rows == []


def test_a_yes_is_never_taken_from_a_pipe(tacit: Tacit) -> None:
    tacit("remember", "Ana lives in Lisbon")
    ran = tacit("chat", piped="forget where Ana lives\ny\nyes\n")
    waits = [row for row in ran.rows if row["event"] == "needs yes"]
    assert (ran.code, len(waits)) == (2, 1)
    assert tacit("recall", "Ana").rows
    assert len(tacit("approvals").rows) == 1


def test_at_a_terminal_it_is_shown_and_answered_where_it_is_asked(tacit: Tacit) -> None:
    tacit("remember", "Ana lives in Lisbon")
    no = tacit.typed("chat", lines=["forget where Ana lives", "n", "/quit"])
    assert (no.code, "Tacit needs your yes to forget" in no.out) == (0, True)
    assert tacit("recall", "Ana").rows
    left = tacit.typed("chat", lines=["forget where Ana lives", KeyboardInterrupt, "/quit"])
    assert "Left waiting" in left.out
    yes = tacit.typed("chat", lines=["forget where Ana lives", "y"])
    assert "Forgotten" in yes.out
    assert tacit("recall", "Ana").rows == []


def test_which_of_two_is_picked_at_the_terminal(tacit: Tacit) -> None:
    for name in ("Call Ana", "Call Bob"):
        tacit("tasks", "add", name)
    ran = tacit.typed("chat", lines=["mark call as done", "2", "mark call ana as done", "/undo"])
    assert "Done: Call Bob." in ran.out
    assert [row["title"] for row in tacit("tasks").rows] == ["Call Ana"]


def test_pressing_twice_leaves_and_once_does_not(tacit: Tacit) -> None:
    once = tacit.typed("chat", lines=[KeyboardInterrupt, "/quit"])
    assert (once.code, "once more leaves" in once.out) == (0, True)
    twice = tacit.typed("chat", lines=[KeyboardInterrupt, KeyboardInterrupt])
    assert (twice.code, twice.out.splitlines()[-1], twice.err) == (0, "Goodbye.", "")


def test_nothing_that_is_typed_is_kept_outside_of_the_vault(tacit: Tacit, tmp_path: Path) -> None:
    secret = "zanzibarcinnamon"
    tacit.typed("chat", lines=[f"remember that my locker code is {secret}", "/memory locker"])
    assert secret in " ".join(kept(tacit))
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def test_a_private_conversation_leaves_nothing(tacit: Tacit) -> None:
    tacit("chat", "--private", piped="hello there\nremember that I like tea\n/new\nhello\n")
    assert kept(tacit) == []
    assert tacit("recall", "tea").rows == []
    tacit("chat", piped="/private\nhello\n/private\nhi there\n")
    assert kept(tacit) == ["hi there"]


def test_conversations_are_private_where_the_owner_wants_that(tacit: Tacit) -> None:
    vault = tacit.unlocked()
    with vault.writer() as conn:
        preferences.put(conn, "chats.private", new=True)
    vault.close()
    tacit("chat", piped="hello there\n")
    assert kept(tacit) == []


def test_a_conversation_goes_on_where_it_was(tacit: Tacit) -> None:
    tacit("chat", piped="add milk to my list\n")
    tacit("chat", "--continue", piped="add bread to my list\n")
    vault = tacit.unlocked()
    with vault.reader() as conn:
        (talk,) = conversations.recent(conn)
        said = conversations.messages(conn, talk.id)
        assert len(conversations.branch(conn, said[-1].id)) == len(said) == 4
    vault.close()
    assert "add milk" in tacit.piped("chat", "--conversation", str(talk.id)).out
    gone = tacit("chat", "--conversation", "999")
    assert (gone.code, gone.row["kind"]) == (1, "NotThere")
    tacit("chat", piped="hello\n/new\nhi\n")
    assert len(kept(tacit)) == 6


def test_what_was_said_is_shown_a_line_each(tacit: Tacit) -> None:
    tacit("chat", piped=f"add {'milk ' * 50}to my list\n")
    shown = tacit.piped("chat", "--continue").out.splitlines()
    assert [len(line) for line in shown if "add milk" in line] == [202]


def test_what_is_kept_of_a_private_conversation_is_said(tacit: Tacit) -> None:
    stays = "Reminders, tasks and notes made here stay."
    assert stays in tacit.typed("chat", "--private", lines=["/quit"]).out
    tacit("chat", "--private", piped="add milk to my list\n")
    assert [row["title"] for row in tacit("tasks").rows] == ["milk"]


class Pressing(ScriptedChat):
    """Answers while the owner presses Ctrl+C after the third word."""

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        for number, event in enumerate(super().stream(request, stopped=stopped)):
            if number == 3:
                signal.raise_signal(signal.SIGINT)
            yield event


@contextmanager
def talking(tacit: Tacit, answers: ScriptedChat) -> Iterator[Talk]:
    """A conversation with a model that says what a test wrote down for it."""
    vault = tacit.unlocked()
    with assistant.opened(vault, tacit.paths) as ready:
        ready.mind = replace(ready.mind, chat=answers)
        yield Talk(Hand(ready, Output(as_json=False)))
    vault.close()


def test_an_answer_is_stopped_and_the_program_is_not(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGINT)
    with talking(tacit, Pressing([TEA, TEA])) as talk:
        stopper = chat.Stopper()
        chat.turn(talk, "What is tea?", stopper)
        assert "Tea is a drink" not in capsys.readouterr().out
        assert signal.getsignal(signal.SIGINT) is before
        with pytest.raises(KeyboardInterrupt):
            chat.turn(talk, "/again", stopper)
    assert kept(tacit)[0] == "What is tea?"


def test_answers_again_edited_and_where_they_are_from(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    tacit("remember", "Ana likes green tea")
    with talking(tacit, ScriptedChat([TEA, "Leaves in water.", "A metal.", ""])) as talk:
        for line in ("/sources", "/again", "What tea does Ana like?", "/sources", "/again"):
            talk.say(line, never)
        said = capsys.readouterr().out
        assert "written from nothing" in said
        assert "Nothing was said yet." in said
        assert f"{TEA}\n" in said
        assert "Ana likes green tea" in said
        assert said.rstrip().endswith("Leaves in water.")
        talk.say("/edit", never)
        assert talk.prefill() == "What tea does Ana like?"
        talk.say("What is tin?", never)
        assert "A metal." in capsys.readouterr().out
        talk.say("/edit What is zinc?", never)
    assert [text for text in kept(tacit) if text.startswith("What")] == [
        "What tea does Ana like?", "What is tin?", "What is zinc?",
    ]  # fmt: skip


def test_what_is_learned_from_talk_is_said(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking(tacit, ScriptedChat(["How nice."])) as talk:
        talk.say("My sister Ana lives in Lisbon by the way.", never)
    assert "Noted: Ana lives in Lisbon." in capsys.readouterr().out


def test_a_model_that_fails_leaves_the_conversation_standing(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    died = EngineDied("chat", "streaming", "SIGKILL")
    with talking(tacit, ScriptedChat([died, TEA])) as talk:
        talk.say("What is tea?", never)
        assert talk.code == 1
        assert capsys.readouterr().err
        talk.say("/again", never)
        assert TEA in capsys.readouterr().out


def test_what_is_too_long_for_a_conversation_can_be_kept(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking(tacit, ScriptedChat([ContextFull(9000, 4096)])) as talk:
        talk.say("What is tea?", never)
    said = capsys.readouterr().err
    assert ("notes add -" in said, "--context" in said) == (True, False)


def test_an_answer_cannot_play_tricks_on_the_terminal(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking(tacit, ScriptedChat(["\x1b[2J \x1b]0;owned\x07 done \u202e"])) as talk:
        talk.say("What is tea?", never)
    said = capsys.readouterr().out
    assert "done" in said
    assert not set(said) & {"\x1b", "\x07", "\u202e"}


def test_without_weights_it_still_acts_and_says_what_is_missing(tacit: Tacit) -> None:
    ran = tacit.piped("chat", piped="What is tea?\nadd milk to my list\n")
    assert "No weights to answer with" in ran.err
    assert len(tacit("tasks").rows) == 1


def test_the_passphrase_comes_before_the_first_line(tacit: Tacit) -> None:
    tacit("chat", "--passphrase-stdin", piped=f"{WORDS}\nadd milk to my list\n")
    assert kept(tacit)[0] == "add milk to my list"


def test_real_weights_answer(
    tacit: Tacit, real_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(real_weights / TINY, tmp_path / "weights" / TINY)
    monkeypatch.setenv("TACIT_WEIGHTS", str(tmp_path / "weights"))
    cores = machine.look().physical_cores
    known = {"cores": cores, "threads": {TINY: [cores, cores]}}  # nothing to be tried out
    (tacit.paths.cache / "threads.json").write_text(json.dumps(known))
    vault, shown = tacit.unlocked(), io.StringIO()
    with assistant.opened(vault, paths.find()) as ready:
        talk = Talk(Hand(ready, Output(as_json=False, out=shown)))
        talk.say("What is tea?", lambda: bool(shown.getvalue()))
    vault.close()
    assert shown.getvalue().strip()
