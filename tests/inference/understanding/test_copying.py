"""What a model copied is the owner's own, or is left out."""

import pytest

from inference.understanding import copying


@pytest.mark.parametrize(
    ("name", "copied", "said", "own"),
    [
        ("title", "fix the front light", "creat a taks: fix teh bike lihgt by firday",
         "fix teh bike lihgt"),
        ("title", "fix the tap", "That tap won't fix itself", "fix the tap"),
        ("title", "buy olive oil", "The olive oil is nearly gone", "buy olive oil"),
        ("reminder", "medicine", "wait with the medication reminder until 8", "medication"),
        ("task", "call the insurance", "The insurance isn't pressing any more", "insurance"),
        ("task", "hedge", "I won't manage the hedge", "hedge"),
        ("task", "wedding", "I won't manage the hedge", "wedding"),
        ("value", "dark", "my eyes hurt", "dark"),
    ],
)  # fmt: skip
def test_the_owners_words_stand_for_the_models(name: str, copied: str, said: str, own: str) -> None:
    assert copying.own(name, copied, said) == own


def test_a_name_that_nobody_said_bears_on_nothing() -> None:
    assert copying.bears_on("medicine", "wait with the medication")
    assert not copying.bears_on("wedding", "I won't manage the hedge")


def test_a_list_is_one_where_it_is_called_so() -> None:
    assert copying.is_said("list", "garden", "what's on the garden list")
    assert not copying.is_said("list", "garden", "work in the garden")
    assert copying.is_said("place", "Chicago", "whta time isit in chicgo")
