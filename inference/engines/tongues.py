"""What signs, dates, times, units and money are called when they are said, in each language.

A table for a language: what is not in one is left as it is written. English and German so far.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

Signs = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, eq=False)
class Tongue:
    """How one language says what is written in signs."""

    code_here: str
    page: str
    table: str
    "of so many rows and, where they are named, columns"
    columns: str
    both: str
    "between the last two of a list"
    signs: Signs
    months: tuple[str, ...]
    date: Callable[[int, str, int], str]
    clock: Callable[[int, int], str]
    money: dict[str, str]
    large: str
    "numbers that stand before the name of the money"
    units: dict[str, tuple[str, str]]
    "one of it, and more"


def said(text: str, tongue: Tongue) -> str:
    """Dates, times, money and units as words; other signs are for later."""
    text = ISO.sub(lambda one: _date(one, tongue, (3, 2, 1)), text)
    if tongue is GERMAN:
        text = DOTTED.sub(lambda one: _date(one, tongue, (1, 2, 3)), text)
    text = CLOCK.sub(lambda one: _clock(one, tongue), text)
    text = _money(text, tongue)
    return _units(tongue).sub(lambda one: _unit(one, tongue), text)


ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
CLOCK = re.compile(r"(?<![\d:.,/])(\d{1,2}):(\d{2})(?![\d:/])(\s?(?:Uhr|[ap]\.?\s?m\b\.?))?", re.I)
_NUMBER = r"\d[\d.,]*(?<=\d)"


def _date(found: re.Match[str], tongue: Tongue, order: tuple[int, int, int]) -> str:
    day, month, year = (int(found[place]) for place in order)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found[0]
    return tongue.date(day, tongue.months[month - 1], year)


def _clock(found: re.Match[str], tongue: Tongue) -> str:
    hour, minute = int(found[1]), int(found[2])
    half = (found[3] or "").strip().lower().replace(".", "").replace(" ", "")
    if hour > 23 or minute > 59:
        return found[0]
    if half in ("am", "pm") and hour <= 12:
        hour = hour % 12 + 12 * (half == "pm")
    return tongue.clock(hour, minute)


def _money(text: str, tongue: Tongue) -> str:
    signs = "".join(map(re.escape, (one for one in tongue.money if len(one) == 1)))
    codes = "|".join(one for one in tongue.money if len(one) > 1)
    large = rf"(\s(?:{tongue.large}))?"
    text = re.sub(
        rf"([{signs}])\s?({_NUMBER}){large}",
        lambda one: f"{one[2]}{one[3] or ''} {tongue.money[one[1]]}", text,
    )  # fmt: skip
    return re.sub(
        rf"({_NUMBER}){large}\s?([{signs}]|(?:{codes})\b)",
        lambda one: f"{one[1]}{one[2] or ''} {tongue.money[one[3]]}", text,
    )  # fmt: skip


def _unit(found: re.Match[str], tongue: Tongue) -> str:
    one, more = tongue.units[found[2]]
    return f"{found[1]} {one if found[1] == '1' else more}"


@cache
def _units(tongue: Tongue) -> re.Pattern[str]:
    names = "|".join(re.escape(one) for one in sorted(tongue.units, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,])({_NUMBER})\s?({names})(?![\w²/])")


def _english_clock(hour: int, minute: int) -> str:
    if (hour, minute) in ((0, 0), (12, 0)):
        return "noon" if hour else "midnight"
    half = "AM" if hour < 12 else "PM"
    passed = f" {minute}" if minute >= 10 else f" oh {minute}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{passed} {half}"


def _german_clock(hour: int, minute: int) -> str:
    return f"{hour} Uhr {minute}" if minute else f"{hour} Uhr"


def _signs(**words: str) -> Signs:
    return tuple((_SIGNS[name], word) for name, word in words.items())


_SIGNS = {
    "percent": re.compile(r"(?<=\d)\s?%"),
    "celsius": re.compile(r"(?<=\d)\s?°\s?C\b"),
    "fahrenheit": re.compile(r"(?<=\d)\s?°\s?F\b"),
    "degrees": re.compile(r"(?<=\d)\s?°"),
    "arrow": re.compile(r"\s?(?:->|→|⇒)\s?"),
    "both": re.compile(r"(?<=\w)\s?&\s?(?=\w)"),
    "times": re.compile(r"(?<=\d)\s?[×x]\s?(?=\d)"),
    "until": re.compile(r"(?<=\d)\s?[–-]\s?(?=\d)(?!\d{1,2}-)"),
    "equals": re.compile(r"\s=\s"),
    "plus": re.compile(r"\s\+\s"),
    "about": re.compile(r"≈|(?<!\S)~(?=\d)"),
    "most": re.compile(r"≤"),
    "least": re.compile(r"≥"),
    "number": re.compile(r"#(?=\d)"),
    "at": re.compile(r"@(?=\w)"),
}

ENGLISH = Tongue(
    code_here="There is some code here.", page="the page {}",
    table="There is a table of {} rows{}.", columns=", with {}", both=" and ",
    signs=_signs(
        percent=" percent", celsius=" degrees Celsius", fahrenheit=" degrees Fahrenheit",
        degrees=" degrees", arrow=" to ", both=" and ", times=" times ", until=" to ",
        equals=" equals ", plus=" plus ", about="about ", most=" at most ", least=" at least ",
        number="number ", at=" at ",
    ),
    months=("January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December"),
    date=lambda day, month, year: f"{month} {day}, {year}", clock=_english_clock,
    money={"$": "dollars", "€": "euros", "£": "pounds", "USD": "dollars", "EUR": "euros",
           "GBP": "pounds", "CHF": "francs"},
    large="thousand|million|billion",
    units={
        "km/h": ("kilometer an hour", "kilometers an hour"), "mph": ("mile an hour",
        "miles an hour"), "km": ("kilometer", "kilometers"), "cm": ("centimeter", "centimeters"),
        "mm": ("millimeter", "millimeters"), "m²": ("square meter", "square meters"),
        "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"),
        "g": ("gram", "grams"), "ml": ("milliliter", "milliliters"), "l": ("liter", "liters"),
        "kWh": ("kilowatt hour", "kilowatt hours"), "kW": ("kilowatt", "kilowatts"),
        "GB": ("gigabyte", "gigabytes"), "MB": ("megabyte", "megabytes"),
        "min": ("minute", "minutes"), "h": ("hour", "hours"), "ft": ("foot", "feet"),
        "lb": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    },
)  # fmt: skip

GERMAN = Tongue(
    code_here="Hier steht ein Programm.", page="die Seite {}",
    table="Hier steht eine Tabelle mit {} Zeilen{}.", columns=", mit {}", both=" und ",
    signs=_signs(
        percent=" Prozent", celsius=" Grad", fahrenheit=" Grad Fahrenheit", degrees=" Grad",
        arrow=" nach ", both=" und ", times=" mal ", until=" bis ", equals=" ist gleich ",
        plus=" plus ", about="ungefähr ", most=" höchstens ", least=" mindestens ",
        number="Nummer ", at=" ät ",
    ),
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember"),
    date=lambda day, month, year: f"{day}. {month} {year}", clock=_german_clock,
    money={"$": "Dollar", "€": "Euro", "£": "Pfund", "USD": "Dollar", "EUR": "Euro",
           "GBP": "Pfund", "CHF": "Franken"},
    large="Tausend|Millionen?|Milliarden?|Mio\\.|Mrd\\.",
    units={
        "km/h": ("Kilometer pro Stunde",) * 2, "km": ("Kilometer",) * 2,
        "cm": ("Zentimeter",) * 2, "mm": ("Millimeter",) * 2, "m²": ("Quadratmeter",) * 2,
        "kg": ("Kilogramm",) * 2, "mg": ("Milligramm",) * 2, "g": ("Gramm",) * 2,
        "ml": ("Milliliter",) * 2, "l": ("Liter",) * 2,
        "kWh": ("Kilowattstunde", "Kilowattstunden"), "kW": ("Kilowatt",) * 2,
        "GB": ("Gigabyte",) * 2, "MB": ("Megabyte",) * 2,
        "Min.": ("Minute", "Minuten"), "Std.": ("Stunde", "Stunden"),
        "min": ("Minute", "Minuten"), "h": ("Stunde", "Stunden"),
    },
)  # fmt: skip

TONGUES = {"en": ENGLISH, "de": GERMAN}
