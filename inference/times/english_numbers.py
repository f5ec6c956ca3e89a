"""The English words for numbers, for places in a row, and for units of time."""

from inference.times.words import numbered, units

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_SMALL = numbered("one,two,three,four,five,six,seven,eight,nine", 1)
_COMPOSED = {
    f"{ten}{sign}{one}": tens + small
    for ten, tens in _TENS.items()
    for one, small in _SMALL.items()
    for sign in "- "
}
NUMBERS: dict[str, float] = {
    **numbered(
        "zero,one/a/an,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,"
        "fourteen,fifteen,sixteen,seventeen,eighteen,nineteen"
    ),
    **_TENS,
    **_COMPOSED,
    "a couple of": 2, "a couple": 2, "couple of": 2, "another": 1, "a dozen": 12, "sixty": 60,
    "ninety": 90, "half a": 0.5, "half an": 0.5, "a half": 0.5, "half of an": 0.5, "half": 0.5,
    "a quarter of an": 0.25, "quarter of an": 0.25, "three quarters of an": 0.75,
    "one and a half": 1.5, "another half": 0.5, "oh five": 5, "o five": 5,
}  # fmt: skip
_NTH = "first,second,third,fourth,fifth,sixth,seventh,eighth,ninth"
ORDINALS = {
    **numbered(
        f"{_NTH},tenth,eleventh,twelfth,thirteenth,fourteenth,fifteenth,sixteenth,seventeenth,"
        "eighteenth,nineteenth,twentieth", 1
    ),
    **{
        f"twenty{sign}{one}": 20 + number
        for one, number in numbered(_NTH, 1).items()
        for sign in "- "
    },
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31, "last": -1,
}  # fmt: skip
_UNITS = units({
    "minute": "minute,minutes,min,mins,m",
    "hour": "hour,hours,hr,hrs,h,hour's,hours '",
    "day": "day,days,d",
    "week": "week,weeks,wk,wks,w",
    "fortnight": "fortnight,fortnights",
    "month": "month,months,mth,mths",
    "quarter": "quarter,quarters",
    "year": "year,years,yr,yrs",
    "second": "second,seconds,sec,secs",
    "workday": "working day,working days,business days,business day,work days,workdays,workday",
})  # fmt: skip
_WHOLE = ("minute", "hour", "day", "week", "fortnight", "month", "year")
_UNITS_OF_TIME = {
    **{f"{unit}'s time": unit for unit in _WHOLE},
    **{f"{unit}s ' time": unit for unit in _WHOLE},
    **{f"{unit}s time": unit for unit in _WHOLE},
    **{f"{unit}s' time": unit for unit in _WHOLE},
}
UNITS = {**_UNITS, **_UNITS_OF_TIME}
