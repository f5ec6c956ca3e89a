"""A summary in a conversation: which document is meant, and what a turn makes of it."""

import pytest

from inference.asking import summing
from inference.tools.base import Desk
from inference.turn import TurnFinished, Words
from tests.inference.asking.test_talk import Begin, begin, here

__all__ = ["begin", "here"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Summarize the lease.", "lease.md"), ("Start a summary of the lease, please.", "lease.md"),
        ("Could you sum up my lease", "lease.md"),
        ("Read me a short summary of lease.", "lease.md"),
        ("What are the main points of the manual?", "manual.md"),
        ("Summarise the quarterly letter.", None), ("Summarize the talk that we had", None),
        ("Write me a story about the lease", None), ("Summarize the", None),
    ],
)  # fmt: skip
def test_which_document_is_meant(
    papers: dict[str, int], here: Desk, text: str, names: str | None
) -> None:
    found = summing.wanted(here, text)
    assert (found.document if found else None) == (papers[names] if names else None)


def test_a_summary_is_told_with_its_pages_and_kept(
    papers: dict[str, int], here: Desk, begin: Begin
) -> None:
    says = "[1] The rent is due on the third working day.\n[1] The rent amounts to 950 euros."
    talk, chat = begin(says, says, says)
    events = list(talk.turn("Summarize the lease."))
    last = events[-1]
    assert isinstance(last, TurnFinished)
    assert last.reason == "end"
    assert last.text == (
        "The rent is due on the third working day.\n"
        "The rent amounts to 950 euros. (not found there: 950)"
    )
    assert {one.item for one in last.used} == {papers["lease.md"]}
    assert "".join(one.text for one in events if isinstance(one, Words)) == last.text
    asked = len(chat.requests)
    again = list(talk.turn("Start a summary of the lease."))[-1]
    assert isinstance(again, TurnFinished)
    assert again.text == last.text
    assert len(chat.requests) == asked
