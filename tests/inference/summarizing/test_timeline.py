"""Days in the order of time, found by code."""

import pytest

from inference.summarizing.timeline import dated
from vault.documents import Page

LEASE = (
    "# Lease\n\nThe lease begins on 1 April 2026. It was signed in March 2024. In 2019 the house "
    "was built. The keys are handed over on 14 June. Tomorrow is Monday, in 3 days."
)


def of(*texts: str, language: str = "en") -> list[tuple[str, str, tuple[int, ...]]]:
    pages = [Page(at, "", text) for at, text in enumerate(texts, 1)]
    return [(one.when, one.text, one.pages) for one in dated(pages, language)]


def test_days_come_in_order_with_their_sentence_and_page() -> None:
    found = of(LEASE, "• by 31 December 2025: pay\n\n| 2025-07-01 | Kick-off |")
    assert found == [
        ("2019", "In 2019 the house was built.", (1,)),
        ("2019-06-14", "The keys are handed over on 14 June.", (1,)),
        ("2024-03", "It was signed in March 2024.", (1,)),
        ("2025-07-01", "2025-07-01 · Kick-off", (2,)),
        ("2025-12-31", "by 31 December 2025: pay", (2,)),
        ("2026-04-01", "The lease begins on 1 April 2026.", (1,)),
    ]


def test_a_day_without_a_year_is_of_the_year_that_was_named_last() -> None:
    assert of("It ends on 14 June.") == []
    when = [row[0] for row in of("Since 3 May 2021 it is so.", "It ends on 14 June.")]
    assert when == ["2021-05-03", "2021-06-14"]


@pytest.mark.parametrize(
    "text",
    ["Tomorrow at 5.", "Next Monday 3 of us go.", "Every 2 weeks.", "Version 3.2 has 12 of 40.",
     "It takes 3 months.", "", "On 30 February 2024 nothing was."],
)  # fmt: skip
def test_what_depends_on_today_is_no_day(text: str) -> None:
    assert of(text) == []


def test_german_days() -> None:
    found = of("Am 3. Mai 2024 wurde beschlossen. Der Vertrag vom 12.03.2023 gilt.", language="de")
    assert [row[0] for row in found] == ["2023-03-12", "2024-05-03"]


def test_the_same_sentence_twice_is_told_once_and_two_days_of_one_twice() -> None:
    text = "From 1 May 2024 it holds, and it ends on 2 June 2024."
    found = [(row[0], row[2]) for row in of(text, text)]
    assert found == [("2024-05-01", (1, 2)), ("2024-06-02", (1, 2))]
