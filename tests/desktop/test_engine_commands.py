"""`tacit ask`, `embed`, `say`, `transcribe`, `bench` and `doctor --network` on real weights."""

import io
import json
import os
import sys
import threading
import wave
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.cli import main
from models import machine

Captured = pytest.CaptureFixture[str]
TINY = "smollm2-135m"


@pytest.fixture(autouse=True)
def _real_weights(real_weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TACIT_WEIGHTS", str(real_weights))
    monkeypatch.setattr("desktop.crash.close_memory", lambda: None)
    note = paths.find().prepare().cache / "threads.json"  # no two seconds of trying in each test
    cores = machine.look().physical_cores
    note.write_text(json.dumps({"cores": cores, "threads": {TINY: [cores, cores]}}))


def rows(capsys: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def ask(*words: str) -> int:
    system = "You are a helpful assistant."
    return main(["ask", *words, "--model", TINY, "--context", "1024", "--system", system])


def test_an_answer_for_people_and_for_programs(capsys: Captured) -> None:
    assert ask("What is the capital of France?") == 0
    assert "Paris" in capsys.readouterr().out
    assert ask("What is the capital of France?", "--json") == 0
    (row,) = rows(capsys)
    assert "Paris" in row["text"]
    assert row["usage"]["prompt_tokens"] > 10


def test_an_answer_as_it_comes(capsys: Captured) -> None:
    assert ask("Say hello.", "--stream", "--most", "8") == 0
    said = capsys.readouterr().out
    assert said.strip()
    assert ask("Say hello.", "--stream", "--most", "8", "--json") == 0
    found = rows(capsys)
    assert "".join(row["text"] for row in found if row["event"] == "token").strip() == said.strip()
    assert found[-1]["event"] == "finished"


def test_an_answer_by_a_schema(capsys: Captured, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(
        '{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}'
    )
    assert ask("What is the capital of France?", "--schema", str(schema)) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"city"}


@pytest.mark.parametrize("content", ["", "[1]", "{", '"text"', "\xff"])
def test_what_is_no_schema(capsys: Captured, tmp_path: Path, content: str) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(content, encoding="latin-1")
    assert ask("Hi", "--schema", str(schema)) == 2
    assert "no schema" in capsys.readouterr().err
    assert ask("Hi", "--schema", str(tmp_path / "none.json")) == 2


def test_a_question_from_standard_input(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("What is the capital of France?"))
    assert ask("-") == 0
    assert "Paris" in capsys.readouterr().out


@pytest.mark.parametrize("question", ["", "   "])
def test_nothing_asked(capsys: Captured, question: str) -> None:
    assert ask(question) == 2
    assert "Nothing was asked" in capsys.readouterr().err


def test_too_long_and_unknown(capsys: Captured) -> None:
    assert ask("word " * 3000) == 1
    assert "too long" in capsys.readouterr().err
    assert main(["ask", "Hi", "--model", "nonsense"]) == 1
    assert "nonsense" in capsys.readouterr().err


def test_what_is_said_is_transcribed(capsys: Captured, tmp_path: Path) -> None:
    sound = tmp_path / "said.wav"
    assert main(["say", "The meeting starts on Thursday morning.", "-o", str(sound)]) == 0
    with wave.open(str(sound)) as file:
        assert file.getframerate() == 22050
        assert file.getnframes() > 22050
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".wav"] == ["said.wav"]
    capsys.readouterr()
    assert main(["transcribe", str(sound), "--language", "en"]) == 0
    assert capsys.readouterr().out.strip() == "The meeting starts on Thursday morning."
    assert main(["transcribe", str(sound), "--times", "--json"]) == 0
    (row,) = rows(capsys)
    assert row["segments"][0]["words"][0]["text"] == "The"
    assert main(["transcribe", str(sound), "--times"]) == 0
    assert capsys.readouterr().out.startswith("  0:00  The meeting")


def test_what_cannot_be_said_or_heard(capsys: Captured, tmp_path: Path) -> None:
    sound = tmp_path / "silence.wav"
    assert main(["say", "🎉", "-o", str(sound)]) == 2
    assert not sound.exists()
    sound.write_bytes(b"no sound")
    assert main(["transcribe", str(sound)]) == 1
    assert "no sound to listen to" in capsys.readouterr().err
    assert main(["transcribe", str(tmp_path / "none.wav")]) == 1
    assert main(["say", "Hello", "-o", str(tmp_path / "no" / "folder.wav")]) == 1


def test_likeness_and_vectors(capsys: Captured) -> None:
    texts = ["a cat", "a kitten", "tax law"]
    assert main(["embed", *texts, "--model", "minilm-l6-v2-int8"]) == 0
    scores = [float(line.split()[0]) for line in capsys.readouterr().out.splitlines()[1:]]
    assert scores[0] > scores[1] > scores[2]
    assert main(["embed", "a cat", "--model", "minilm-l6-v2-int8", "--json"]) == 0
    (row,) = rows(capsys)
    assert len(row["vector"]) == 384


def test_the_ways_out_are_shown(capsys: Captured) -> None:
    assert main(["doctor", "--network"]) == 0
    said = capsys.readouterr().out
    assert "a UDP packet" in said
    assert "Nothing that an engine knows can leave this computer." in said
    assert main(["doctor", "--network", "--json"]) == 0
    (row,) = rows(capsys)
    assert row["sealed"] is True


def test_a_leak_is_called_one(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = {"before": {"a UDP packet": True}, "after": {"a UDP packet": True}}
    monkeypatch.setattr("inference.engines.client.ways_out", lambda: tried)
    assert main(["doctor", "--network"]) == 1
    assert "Still open: a UDP packet." in capsys.readouterr().out


def test_threads_are_tried_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    note = paths.find().cache / "threads.json"
    note.unlink()
    monkeypatch.setattr("os.getloadavg", lambda: (0.1, 0.1, 0.1))
    assert ask("Hi", "--most", "2") == 0
    written = note.read_text()
    assert list(json.loads(written)["threads"]) == [TINY]
    changed = note.stat().st_mtime_ns
    assert ask("Hi", "--most", "2") == 0
    assert note.stat().st_mtime_ns == changed
    note.write_text('{"cores": 4, "threads": 7}')
    assert ask("Hi", "--most", "2") == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_speech_goes_where_it_was_sent(capsys: Captured, tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "there.wav", tmp_path / "link.wav", tmp_path / "pipe"
    link.symlink_to(target)
    assert main(["say", "Hello there.", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"RIFF")
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    assert main(["say", "Hello there.", "-o", str(pipe)]) == 0
    reader.join(30)
    assert pipe.is_fifo()
    assert heard[0].startswith(b"RIFF")
    capsys.readouterr()
    assert main(["say", "Hello there.", "-o", str(tmp_path)]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "Hi", "--temperature", "nan"],
        ["ask", "Hi", "--most", "0"],
        ["ask", "Hi", "--context", "1"],
        ["say", "Hi", "-o", "x.wav", "--speed", "0"],
        ["say", "Hi", "-o", "x.wav", "--speed", "fast"],
        ["search", "x", "--most", "0"],
    ],
)
def test_numbers_out_of_bounds(words: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "please" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "Hi", "--model", "minilm-l6-v2-int8"],
        ["ask", "Hi", "--model", "piper-joe"],
        ["say", "Hi", "-o", "x.wav", "--model", TINY],
        ["embed", "Hi", "--model", "whisper-base"],
    ],
)
def test_weights_of_another_role(words: list[str], capsys: Captured) -> None:
    assert main([*words, "--json"]) == 1
    assert rows(capsys)[-1]["kind"] == "WrongRole"


def test_an_answer_with_too_little_room_says_so(capsys: Captured, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps({"type": "object", "properties": {"a": {"type": "string"}},
                                  "required": ["a"]}))  # fmt: skip
    assert ask("Tell me a story.", "--schema", str(schema), "--most", "6", "--json") == 0
    (row,) = rows(capsys)
    assert set(json.loads(row["text"])) == {"a"}
    assert row["reason"] == "length"
    assert ask("Tell me a story.", "--schema", str(schema), "--most", "6") == 0
    assert "little room" in capsys.readouterr().err
    assert ask("Tell me a story.", "--most", "3") == 0
    assert "cut off" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["[" * 3000, '{"a":' * 3000, '{"properties":' * 200 + "1" + "}" * 200]
)
def test_a_schema_that_is_nested_too_deeply(capsys: Captured, tmp_path: Path, content: str) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(content)
    assert ask("Hi", "--schema", str(schema)) == 2
    assert "nested too deeply" in capsys.readouterr().err


def test_threads_are_not_remembered_from_a_busy_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    note = paths.find().cache / "threads.json"
    note.unlink()
    monkeypatch.setattr("os.getloadavg", lambda: (99.0, 99.0, 99.0))
    assert ask("Hi", "--most", "2") == 0
    assert not note.exists()
    monkeypatch.setattr("os.getloadavg", lambda: (0.1, 0.1, 0.1))
    assert ask("Hi", "--most", "2") == 0
    assert note.exists()
