"""What was understood, in the owner's language, so that a mistake is seen at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from inference.times import names
from inference.times.reading import (
    Doubt,
    Meaning,
    Moment,
    Question,
    Reading,
    Rule,
    Span,
    spoken,
    spoken_clock,
    spoken_date,
    spoken_day,
)

RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = "MO,TU,WE,TH,FR"


@dataclass(frozen=True)
class Voice:
    """One language's words around days and clock times."""

    by: str
    span: str
    at: str
    from_to: str
    until: str
    times: str
    first: str
    and_: str
    or_: str
    every: Mapping[str, tuple[str, str, str]]
    "per frequency: every one, every second, every so many"
    every_day: tuple[str, str, str]
    "the same for named weekdays"
    working_days: str
    of_month: str
    last_of_month: str
    nth_of_month: str
    of_year: str
    ordinal: Callable[[int], str]
    choose: str
    doubts: Mapping[Doubt, str]


def echo(understood: Reading | Meaning, language: str = "en") -> str:
    """A meaning as a person would say it: every second Tuesday until 30 June 2027."""
    meaning = understood.meaning if isinstance(understood, Reading) else understood
    language = names.known(language)
    if isinstance(meaning, Moment):
        said = spoken(meaning, language)
        return VOICES[language].by.format(said) if meaning.is_deadline else said
    if isinstance(meaning, Span):
        return _span(meaning, language)
    if isinstance(meaning, Rule):
        return _rule(meaning, language)
    return _question(meaning, language)


def _span(span: Span, language: str) -> str:
    voice = VOICES[language]
    start = Moment(span.start, span.is_days)
    if span.start.date() == span.end.date() and span.is_days:
        return spoken(start, language)
    if span.start.date() == span.end.date():
        day = spoken_day(span.start.date(), language)
        clocks = (spoken_clock(one, language) for one in (span.start, span.end))
        return f"{day}, {voice.span.format(*clocks)}"
    end = Moment(span.end, span.is_days)
    return voice.span.format(spoken(start, language), spoken(end, language))


def _question(question: Question, language: str) -> str:
    voice = VOICES[language]
    if not question.choices or question.doubt in (Doubt.PAST, Doubt.CLOCK_SKIPS):
        return voice.doubts[question.doubt]
    choices = [spoken(one, language) for one in question.choices]
    if len(set(choices)) < len(choices):
        choices = [
            f"{said} (UTC{one.at.isoformat()[-6:]})" for said, one in _paired(choices, question)
        ]
    return voice.choose.format(_listed(choices, voice.or_))


def _paired(choices: list[str], question: Question) -> list[tuple[str, Moment]]:
    return list(zip(choices, question.choices, strict=True))


def _rule(rule: Rule, language: str) -> str:
    voice = VOICES[language]
    parts = dict(part.split("=", 1) for part in rule.rrule.split(";"))
    said = _how_often(parts, language)
    if rule.lasts is not None and not rule.first.is_day:
        ends = (rule.first.at, rule.first.at + rule.lasts)
        said += " " + voice.from_to.format(*(spoken_clock(one, language) for one in ends))
    elif not rule.first.is_day and parts["FREQ"] not in ("HOURLY", "MINUTELY"):
        said += " " + voice.at.format(_clocks(parts, rule.first.at, language))
    if "COUNT" in parts:
        said += ", " + voice.times.format(parts["COUNT"])
    if "UNTIL" in parts:
        said += " " + voice.until.format(_until(parts, rule.first.at, language))
    return f"{said}, " + voice.first.format(spoken(rule.first, language))


def _clocks(parts: Mapping[str, str], first: datetime, language: str) -> str:
    hours = [int(hour) for hour in parts.get("BYHOUR", str(first.hour)).split(",")]
    clocks = [spoken_clock(first.replace(hour=hour), language) for hour in hours]
    return _listed(clocks, VOICES[language].and_)


def _until(parts: Mapping[str, str], first: datetime, language: str) -> str:
    utc = datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    last = utc.astimezone(first.tzinfo)
    whole_day = (last.hour, last.minute) == (23, 59)
    if whole_day:
        return spoken_date(last.date(), language)
    return spoken(Moment(last), language)


def _how_often(parts: Mapping[str, str], language: str) -> str:
    voice, every = VOICES[language], int(parts.get("INTERVAL", "1"))
    days = parts.get("BYDAY", "")
    if parts["FREQ"] == "WEEKLY" and days:
        return _weekly(days, every, language)
    said = _each(voice.every[parts["FREQ"]], every)
    if days:
        return f"{said} {_nths(days, language)}"
    if "BYMONTHDAY" in parts and "BYMONTH" in parts:
        month = names.MONTHS[language][int(parts["BYMONTH"]) - 1]
        return f"{said} {voice.of_year.format(parts['BYMONTHDAY'], month)}"
    if "BYMONTHDAY" in parts:
        return f"{said} {_month_days(parts['BYMONTHDAY'], voice)}"
    return said


def _weekly(days: str, every: int, language: str) -> str:
    voice = VOICES[language]
    if days == WORKING_DAYS and every == 1:
        return voice.working_days
    weekdays = [names.WEEKDAYS[language][RULE_DAYS.index(day)] for day in days.split(",")]
    return _each(voice.every_day, every).format(every=every, days=_listed(weekdays, voice.and_))


def _each(forms: tuple[str, str, str], every: int) -> str:
    return forms[min(every, 3) - 1].replace("{every}", str(every))


def _nths(days: str, language: str) -> str:
    voice = VOICES[language]
    named = []
    for day in days.split(","):
        weekday = names.WEEKDAYS[language][RULE_DAYS.index(day[-2:])]
        named.append(f"{voice.ordinal(int(day[:-2]))} {weekday}")
    return voice.nth_of_month.format(_listed(named, voice.and_))


def _month_days(days: str, voice: Voice) -> str:
    if days == "-1":
        return voice.last_of_month
    named = [voice.of_month.format(voice.ordinal(int(day)), day) for day in days.split(",")]
    return _listed(named, voice.and_)


def _listed(words: list[str], last: str) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _english_ordinal(number: int) -> str:
    if number < 0:
        return "last"
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _german_ordinal(number: int) -> str:
    return "letzten" if number < 0 else f"{number}."


def _spanish_ordinal(number: int) -> str:
    return "último" if number < 0 else f"{number}.º"


VOICES = {
    "en": Voice(
        by="by {}", span="{} to {}", at="at {}", from_to="from {} to {}",
        until="until {}", times="{} times",
        first="first on {}", and_="and", or_="or",
        every={
            "MINUTELY": ("every minute", "every 2 minutes", "every {every} minutes"),
            "HOURLY": ("every hour", "every 2 hours", "every {every} hours"),
            "DAILY": ("every day", "every second day", "every {every} days"),
            "WEEKLY": ("every week", "every second week", "every {every} weeks"),
            "MONTHLY": ("every month", "every second month", "every {every} months"),
            "YEARLY": ("every year", "every second year", "every {every} years"),
        },
        every_day=("every {days}", "every second {days}", "every {every} weeks on {days}"),
        working_days="Monday to Friday",
        of_month="on the {0}", last_of_month="on the last day", nth_of_month="on the {}",
        of_year="on {0} {1}", ordinal=_english_ordinal, choose="Do you mean {}?",
        doubts={
            Doubt.MORNING_OR_EVENING: "In the morning or in the evening?",
            Doubt.DAY_OR_MONTH: "Is the day or the month first?",
            Doubt.TODAY_OR_NEXT_WEEK: "Today or in a week?",
            Doubt.WHICH_MIDNIGHT: "The night before or the night after?",
            Doubt.CLOCK_SKIPS: "The clocks go forward then; this time does not exist that day. "
                               "When instead?",
            Doubt.CLOCK_REPEATS: "The clocks go back then; this time comes twice. Which one?",
            Doubt.NO_SUCH_DATE: "There is no such time. When do you mean?",
            Doubt.PAST: "That is over already. When do you mean?",
            Doubt.WHAT_TIME: "At what time?",
            Doubt.HOW_OFTEN: "On which days?",
            Doubt.ENDS_BEFORE_IT_BEGINS: "The end is before the beginning. When do you mean?",
        },
    ),
    "de": Voice(
        by="bis {}", span="{} bis {}", at="um {}", from_to="von {} bis {}",
        until="bis {}", times="{}-mal",
        first="zuerst am {}", and_="und", or_="oder",
        every={
            "MINUTELY": ("jede Minute", "alle 2 Minuten", "alle {every} Minuten"),
            "HOURLY": ("jede Stunde", "alle 2 Stunden", "alle {every} Stunden"),
            "DAILY": ("jeden Tag", "jeden zweiten Tag", "alle {every} Tage"),
            "WEEKLY": ("jede Woche", "jede zweite Woche", "alle {every} Wochen"),
            "MONTHLY": ("jeden Monat", "jeden zweiten Monat", "alle {every} Monate"),
            "YEARLY": ("jedes Jahr", "jedes zweite Jahr", "alle {every} Jahre"),
        },
        every_day=("jeden {days}", "jeden zweiten {days}", "alle {every} Wochen am {days}"),
        working_days="Montag bis Freitag",
        of_month="am {1}.", last_of_month="am letzten Tag", nth_of_month="am {}",
        of_year="am {0}. {1}", ordinal=_german_ordinal, choose="Meinst du {}?",
        doubts={
            Doubt.MORNING_OR_EVENING: "Morgens oder abends?",
            Doubt.DAY_OR_MONTH: "Steht der Tag oder der Monat zuerst?",
            Doubt.TODAY_OR_NEXT_WEEK: "Heute oder in einer Woche?",
            Doubt.WHICH_MIDNIGHT: "Die Nacht davor oder danach?",
            Doubt.CLOCK_SKIPS: "Da wird die Uhr vorgestellt; diese Zeit gibt es an dem Tag nicht. "
                               "Wann stattdessen?",
            Doubt.CLOCK_REPEATS: "Da wird die Uhr zurückgestellt; diese Zeit kommt zweimal. "
                                 "Welche?",
            Doubt.NO_SUCH_DATE: "Diese Zeit gibt es nicht. Wann meinst du?",
            Doubt.PAST: "Das ist schon vorbei. Wann meinst du?",
            Doubt.WHAT_TIME: "Um wie viel Uhr?",
            Doubt.HOW_OFTEN: "An welchen Tagen?",
            Doubt.ENDS_BEFORE_IT_BEGINS: "Das Ende liegt vor dem Anfang. Wann meinst du?",
        },
    ),
    "es": Voice(
        by="hasta el {}", span="{} a {}", at="a las {}", from_to="de {} a {}",
        until="hasta el {}", times="{} veces",
        first="primero el {}", and_="y", or_="o",
        every={
            "MINUTELY": ("cada minuto", "cada 2 minutos", "cada {every} minutos"),
            "HOURLY": ("cada hora", "cada 2 horas", "cada {every} horas"),
            "DAILY": ("cada día", "cada dos días", "cada {every} días"),
            "WEEKLY": ("cada semana", "cada dos semanas", "cada {every} semanas"),
            "MONTHLY": ("cada mes", "cada dos meses", "cada {every} meses"),
            "YEARLY": ("cada año", "cada dos años", "cada {every} años"),
        },
        every_day=("cada {days}", "cada dos semanas el {days}", "cada {every} semanas el {days}"),
        working_days="de lunes a viernes",
        of_month="el día {1}", last_of_month="el último día", nth_of_month="el {}",
        of_year="el {0} de {1}", ordinal=_spanish_ordinal, choose="¿Quieres decir {}?",
        doubts={
            Doubt.MORNING_OR_EVENING: "¿De la mañana o de la tarde?",
            Doubt.DAY_OR_MONTH: "¿Va primero el día o el mes?",
            Doubt.TODAY_OR_NEXT_WEEK: "¿Hoy o dentro de una semana?",
            Doubt.WHICH_MIDNIGHT: "¿La noche anterior o la siguiente?",
            Doubt.CLOCK_SKIPS: "Ese día se adelanta el reloj y esa hora no existe. ¿Cuándo?",
            Doubt.CLOCK_REPEATS: "Ese día se atrasa el reloj y esa hora se repite. ¿Cuál?",
            Doubt.NO_SUCH_DATE: "Esa fecha no existe. ¿Cuándo quieres decir?",
            Doubt.PAST: "Eso ya pasó. ¿Cuándo quieres decir?",
            Doubt.WHAT_TIME: "¿A qué hora?",
            Doubt.HOW_OFTEN: "¿Qué días?",
            Doubt.ENDS_BEFORE_IT_BEGINS: "El final está antes del principio. ¿Cuándo?",
        },
    ),
}  # fmt: skip
