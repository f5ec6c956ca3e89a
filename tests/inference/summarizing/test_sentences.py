"""Sentences as they stand on a page."""

from inference.summarizing.sentences import sentences


def test_full_stops_that_end_nothing_part_nothing() -> None:
    text = (
        "Dr. Weber came on 3. Mai 2024, e.g. by train. He left at 5. It cost 1.5 euros! J. Brandt "
        "paid. “Really?” Yes."
    )
    assert list(sentences(text)) == [
        "Dr. Weber came on 3. Mai 2024, e.g. by train.", "He left at 5.", "It cost 1.5 euros!",
        "J. Brandt paid.", "“Really?”", "Yes.",
    ]  # fmt: skip


def test_lines_of_a_paragraph_are_one_and_rows_are_not() -> None:
    text = "# Rent\n\nIt is due\non the third.\n\n• one\n• two\n\n| a | b |\n| 1 | 2 |\n\n"
    assert list(sentences(text)) == ["It is due on the third.", "one", "two", "a · b", "1 · 2"]


def test_of_nothing_there_are_none() -> None:
    assert list(sentences("")) == []
    assert list(sentences(" \n\n# Only a heading\n")) == []
