"""Names, numbers and dates of statements, looked for on pages."""

import pytest

from inference.summarizing.checking import Proof

LEASE = """# Lease

Anna Weber lets the flat at Linden-
weg 12 to Jonas Brandt. The rent is 1,234.50 euros, the deposit 2.5 million yen, paid in three
parts. It begins on 4 March 2026; papers by 15 May. O’Brien & Sons GmbH keeps 12 300 keys.
"""


def missing(statement: str, page: str = LEASE, language: str = "en") -> tuple[str, ...]:
    return Proof({1: page}, language).missing(statement, (1,))


@pytest.mark.parametrize(
    "statement",
    [
        "Anna Weber lets a flat to Jonas Brandt.",
        "The flat of Anna Weber's is at Lindenweg 12.",
        "The rent is 1234.5 euros.",
        "The rent is 1.234,50 euros.",
        "The deposit is 2,500,000 yen.",
        "The deposit is 2.5 million yen.",
        "It is paid in 3 parts.",
        "It begins on 2026-03-04.",
        "It begins on March 4, 2026.",
        "It begins on 04.03.2026.",
        "It begins on 4th of March.",
        "Papers are due on May 15.",
        "They keep 12,300 keys.",
        "The firm of O'Brien keeps keys.",
        "It begins in March.",
        "Somebody lets a flat.",
    ],
)
def test_what_is_written_differently_is_found(statement: str) -> None:
    assert missing(statement) == ()


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("Anna Becker lets a flat.", ("Anna Becker",)),
        ("The flat belongs to Maria Huber.", ("Maria Huber",)),
        ("The rent is 1,235.50 euros.", ("1,235.50",)),
        ("The rent is 234 euros.", ("234",)),
        ("The deposit is 2.5 billion yen.", ("2.5",)),
        ("It is paid in four parts.", ("four",)),
        ("It begins on 5 March 2026.", ("5 March 2026",)),
        ("It begins on 4 March 2027.", ("4 March 2027",)),
        ("Papers are due on 15 May 2031.", ("15 May 2031",)),
        ("It ends in July.", ("July",)),
        ("The keys are in Vienna, all 13 of them.", ("13", "Vienna")),
    ],
)
def test_what_is_not_there_is_said(statement: str, absent: tuple[str, ...]) -> None:
    assert missing(statement) == absent


def test_a_german_noun_alone_is_no_name() -> None:
    page = "Die Kaltmiete beträgt 900 Euro. Vermieterin ist Anna Weber."
    assert missing("Der Preis der Wohnung ist 900 Euro.", page, "de") == ()
    assert missing("Vermieterin ist Eva Kraus.", page, "de") == ("Eva Kraus",)
    assert missing("Es sind drei Zimmer.", page, "de") == ("drei",)


def test_another_page_is_cited_where_only_that_one_has_it_all() -> None:
    proof = Proof({1: "The garden is green.", 2: "The rent is 900.", 3: "Nothing."})
    assert proof.cited("The rent is 900.", (1,), (1, 2, 3)) == ((2,), ())
    assert proof.cited("The rent is 800.", (1,), (1, 2, 3)) == ((1,), ("800",))
    assert proof.cited("There is a rent.", (1,), (1, 2, 3)) == ((2,), ())
    assert proof.cited("It is green.", (1,), (1, 2, 3)) == ((1,), ())


def test_a_page_that_is_not_there_proves_nothing() -> None:
    assert Proof({}).missing("The rent is 900.", (7,)) == ("900",)
