"""The scripted engine does what engines do, and refuses to run outside of tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from inference.engines.local import whole
from inference.engines.protocols import ChatEngine
from inference.errors import EngineHung
from inference.types import ChatRequest, Failed, Finished, Message, Token
from tests.scripted import OutsideTests, ScriptedChat

ASK = ChatRequest((Message("user", "one two three"),))
ROOT = Path(__file__).parents[1]


def test_it_says_its_lines() -> None:
    engine: ChatEngine = ScriptedChat(["Hello there", EngineHung("chat", "working")])
    answer = whole(engine.stream(ASK))
    assert (answer.text, answer.reason, answer.usage.prompt_tokens) == ("Hello there", "end", 3)
    (event,) = engine.stream(ASK)
    assert isinstance(event, Failed)
    with pytest.raises(IndexError):
        list(engine.stream(ASK))


def test_it_can_be_stopped() -> None:
    events = list(ScriptedChat(["a b c"]).stream(ASK, stopped=lambda: True))
    assert not any(isinstance(event, Token) for event in events)
    assert events[-1] == Finished("cancelled")


def test_it_refuses_to_start_outside_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    with pytest.raises(OutsideTests):
        ScriptedChat(["Hello"])


def test_nothing_that_is_shipped_knows_of_it() -> None:
    script = "import sys, desktop.cli; sys.exit(any('scripted' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
