"""Whom and which days a text names, and how alike two texts are."""

from datetime import date

import pytest

from inference.reading import dated, naming, wording
from vault.appearances import Days, Person


def names(text: str, *known: str) -> list[str]:
    return sorted(one.name for one in naming.people([text], known))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Berg and Jonas van der Meer signed it.", ["Anna Berg", "Jonas van der Meer"]),
        ("Signed by MARIA LOPEZ.", ["Maria Lopez"]),
        ("Dr. Xqu Okonkwo was there.", ["Xqu Okonkwo"]),
        ("From: Zdravko Plešec <zp@example.org>", ["Zdravko Plešec"]),
        ("Thomas-Müller-Straße 4, James Street, Martin Bank AG", []),
        ("The Quarterly Report of Acme Holdings", []),
        ("Frank was late in March.", []),
        ("Herr Klaus Zimmermann, Frau Dr. Petra Vogel", ["Klaus Zimmermann", "Petra Vogel"]),
        ("Élodie O’Brien-Smith et Émile Zola", ["Émile Zola"]),
        ("", []),
    ],
)  # fmt: skip
def test_names_are_found_by_rules(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_people_that_the_owner_knows_are_found_by_any_name_of_theirs() -> None:
    text = "Then anna and Anna came, and Bo. Annabel did not. Anna Berg did."
    assert names(text, "Anna", "Bo") == ["Anna", "Bo"]


def test_people_are_counted_with_their_first_page() -> None:
    found = naming.people(["nothing", "Anna Berg.", "Anna Berg and Jonas Roth."])
    assert found == [Person("Anna Berg", 2, 2), Person("Jonas Roth", 3, 1)]
    many = " ".join(f"Anna Berg{chr(97 + n // 26)}{chr(97 + n % 26)}." for n in range(200))
    assert len(naming.people([many])) == naming.MOST


def day(text: str) -> list[Days]:
    return dated.days([text])


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "4.3.2026", "04. 03. 2026", "4 March 2026", "March 4, 2026",
        "4th of March, 2026",
        "4. März 2026", "4 de marzo de 2026", "Mar 4, 2026", "4 MARCH 2026",
    ],
)  # fmt: skip
def test_days_are_found_however_they_are_written(text: str) -> None:
    assert day(f"due {text}.") == [Days(date(2026, 3, 4), date(2026, 3, 4), 1)]


def test_months_and_quarters_are_stretches() -> None:
    assert day("in March 2026 and Q2 2026; 12/25/2026, 25/12/2025") == [
        Days(date(2025, 12, 25), date(2025, 12, 25), 1),
        Days(date(2026, 3, 1), date(2026, 3, 31), 1),
        Days(date(2026, 4, 1), date(2026, 6, 30), 1),
        Days(date(2026, 12, 25), date(2026, 12, 25), 1),
    ]


@pytest.mark.parametrize(
    "text",
    ["3/4/2026", "version 1.2.20261", "in March", "31.4.2026", "1899-01-01"],
)
def test_what_is_no_day_or_could_be_two_is_left_out(text: str) -> None:
    assert day(text) == []


def test_the_same_day_counts_once_with_its_first_page() -> None:
    assert dated.days(["", "2026-03-04", "4 March 2026"]) == [
        Days(date(2026, 3, 4), date(2026, 3, 4), 2)
    ]


LEASE = " ".join(
    f"clause {n} says that the tenant of flat {n * 7} pays rent {n * 13}" for n in range(80)
)


def test_a_signature_tells_how_alike_texts_are() -> None:
    one = wording.signature([LEASE])
    other = wording.signature([LEASE.replace("clause 7 ", "paragraph seven "), "and an end"])
    stranger = wording.signature([" ".join(f"word{n}" for n in range(400))])
    assert one is not None
    assert other is not None
    assert stranger is not None
    assert 0.85 < float((one == other).mean()) < 1
    assert float((one == stranger).mean()) < 0.1
    assert wording.signature(["too short to tell"]) is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("March", date(2026, 3, 1), date(2026, 3, 31)),
        ("Dezember", date(2025, 12, 1), date(2025, 12, 31)),
        ("march 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_what_a_person_means_by_a_time(said: str, first: date, last: date) -> None:
    assert dated.meant(said, date(2026, 11, 21)) == (first, last)


def test_what_is_no_time_is_none() -> None:
    assert dated.meant("the lease", date(2026, 11, 21)) is None
    assert dated.meant("2024-02-29 or 2024-03-01", date(2026, 11, 21)) is None
