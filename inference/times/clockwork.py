"""Clock times on a day, in the owner's zone; what a clock skips or repeats is asked about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from inference.times.arithmetic import Ask
from inference.times.reading import Conventions, Doubt, Moment, on
from inference.times.said import Clock, Said

MIDNIGHT, NOON, HOURS = 0, 12, 24
EARLY = 6
"an hour of a night before this belongs to the following day"


class Clockwork:
    """Works in wall clock time and puts the zone on last."""

    def __init__(self, now: datetime, conventions: Conventions) -> None:
        assert now.tzinfo is not None
        self._zone: tzinfo = now.tzinfo
        self._now = now
        self._wall = now.replace(tzinfo=None)
        self._today = self._wall.date()
        self._monday = self._today - timedelta(days=self._today.weekday())
        self._conventions = conventions
        self.other: Moment | None = None

    def _at(self, day: date, said: Said) -> datetime:
        """A clock time or a part of a day, on a day."""
        clock = said.clock
        if said.same_time:
            return on(day, self._wall.hour, self._wall.minute)
        if clock is None:
            return on(day, self._part_hour(said.part))
        if clock.is_midnight:
            return self._midnight(day, said)
        if clock.hour == HOURS and not clock.minute:
            return on(day + timedelta(days=1))
        if clock.is_exact or clock.half or said.part:
            hour = self._hour(clock, said.part)
            night = said.part == "night" and hour < EARLY
            return on(day + timedelta(days=night), hour, clock.minute)
        return self._bare(day, clock)

    def _midnight(self, day: date, said: Said) -> datetime:
        following = on(day + timedelta(days=1))
        if said.part or said.day_offset == 0:
            return following
        choices = (Moment(self._aware(on(day))), Moment(self._aware(following)))
        raise Ask(Doubt.WHICH_MIDNIGHT, *choices)

    def _bare(self, day: date, clock: Clock) -> datetime:
        """An hour without morning or evening, on a day that was said."""
        hour, rules = clock.hour, self._conventions
        early = on(day, hour % NOON, clock.minute)
        late = early + timedelta(hours=NOON)
        if day == self._today:
            later = [one for one in (early, late) if one > self._wall]
            if not later:
                raise Ask(Doubt.PAST, Moment(self._aware(late)))
            return later[0]
        if hour == NOON or hour <= rules.afternoon_until:
            return late
        if hour >= rules.morning_from:
            return early
        raise Ask(Doubt.MORNING_OR_EVENING, Moment(self._aware(early)), Moment(self._aware(late)))

    @staticmethod
    def _hour(clock: Clock, part: str) -> int:
        hour = clock.hour
        if clock.half == "am":
            return hour % NOON
        if clock.half == "pm" or (part in ("afternoon", "evening", "noon") and not clock.is_exact):
            return hour % NOON + NOON if hour <= NOON else hour
        if clock.is_exact:
            return hour
        if part == "night":
            return hour % NOON if hour == NOON or hour < EARLY else hour + NOON * (hour < NOON)
        return hour % NOON if part == "morning" and hour == NOON else hour

    def _part_hour(self, part: str) -> int:
        rules = self._conventions
        hours = {
            "morning": rules.morning_hour, "noon": rules.noon_hour,
            "afternoon": rules.afternoon_hour, "evening": rules.evening_hour,
            "night": rules.night_hour,
        }  # fmt: skip
        if part not in hours:
            raise Ask(Doubt.WHAT_TIME)
        return hours[part]

    def _next_clock(self, said: Said) -> Moment:
        """A time of day and no day: the next one."""
        clock = said.clock
        if clock is None or clock.hour >= HOURS:
            choices = [self._at(self._today, said)]
        elif clock.is_midnight:
            choices = [on(self._today)]
        elif clock.is_exact or clock.half or said.part:
            day = replace(said, day_offset=None)
            choices = [self._at(self._today, day)]
        else:
            early = on(self._today, clock.hour % NOON, clock.minute)
            choices = [early, early + timedelta(hours=NOON)]
        later = [one for one in choices if one > self._wall] or [choices[0] + timedelta(days=1)]
        return Moment(self._said_clock(later[0]), is_deadline=said.is_deadline)

    # zones

    def _aware(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self._zone)

    def _whole_day(self, day: date) -> Moment:
        return Moment(self._aware(on(day)), is_day=True)

    def _said_clock(self, wall: datetime) -> datetime:
        """A clock time that somebody said, in the zone; asked about where it is none or two."""
        one, two = wall.replace(tzinfo=self._zone), wall.replace(tzinfo=self._zone, fold=1)
        if one.utcoffset() == two.utcoffset():
            return one
        there = one.astimezone(UTC).astimezone(self._zone).replace(tzinfo=None)
        if there != wall:
            raise Ask(Doubt.CLOCK_SKIPS, Moment(one.astimezone(UTC).astimezone(self._zone)))
        raise Ask(Doubt.CLOCK_REPEATS, Moment(one), Moment(two))
