"""From one time to another, or so long from one; whole days include the last."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from inference.times.arithmetic import Ask, months_later
from inference.times.moments import Moments
from inference.times.reading import Doubt, Meaning, Moment, Span, on
from inference.times.said import Said, SaidSpan


class Spans(Moments):
    """Each end takes from the other what was said only there."""

    def span(self, said: SaidSpan) -> Meaning:
        """From one time to another, or so long from one."""
        if said.lasting:
            return self._lasting(said)
        assert said.end is not None
        start, end = shared(said.start, said.end)
        if start.weekdays and end.weekdays and end.clock and not start.clock:
            raise Ask(Doubt.HOW_OFTEN)  # Monday to Friday at nine: each day, or until then
        same_day = _is_same_day(start, end)
        if start.is_now and not end.clock and not end.part:
            start = Said(day_offset=0)
        first = self.meaning(start)
        begins = first.start if isinstance(first, Span) else _point(first).at
        if self._is_bare_hour(start, end):
            return Span(begins, self._next_hour(begins, start, end))
        if end.weekdays and not (end.which or end.beside or end.week is not None or end.day):
            end = self._weekday_after(begins.date(), start, end)
        last = self.meaning(self._after(begins.date(), start, end))
        if isinstance(last, Span) and start.clock and not start.has_day:
            raise Ask(Doubt.HOW_OFTEN)  # at ten until June: every day?
        ends = last.end if isinstance(last, Span) else _point(last).at
        is_days = not (isinstance(last, Moment) and not last.is_day)
        if isinstance(first, Moment) and not first.is_day and is_days:
            ends, is_days = self._aware(on(ends.date() + timedelta(days=1))), False
        if ends <= begins and not is_days and same_day:
            ends = self._aware(ends.replace(tzinfo=None) + timedelta(days=1))
        if ends < begins:
            raise Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
        return Span(begins, ends, is_days)

    @staticmethod
    def _is_bare_hour(start: Said, end: Said) -> bool:
        """From three to four: the second hour has no morning or evening of its own."""
        if start.clock is None or end.clock is None or not _is_same_day(start, end):
            return False
        return not (end.clock.half or end.clock.is_exact or end.clock.is_midnight or end.part)

    def _next_hour(self, begins: datetime, start: Said, end: Said) -> datetime:
        """The next such hour on a clock with twelve hours."""
        assert end.clock is not None
        wall = begins.replace(tzinfo=None)
        ends = on(wall.date(), end.clock.hour % 12, end.clock.minute)
        while ends <= wall:
            ends += timedelta(hours=12)
        is_night = start.part or (start.clock and (start.clock.half or start.clock.is_exact))
        if ends.date() > wall.date() and not is_night:
            raise Ask(Doubt.ENDS_BEFORE_IT_BEGINS)
        return self._said_clock(ends)

    @staticmethod
    def _weekday_after(first: date, start: Said, end: Said) -> Said:
        """Monday to Friday: the Friday after that Monday."""
        days = (end.weekdays[0] - first.weekday()) % 7
        if days == 0 and start.weekdays == end.weekdays and start.has_day and not end.clock:
            days = 7
        day = first + timedelta(days=days)
        return replace(end, weekdays=(), year=day.year, month=day.month, day=day.day)

    @staticmethod
    def _after(first: date, start: Said, end: Said) -> Said:
        """From the 20th of December to the 5th: of the month after, where no month was said."""
        alone = end.day is not None and end.month is None and end.month_offset is None
        if not alone or end.weekdays or start.day is None:
            return end
        following = months_later(on(first.replace(day=1)), int((end.day or 0) < first.day))
        return replace(end, year=following.year, month=following.month)

    def _lasting(self, said: SaidSpan) -> Span:
        start = _point(self.meaning(said.start))
        end, is_exact = self._moved(start, said.lasting, 1)
        if start.is_day and is_exact:
            raise Ask(Doubt.WHAT_TIME)
        if start.is_day:
            return Span(start.at, self._aware(on(end.date() - timedelta(days=1))), is_days=True)
        return Span(start.at, end)


def _point(meaning: Meaning) -> Moment:
    if isinstance(meaning, Span):
        return Moment(meaning.start, meaning.is_days)
    assert isinstance(meaning, Moment)
    return meaning


def shared(start: Said, end: Said) -> tuple[Said, Said]:
    """Both ends of a span, each with what was said only at the other."""
    start, end = _shared_days(start, end)
    first, last = start.clock, end.clock
    if first and last and last.half and not first.half and not first.is_exact:
        same = replace(first, half=last.half)
        if (same.hour % 12, same.minute) > (last.hour % 12, last.minute):
            same = replace(first, half="am" if last.half == "pm" else "pm")
        start = replace(start, clock=same)
    elif first and last and first.half and not last.half and not last.is_exact:
        is_later = (last.hour % 12, last.minute) > (first.hour % 12, first.minute)
        half = first.half if is_later else "pm" if first.half == "am" else "am"
        end = replace(end, clock=replace(last, half=half))
    return start, end


def _shared_days(start: Said, end: Said) -> tuple[Said, Said]:
    if not start.has_day and end.has_day and start.clock and (end.clock or end.part):
        start = end.joined(start) or replace(end, clock=start.clock, part=start.part or end.part)
    elif not end.has_day and end.clock and start.has_day and not start.is_now:
        day = replace(start, clock=None, part="")
        end = day.joined(end) or end
    elif _is_day_alone(end):
        later = (end.day or 0) >= (start.day or 0)
        if start.month is None or later:
            end = replace(end, month=start.month, month_offset=start.month_offset, year=start.year)
    elif _is_day_alone(start) and end.day is not None:
        start = replace(start, month=end.month, month_offset=end.month_offset, year=end.year)
    return start, end


def _is_day_alone(said: Said) -> bool:
    return said.day is not None and said.month is None and said.month_offset is None


def _is_same_day(start: Said, end: Said) -> bool:
    blank = replace(start, clock=None, part=""), replace(end, clock=None, part="")
    return blank[0] == blank[1]
