"""`tacit documents ask`, on a vault of its own; a table needs no weights."""

from pathlib import Path

import pytest

from tests.desktop.commanding import Tacit, tacit

__all__ = ["tacit"]
SPENDING = (
    "Date,Category,Amount\n2026-01-05,Travel,120.50\n2026-01-09,Office,40.00\n"
    "2026-02-11,Travel,80.00\n"
)


@pytest.fixture
def number(tacit: Tacit, tmp_path: Path) -> int:
    (tmp_path / "spending.csv").write_text(SPENDING)
    (tmp_path / "lease.md").write_text("# Lease\n\nThe monthly rent amounts to 900 euros.\n")
    ran = tacit("documents", "add", str(tmp_path / "spending.csv"), str(tmp_path / "lease.md"))
    return int(ran.rows[0]["document"])


def test_what_a_table_says_is_worked_out(tacit: Tacit, number: int) -> None:
    ran = tacit("documents", "ask", "How much was spent on travel?")
    assert ran.code == 0
    computed, end = ran.rows
    assert (computed["event"], computed["document"], computed["page"]) == ("computed", number, 1)
    assert computed["text"].startswith("The sum of “Amount” is 200.50")
    assert (end["event"], end["reason"]) == ("finished", "whole")
    people = tacit.piped("documents", "ask", "How much was spent on travel?", str(number)).out
    assert people.rstrip().endswith("[“spending”]")


def test_without_weights_the_places_are_named(tacit: Tacit, number: int) -> None:
    (end,) = tacit("documents", "ask", "Who pays the monthly rent?").rows
    assert end["reason"] == "unasked"
    assert end["nearest"][0]["title"] == "Lease"
    ran = tacit.piped("documents", "ask", "Who pays the monthly rent?")
    assert "“Lease”: The monthly rent amounts to 900 euros." in ran.out


def test_what_many_papers_say_names_each(tacit: Tacit, number: int, tmp_path: Path) -> None:
    (tmp_path / "bills").mkdir()
    for month, total in (("01", "80"), ("02", "55")):
        text = f"# Invoice {month}\n\nInvoice date: 2026-{month}-05\n\nTotal due: £{total}.00\n"
        (tmp_path / "bills" / f"bill-{month}.md").write_text(text)
    assert tacit("documents", "add", str(tmp_path / "bills")).code == 0
    whole, *figures, end = tacit("documents", "ask", "How much do my invoices come to?").rows
    assert (whole["event"], whole["text"]) == ("gathered", "2 invoices come to £135.00 in all.")
    assert [one["place"] for one in figures] == ["“Invoice 01”", "“Invoice 02”"]
    assert (end["reason"], end["statements"]) == ("whole", 2)


def test_nothing_that_bears_on_it_is_said(tacit: Tacit, number: int) -> None:
    ran = tacit.piped("documents", "ask", "Zork?", str(number))
    assert ran.code == 0
    assert "Your documents do not say that." in ran.out + ran.err or "No weights" in ran.err


def test_a_document_that_is_not_there_and_no_question(tacit: Tacit) -> None:
    assert tacit("documents", "ask", "Why?", "77").row["kind"] == "NotThere"
    assert tacit("documents", "ask", "  ").code == 1


def test_documents_are_named_by_number_or_title(tacit: Tacit, number: int, tmp_path: Path) -> None:
    asked = ("documents", "ask", "How much was spent on travel?")
    computed, _end = tacit(*asked, "--in", "Spending", "--in", "lease").rows
    assert computed["document"] == number
    assert tacit(*asked, "--in", "lease").row["reason"] != "whole"
    assert tacit(*asked, "--in", "Zork").row["kind"] == "ValueRefused"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "lease.md").write_text("# Lease\n\nThe rent is 700 euros.\n")
    tacit("documents", "add", str(tmp_path / "more"))
    said = tacit.piped(*asked, "--in", "Lease")
    assert f"{number + 1}, {number + 2}" in said.out + said.err
    assert tacit(*asked, "--in", "Lease (more)").row["reason"] != "whole"
