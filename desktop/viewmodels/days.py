"""How a moment is written in a list: as short as it can be told from the others."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

WEEK = 7
"days that are called by their names"


def short_day(happened: datetime, today: datetime) -> str:
    """The time today, the day of the week before, and then the date."""
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    days = (today.date() - happened.date()).days
    if days < 1:
        return locale.toString(QTime(happened.hour, happened.minute), short)
    date = QDate(happened.year, happened.month, happened.day)
    if days < WEEK:
        return locale.dayName(date.dayOfWeek(), short)
    shape = tr("d MMM") if date.year() == today.year else tr("d MMM yyyy")
    return locale.toString(date, shape)


def tr(text: str) -> str:
    return QCoreApplication.translate("Days", text)
