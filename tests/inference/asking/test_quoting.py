"""What plainly answers a question is told though no model found words for it."""

import pytest

from inference.asking.answer import Statement, ask
from inference.asking.finding import Desk, Excerpt
from inference.asking.support import Judge, Verdict
from inference.asking.wording import Question
from tests.inference.asking.conftest import Put

DENTIST = (
    "# Dental practice\n\nThank you for coming on 29 October. We have booked you in for 9 December "
    "2026 at 10:30. A crown costs £640.\n"
)
NET = (
    "# Internetanschluss\n\nDer monatliche Preis beträgt 34,95 Euro. Die Laufzeit beträgt 24 "
    "Monate.\n"
)
GYM = (
    "# Gym membership\n\nMember: Nora Falk. Membership number 20417.\n\nThe contract ends on "
    "14 January 2027.\n\nTo cancel, give one month's notice before the end date.\n"
)
STREET = "# Wohnung\n\nDie Wohnung in der Lange Straße hat 3 Zimmer.\n"
COLOUR = "# Minutes\n\nThe neighbour's fence gets a new colour on 3 May 2027.\n"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("when is my dentist appointment",
         "We have booked you in for 9 December 2026 at 10:30."),
        ("Was kostet der Internetanschluss im Monat?",
         "Der monatliche Preis beträgt 34,95 Euro."),
        ("What is my membership number at the gym?", "Membership number: 20417"),
        ("Wie viele Zimmer hat die Wohnung in der Lange Strasse?",
         "Die Wohnung in der Lange Straße hat 3 Zimmer."),
        ("When does the neighbor's fence get a new color?",
         "The neighbour's fence gets a new colour on 3 May 2027."),
        ("How much is the dentist's bridge?", None),
        ("What is my insurance number at the gym?", None),
    ],
)  # fmt: skip
def test_a_plain_sentence_is_told(desk: Desk, put: Put, question: str, said: str | None) -> None:
    for name, text in (("d", DENTIST), ("n", NET), ("g", GYM), ("s", STREET), ("c", COLOUR)):
        put(f"{name}.md", text)
    told = [one.text for one in ask(question, desk, None) if isinstance(one, Statement)]
    assert told == ([said] if said else [])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is a member of the gym?", 'Nora Falk.">{{{member_number}}}}'),
        ("Until when can I cancel the gym membership?", "You can cancel it until 14 January 2027."),
    ],
)
def test_scribbles_and_the_day_of_something_else_are_no_answer(
    desk: Desk, put: Put, question: str, answer: str
) -> None:
    number = put("gym.md", GYM)
    text = "Member: Nora Falk. The contract ends on 14 January 2027."
    judge = Judge(desk.conn, Question.of(question))
    told = judge.verdict(answer, Excerpt(number, "Gym membership", 1, "", text))
    assert told is Verdict.FAILS
    plain = "Who is a member of the gym?", "Nora Falk is a member of the gym."
    judge = Judge(desk.conn, Question.of(plain[0]))
    assert judge.verdict(plain[1], Excerpt(number, "Gym", 1, "", text)) is Verdict.HOLDS
