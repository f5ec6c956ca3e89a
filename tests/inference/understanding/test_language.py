"""Only what is plainly another language is called so."""

import pytest

from inference.understanding.language import is_foreign


@pytest.mark.parametrize(
    "text",
    ["Erinnere mich morgen um 9 an den Zahnarzt", "Rappelle-moi demain de payer pour la voiture",
     "Recuérdame mañana que llame a mi madre", "明天早上九点提醒我打电话给妈妈", "ذكرني غدا"],
)  # fmt: skip
def test_another_language(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    ["Remind me tomorrow at 9", "Add crème brûlée to my list", "milk", "call Müller", "la la land",
     "Die Hard and Das Boot on Friday", "42", "", "Order pizza from Il Forno in La Rue"],
)  # fmt: skip
def test_english_or_too_little_to_tell(text: str) -> None:
    assert not is_foreign(text)
