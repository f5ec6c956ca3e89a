"""A request that is called off while the model is asked what it means."""

import pytest

from inference.errors import CalledOff
from inference.tools.catalog import OFFERED
from inference.understanding import question
from inference.understanding.examples import Near
from tests.scripted import ScriptedChat


def test_it_ends_without_a_guess() -> None:
    chat = ScriptedChat(["half an answer"])
    with pytest.raises(CalledOff):
        question.ask(chat, "Do something", Near((), ()), OFFERED, lambda: True)
