"""Figures and days that stand beside a label are told as they stand there."""

import pytest

from inference.asking import labelled
from inference.asking.answer import Answered, Statement, ask
from inference.asking.finding import Desk
from tests.inference.asking.conftest import Put
from vault.documents import Page

INVOICE = (
    "# Invoice\n\nBrightwater Plumbing Ltd\n\n"
    "Invoice number: BW-2026-0417 Invoice date: 12 March 2026 Payment due: 11 April 2026\n\n"
    "| Work | Hours | Amount |\n| --- | --- | --- |\n| Tap | 1 | £145.00 |\n"
    "| Subtotal | | £145.00 |\n| VAT 20 % | | £29.00 |\n| Total due | | £174.00 |\n"
)
RECEIPT = (
    "# Receipt\n\nGREEN GROCER LTD, 12 High Street\n\n| Oat milk 2x | 3.90 |\n"
    "| Coffee beans 500g | 8.49 |\n\nTOTAL 12.39 CARD 12.39\n"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When is the invoice due?", "Payment due: 11 April 2026"),
        ("What did the coffee beans cost?", "Coffee beans 500g: 8.49"),
        ("How much did I pay at the green grocer?", "TOTAL: 12.39"),
        ("What did the bananas cost?", None),
        ("When was the coffee paid?", None),
        ("How much did I pay at the blue baker?", None),
    ],
)
def test_what_stands_beside_a_label(desk: Desk, put: Put, question: str, said: str | None) -> None:
    put("invoice.md", INVOICE)
    put("receipt.md", RECEIPT)
    *events, end = ask(question, desk, None)
    assert isinstance(end, Answered)
    assert [one.text for one in events if isinstance(one, Statement)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (INVOICE, ("Total due", "£174.00")),
        (RECEIPT, ("TOTAL", "12.39")),
        ("Zwischensumme 90,00 €\n\nRechnungsbetrag: 107,10 €", ("Rechnungsbetrag", "107,10 €")),
        ("Total: 5.00\n\nTotal: 7.00", None),
        ("Subtotal 90.00", None),
        ("The total came as a surprise.", None),
    ],
)
def test_what_a_document_comes_to(text: str, said: tuple[str, str] | None) -> None:
    found = labelled.total([Page(1, "", text)])
    assert (found and (found.label, found.value)) == said


@pytest.mark.parametrize(
    ("value", "worth"),
    [("£1,512.88", "1512.88"), ("1.107,10 €", "1107.10"), ("1,250", "1250"), ("12,50", "12.50")],
)
def test_what_is_written_is_worth(value: str, worth: str) -> None:
    assert str(labelled.Beside("Total", value, 1, "").worth) == worth
