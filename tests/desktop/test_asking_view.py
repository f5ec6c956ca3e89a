"""A question asked in the window: all documents or one, each part of the answer to its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.places import PageName, Place
from desktop.ui.asking_view import AskingView
from desktop.ui.documents_page import DocumentsPage
from desktop.ui.home import Home
from desktop.viewmodels.asking import AskingModel
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Evidence
from desktop.viewmodels.mentions import Mentions
from inference.asking import answer
from inference.asking.answer import Answered, AskEvent, Looked, Statement
from inference.asking.finding import Desk, Excerpt
from inference.asking.following import Before
from inference.errors import EngineDied
from tests.desktop.conftest import WAIT_MS
from vault import documents

SPENDING = (
    "Date,Category,Amount\n2026-01-05,Travel,120.50\n2026-01-09,Office,40.00\n"
    "2026-02-11,Travel,80.00\n"
)
LEASE = "# Lease\n\nThe monthly rent amounts to 900 euros.\n\nA dog needs a consent.\n"


@pytest.fixture
def page(qtbot: QtBot, home: Home, tmp_path: Path) -> DocumentsPage:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "spending.csv").write_text(SPENDING)
    (tmp_path / "papers" / "lease.md").write_text(LEASE)
    home.go_to(Place(PageName.DOCUMENTS))
    shown = home.page
    assert isinstance(shown, DocumentsPage)
    shown.take_in([tmp_path / "papers"])
    qtbot.waitUntil(lambda: shown.table.model().rowCount() == 2, timeout=WAIT_MS)
    return shown


def ask(qtbot: QtBot, view: AskingView, question: str) -> list[str]:
    view.question.setText(question)
    view.question.returnPressed.emit()
    assert not view.start.isEnabled()
    qtbot.waitUntil(view.stop.isHidden, timeout=WAIT_MS)
    said = [view.answer.item(row).text() for row in range(view.answer.count())]
    return [one.replace("\u2068", "").replace("\u2069", "") for one in said]


def test_a_table_is_worked_out_and_leads_to_its_rows(qtbot: QtBot, page: DocumentsPage) -> None:
    (said,) = ask(qtbot, page.asking, "How much was spent on travel?")
    assert said.startswith("The sum of “Amount” is 200.50, over 2 of 3 rows")
    assert said.endswith("(“spending”)")
    page.asking.answer.itemClicked.emit(page.asking.answer.item(0))
    qtbot.waitUntil(lambda: "120.50" in page.view.text.toPlainText(), timeout=WAIT_MS)
    marked = [one.cursor.selectedText() for one in page.view.text.extraSelections()]
    assert "2026-01-05 | Travel | 120.50" in marked


def test_one_document_is_asked_where_it_is_shown(qtbot: QtBot, page: DocumentsPage) -> None:
    page.go_to("1")
    qtbot.waitUntil(lambda: not page.view.isHidden(), timeout=WAIT_MS)
    first = page.view.title.text()
    said = ask(qtbot, page.view.asking, "What needs a consent?")
    assert all("“" not in one for one in said), "which document is plain here"
    page.go_to("2")
    qtbot.waitUntil(lambda: page.view.title.text() != first, timeout=WAIT_MS)
    assert page.view.asking.question.text() == ""
    assert page.view.asking.answer.isHidden()


def test_without_a_model_the_places_are_shown(qtbot: QtBot, page: DocumentsPage) -> None:
    said = ask(qtbot, page.asking, "Who pays the monthly rent?")
    assert "The monthly rent amounts to 900 euros. (“Lease”)" in said
    assert "no model" in page.asking.said.text()


def test_an_empty_question_asks_nothing(page: DocumentsPage) -> None:
    page.asking.question.setText("   ")
    assert not page.asking.start.isEnabled()
    page.asking.question.returnPressed.emit()
    assert page.asking.stop.isHidden()


def test_what_many_papers_say_is_a_sentence_and_a_row_for_each(
    qtbot: QtBot, page: DocumentsPage, tmp_path: Path
) -> None:
    for month, total in (("01", "80"), ("02", "55")):
        text = f"# Invoice {month}\n\nInvoice date: 2026-{month}-05\n\nTotal due: £{total}.00\n"
        (tmp_path / "papers" / f"bill-{month}.md").write_text(text)
    page.take_in([tmp_path / "papers"])
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 4, timeout=WAIT_MS)
    said = ask(qtbot, page.asking, "How much do my invoices come to?")
    assert said == [
        "2 invoices come to £135.00 in all.",
        "Total due: £80.00 (5 January 2026) (“Invoice 01”)",
        "Total due: £55.00 (5 February 2026) (“Invoice 02”)",
    ]
    page.asking.answer.itemClicked.emit(page.asking.answer.item(0))
    assert page.view.isHidden(), "the sum stands in no document"
    page.asking.answer.itemClicked.emit(page.asking.answer.item(2))
    qtbot.waitUntil(lambda: "£55.00" in page.view.text.toPlainText(), timeout=WAIT_MS)


EXCERPT = Excerpt(1, "Lease", 1, "Rent", "The monthly rent amounts to 900 euros.")


def scripted(monkeypatch: pytest.MonkeyPatch, *events: AskEvent | Exception) -> None:
    """Answers that need weights this test does not have."""

    def ask(*_args: object, **_named: object) -> Iterator[AskEvent]:
        for event in events:
            if isinstance(event, Exception):
                raise event
            yield event

    monkeypatch.setattr(answer, "ask", ask)


def test_statements_arrive_and_the_absent_is_said(
    qtbot: QtBot, page: DocumentsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rent = Statement("The rent is 900 euros.", 1, "Lease", 1, EXCERPT.untrusted_text)
    scripted(monkeypatch, Looked((EXCERPT,)), rent, Answered("whole", 1))
    assert ask(qtbot, page.asking, "What is the rent?") == ["The rent is 900 euros. (“Lease”)"]
    assert page.asking.said.isHidden()
    scripted(monkeypatch, Looked((EXCERPT,)), Answered("absent", nearest=(EXCERPT,)))
    assert ask(qtbot, page.asking, "What is the deposit?") == [
        "The monthly rent amounts to 900 euros. (“Lease”)"
    ]
    assert page.asking.said.text() == ("Your documents do not say that. These places come closest.")
    scripted(monkeypatch, Answered("absent"))
    assert ask(qtbot, page.asking, "Who is Zork?") == []
    assert page.asking.said.text() == "Nothing here bears on that."


def test_only_those_that_are_selected_are_asked(
    qtbot: QtBot, page: DocumentsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[tuple[int, ...]]()

    def ask_of(_question: str, desk: Desk, _chat: object, **named: object) -> Iterator[AskEvent]:
        asked.append(desk.scope)
        leaned.append(named["before"])
        yield Answered("part", before=Before("What is the rent?", (1,)))

    leaned = list[object]()
    monkeypatch.setattr(answer, "ask", ask_of)
    page.table.selectAll()
    assert page.asking.question.placeholderText() == "Ask about the 2 that are selected"
    ask(qtbot, page.asking, "What is the rent?")
    assert page.asking.said.text() == "Of the rest nothing is said here."
    ask(qtbot, page.asking, "And the deposit?")
    page.table.clearSelection()
    assert page.asking.question.placeholderText() == "Ask about all documents"
    ask(qtbot, page.asking, "And the dog?")
    assert [sorted(one) for one in asked] == [[1, 2], [1, 2], []]
    assert leaned == [None, Before("What is the rent?", (1,)), None]


def test_an_engine_that_fails_is_told_in_a_sentence(
    qtbot: QtBot, page: DocumentsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, Looked((EXCERPT,)), EngineDied("chat", "answering", "SIGKILL"))
    assert ask(qtbot, page.asking, "What is the rent?") == []
    assert page.asking.said.text()
    assert page.asking.start.isEnabled()


def test_a_question_that_was_stopped_tells_nothing_more(
    qtbot: QtBot, page: DocumentsPage
) -> None:  # fmt: skip
    model = AskingModel(page.asking._model.session, page)
    told: list[object] = []
    model.told.connect(told.append)
    with qtbot.waitSignal(model.ended, timeout=WAIT_MS):
        model.ask("How much was spent on travel?")
        model.stop()
    assert not model.is_busy
    with qtbot.waitSignal(model.ended, timeout=WAIT_MS):
        model.ask("How much was spent on office?")
    assert len(told) == 1


def test_a_source_of_an_answer_leads_to_its_passage(
    qtbot: QtBot, page: DocumentsPage, home: Home
) -> None:
    with page._library.session.vault.reader() as conn:
        number = next(one for one, title in documents.titles(conn).items() if title == "Lease")
    chat = ChatModel(page._library.session, page)
    rent = "The monthly rent amounts to 900 euros."
    with qtbot.waitSignal(chat.place_found, timeout=WAIT_MS) as found:
        chat.find(Evidence(number, rent, "lease.md", 1))
    place = found.args[0]
    assert place == Place(PageName.DOCUMENTS, f"{number}:1:{rent}")
    home.go_to(place)
    qtbot.waitUntil(lambda: bool(page.view.text.extraSelections()), timeout=WAIT_MS)
    (marked,) = page.view.text.extraSelections()
    assert marked.cursor.selectedText() == rent


def test_documents_are_offered_behind_an_at(qtbot: QtBot, page: DocumentsPage) -> None:
    mentions = Mentions(page._library.session, page)
    with qtbot.waitSignal(mentions.found, timeout=WAIT_MS) as found:
        mentions.look_for("lea")
    assert [one.insert for one in found.args[1]] == ["“Lease”"]
