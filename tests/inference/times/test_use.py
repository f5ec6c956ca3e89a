"""A time that was read is taken out of its sentence, written for tools and said back."""

import pytest

from inference.times.echo import VOICES, echo
from inference.times.find import find
from inference.times.reading import Conventions, Doubt
from inference.times.use import without
from tests.inference.times.rows import NOW


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("remind me to call mum tomorrow at 9", "remind me to call mum"),
        ("tomorrow at 9, call mum", "call mum"),
        ("Every Monday at 9 send me the numbers", "send me the numbers"),
        ("Dentist next Tuesday at 10:15, please.", "Dentist, please."),
        ("send the papers, by Friday, to Anna", "send the papers, to Anna"),
        ("dinner (on Saturday at 7pm) with Ben", "dinner with Ben"),
        ("is the office open on Boxing Day?", "is the office open?"),
        ("ring the bank tomorrow and buy milk on Friday", "ring the bank and buy milk"),
        ("nothing to see here", "nothing to see here"),
    ],
)
def test_a_sentence_without_its_times(sentence: str, rest: str) -> None:
    assert without(sentence, find(sentence, NOW)) == rest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tomorrow at 3", "Thursday, 19 November 2026, 15:00"),
        ("by Friday", "by Friday, 20 November 2026"),
        ("this weekend", "Saturday, 21 November 2026 to Sunday, 22 November 2026"),
        ("tomorrow from 3 to 5", "Thursday, 19 November 2026, 15:00 to 17:00"),
        (
            "every second Tuesday until the end of June",
            "every second Tuesday until 30 June 2027, first on Tuesday, 24 November 2026",
        ),
        (
            "every weekday at 9am",
            "Monday to Friday at 09:00, first on Thursday, 19 November 2026, 09:00",
        ),
        (
            "every Monday and Thursday at 6pm, 5 times",
            "every Monday and Thursday at 18:00, 5 times, "
            "first on Thursday, 19 November 2026, 18:00",
        ),
        (
            "every three weeks on Friday",
            "every 3 weeks on Friday, first on Friday, 20 November 2026",
        ),
        (
            "every month on the last Friday",
            "every month on the last Friday, first on Friday, 27 November 2026",
        ),
        ("monthly on the 15th", "every month on the 15th, first on Tuesday, 15 December 2026"),
        ("every March 5th", "every year on 5 March, first on Friday, 5 March 2027"),
        ("every 2 hours", "every 2 hours, first on Wednesday, 18 November 2026, 13:30"),
        (
            "tomorrow at 7",
            "Do you mean Thursday, 19 November 2026, 07:00 or Thursday, 19 November 2026, 19:00?",
        ),
        ("twice a week", "On which days?"),
        (
            "every Tuesday from 3 to 4",
            "every Tuesday from 15:00 to 16:00, first on Tuesday, 24 November 2026, 15:00",
        ),
        (
            "every day at 8am and 8pm",
            "every day at 08:00 and 20:00, first on Wednesday, 18 November 2026, 20:00",
        ),
        (
            "every hour until 6pm",
            "every hour until Wednesday, 18 November 2026, 18:00, "
            "first on Wednesday, 18 November 2026, 12:30",
        ),
        (
            "2027-10-31 at 02:30",
            "Do you mean Sunday, 31 October 2027, 02:30 (UTC+02:00) or "
            "Sunday, 31 October 2027, 02:30 (UTC+01:00)?",
        ),
    ],
)
def test_what_was_understood_is_said_back(words: str, said: str) -> None:
    (found,) = find(words, NOW)
    assert echo(found) == said


@pytest.mark.parametrize("language", VOICES)
def test_every_question_can_be_asked_in_every_language(language: str) -> None:
    assert set(VOICES[language].doubts) == set(Doubt)


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        (
            "de",
            "jeden zweiten Dienstag um 15 Uhr bis Juni",
            "jeden zweiten Dienstag um 15:00 Uhr bis 31. Mai 2027, "
            "zuerst am Dienstag, 24. November 2026, 15:00 Uhr",
        ),
        ("de", "bis Freitag", "bis Freitag, 20. November 2026"),
        (
            "de",
            "jeden Monat am 5.",
            "jeden Monat am 5., zuerst am Samstag, 5. Dezember 2026",
        ),
        (
            "de",
            "vom 3. bis 7. März",
            "Mittwoch, 3. März 2027 bis Sonntag, 7. März 2027",
        ),
        ("de", "jede Woche", "An welchen Tagen?"),
        (
            "es",
            "cada lunes a las 10",
            "cada lunes a las 10:00, primero el lunes, 23 de noviembre de 2026, 10:00",
        ),
        ("es", "hasta el viernes", "hasta el viernes, 20 de noviembre de 2026"),
        (
            "es",
            "el primer lunes de cada mes",
            "cada mes el 1.º lunes, primero el lunes, 7 de diciembre de 2026",
        ),
        ("es", "cada semana", "¿Qué días?"),
    ],
)
def test_german_and_spanish_are_said_back(language: str, words: str, said: str) -> None:
    (found,) = find(words, NOW, Conventions(language=language))
    assert echo(found, language) == said


def test_the_words_of_another_language_are_said_back_in_it() -> None:
    (found,) = find("tomorrow at 3", NOW, Conventions())
    assert echo(found, "de") == "Donnerstag, 19. November 2026, 15:00 Uhr"
    assert echo(found, "es") == "jueves, 19 de noviembre de 2026, 15:00"
    assert echo(found, "fr") == "Thursday, 19 November 2026, 15:00"
