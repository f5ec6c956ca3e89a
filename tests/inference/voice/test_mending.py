"""Years in one piece, and nothing else changed."""

import pytest

from inference.voice.mending import mended


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("On January 5, 2020, 27 at 10 a.m.", "On January 5, 2027 at 10 a.m."),
        ("on December 3rd, 20 26", "on December 3rd, 2026"),
        ("in 2020 7", "in 2027"),
        ("March 20-27", "March 2027"),
        ("the year 2030, 35.", "the year 2035."),
        ("In 2019, 2020, 27 people came.", "In 2019, 2020, 27 people came."),
        ("in 2020, 45 people came", "in 2020, 45 people came"),
        ("at 20 30", "at 20 30"),
        ("May 20, 27 people", "May 20, 27 people"),
        ("in 20 20%", "in 20 20%"),
        ("January 5, 2027", "January 5, 2027"),
        ("", ""),
    ],
)
def test_years(heard: str, meant: str) -> None:
    assert mended(heard) == meant
