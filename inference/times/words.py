"""The words for times in each language: tables, no rules. `grammar.py` reads them all alike."""

from dataclasses import dataclass, field

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """One language's words. A phrase is several words in a row, written with spaces."""

    weekdays: dict[str, int]
    months: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    days: dict[str, int]
    "today and its neighbours, in days from today"
    parts: dict[str, str]
    clocks: dict[str, tuple[int, int]]
    "noon and midnight"
    next: frozenset[str]
    this: frozenset[str]
    last: frozenset[str]
    every: frozenset[str]
    adverbs: dict[str, str]
    "daily, weekly, …"
    weekday_groups: dict[str, tuple[int, ...]]
    ahead: frozenset[str]
    "words before an amount that lies ahead: in three days"
    ahead_after: frozenset[str]
    ago: frozenset[str]
    ago_before: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    until: frozenset[str]
    by: frozenset[str]
    begin: frozenset[str]
    "from, between"
    to: frozenset[str]
    lasting: frozenset[str]
    at: frozenset[str]
    glue: frozenset[str]
    "words that join times and mean nothing by themselves"
    of: frozenset[str]
    half: dict[str, int]
    "words before an hour, as minutes from that hour: half past is 30, halb is -30"
    am: frozenset[str]
    pm: frozenset[str]
    oclock: frozenset[str]
    and_: frozenset[str]
    edges: dict[str, str]
    weekend: frozenset[str]
    other: frozenset[str]
    "every other"
    times: frozenset[str]
    minutes: dict[str, int]
    "ten past, ten to"
    plural_days: frozenset[str]
    "days that come again by their form alone: Mondays"
    and_a_half: frozenset[str]
    articles: frozenset[str]
    "numbers that are also articles, and no hours"
    doubtful: frozenset[str]
    "months that are also other words"
    holidays: dict[str, tuple[int, int]] = field(default_factory=dict)


def _set(text: str) -> frozenset[str]:
    return frozenset(one.strip() for one in text.split(",") if one.strip())


def _numbered(text: str, first: int = 0) -> dict[str, int]:
    found = {}
    for number, group in enumerate(text.split(","), first):
        found.update(dict.fromkeys(group.strip().split("/"), number))
    return found


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_SMALL = _numbered("one,two,three,four,five,six,seven,eight,nine", 1)
_ENGLISH_NUMBERS = {
    **_numbered(
        "zero,one/a/an,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,"
        "fourteen,fifteen,sixteen,seventeen,eighteen,nineteen"
    ),
    **_TENS,
    **{
        f"{ten}-{one}": tens + small
        for ten, tens in _TENS.items()
        for one, small in _SMALL.items()
    },
    "a couple of": 2, "a couple": 2, "half a": -1, "half an": -1, "a dozen": 12, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_ENGLISH_ORDINALS = {
    **_numbered(
        "first,second,third,fourth,fifth,sixth,seventh,eighth,ninth,tenth,eleventh,twelfth,"
        "thirteenth,fourteenth,fifteenth,sixteenth,seventeenth,eighteenth,nineteenth,twentieth", 1
    ),
    **{
        f"twenty-{one}": 20 + number
        for one, number in _numbered(
            "first,second,third,fourth,fifth,sixth,seventh,eighth,ninth", 1
        ).items()
    },
    "thirtieth": 30, "thirty-first": 31, "last": -1,
}  # fmt: skip

ENGLISH = Words(
    weekdays=_numbered(
        "monday/mon/mondays,tuesday/tue/tues/tuesdays,wednesday/wed/weds/wednesdays/wendesday,"
        "thursday/thu/thur/thurs/thursdays,friday/fri/fridays,saturday/sat/saturdays,"
        "sunday/sun/sundays"
    ),
    months=_numbered(
        "january/jan,february/feb/febuary,march/mar,april/apr,may,june/jun,july/jul,august/aug,"
        "september/sep/sept,october/oct,november/nov,december/dec", 1
    ),
    numbers=_ENGLISH_NUMBERS,
    ordinals=_ENGLISH_ORDINALS,
    units={
        **dict.fromkeys(["minute", "minutes", "min", "mins", "m"], "minute"),
        **dict.fromkeys(["hour", "hours", "hr", "hrs", "h"], "hour"),
        **dict.fromkeys(["day", "days", "d"], "day"),
        **dict.fromkeys(["week", "weeks", "wk", "wks", "w"], "week"),
        **dict.fromkeys(["fortnight", "fortnights"], "fortnight"),
        **dict.fromkeys(["month", "months"], "month"),
        **dict.fromkeys(["quarter", "quarters"], "quarter"),
        **dict.fromkeys(["year", "years", "yr", "yrs"], "year"),
        **dict.fromkeys(["second", "seconds", "sec", "secs"], "second"),
        **dict.fromkeys(["working day", "working days", "business days"], "workday"),
    },
    days={
        "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1, "tommorow": 1,
        "tommorrow": 1, "2moro": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
        "overmorrow": 2, "yesterday": -1, "the day before yesterday": -2,
        "day before yesterday": -2,
    },
    parts={
        "morning": "morning", "mornings": "morning", "afternoon": "afternoon",
        "afternoons": "afternoon", "evening": "evening", "evenings": "evening", "night": "night",
        "lunchtime": "noon", "lunch": "noon", "tonight": "tonight", "tonite": "tonight",
    },
    clocks={"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)},
    next=_set("next,following"),
    this=_set("this,coming,this coming"),
    last=_set("last,past,previous"),
    every=_set("every,each,all"),
    adverbs={
        "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year",
        "hourly": "hour", "fortnightly": "fortnight", "biweekly": "?", "quarterly": "quarter",
        "once a week": "?", "twice a week": "?", "three times a week": "?", "twice a day": "?",
        "once a month": "?", "twice a month": "?", "once a day": "day", "a few times a week": "?",
        "now and then": "?", "regularly": "?", "from time to time": "?",
    },
    weekday_groups={
        "weekday": (0, 1, 2, 3, 4), "weekdays": (0, 1, 2, 3, 4), "workday": (0, 1, 2, 3, 4),
        "workdays": (0, 1, 2, 3, 4), "working day": (0, 1, 2, 3, 4), "weekend": (5, 6),
        "weekends": (5, 6),
    },
    ahead=_set("in,within"),
    ahead_after=_set("from now,from today,hence,later"),
    ago=_set("ago,earlier"),
    ago_before=frozenset(),
    after=_set("from,after"),
    before=_set("before"),
    until=_set("until,till,til,through,thru,up to"),
    by=_set("by,no later than,before,due,not later than"),
    begin=_set("from,between,starting,starting from,beginning"),
    to=_set("to,until,till,til,through,thru,-,–,and"),
    lasting=_set("for"),
    at=_set("at,@,around,about"),
    glue=_set("on,at,the,of,in,during,for,@,around,about"),
    of=_set("of,in"),
    half={"half past": 30, "half": 30, "quarter past": 15, "a quarter past": 15, "quarter to": -15,
          "a quarter to": -15, "quarter after": 15, "quarter of": -15},
    am=_set("am,a.m.,a.m"),
    pm=_set("pm,p.m.,p.m"),
    oclock=_set("o'clock,oclock,o’clock,h,hrs,hours sharp,sharp"),
    and_=_set("and,&,plus"),
    edges={"start": "start", "beginning": "start", "end": "end", "middle": "middle",
           "mid": "middle",
           "eom": "eom", "eow": "eow", "eod": "eod"},
    weekend=_set("weekend"),
    other=_set("other,second,2nd,alternate"),
    times=_set("times,time,occurrences"),
    minutes={"past": 1, "after": 1, "to": -1, "till": -1, "before": -1},
    plural_days=_set("mondays,tuesdays,wednesdays,thursdays,fridays,saturdays,sundays,weekdays,"
                     "workdays,weekends,working days"),
    and_a_half=_set("a half"),
    articles=_set("a,an"),
    doubtful=_set("may,march,mar,dec,sat,sun"),
    holidays={
        "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25),
        "christmas eve": (12, 24), "boxing day": (12, 26), "new year's eve": (12, 31),
        "new years eve": (12, 31), "new year": (1, 1), "new year's day": (1, 1),
        "new years day": (1, 1), "valentine's day": (2, 14), "valentines day": (2, 14),
        "halloween": (10, 31),
    },
)  # fmt: skip
