"""The English words for times."""

from inference.times.english_numbers import NUMBERS, ORDINALS, UNITS
from inference.times.words import Words, numbered, several

_WORKING = (0, 1, 2, 3, 4)

ENGLISH = Words(
    weekdays=numbered(
        "monday/mon/mondays/munday/moday/monady,"
        "tuesday/tue/tues/tuesdays/tusday/teusday,"
        "wednesday/wed/weds/wednesdays/wendesday/wensday,"
        "thursday/thu/thur/thurs/thursdays,"
        "friday/fri/fridays/firday/frday/fryday/firdays,"
        "saturday/sat/saturdays,sunday/sun/sundays/sudnay/sunay"
    ),
    months=numbered(
        "january/jan,february/feb/febuary,march/mar,april/apr,may,june/jun,july/jul,august/aug,"
        "september/sep/sept,october/oct,november/nov,december/dec", 1
    ),
    numbers=NUMBERS,
    ordinals=ORDINALS,
    units=UNITS,
    days={
        "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tomoz": 1, "2 moro": 1,
        "2 morrow": 1, "2 mrw": 1, "tomo": 1, "tomorow": 1, "the day after tomorrow": 2,
        "day after tomorrow": 2, "overmorrow": 2, "yesterday": -1,
        "the day before yesterday": -2, "day before yesterday": -2,
    },
    parts={
        "morning": "morning", "mornings": "morning", "afternoon": "afternoon",
        "afternoons": "afternoon", "evening": "evening", "evenings": "evening",
        "night": "night", "nights": "night", "lunchtime": "noon", "lunch": "noon",
        "lunch time": "noon", "tonight": "tonight", "tonite": "tonight", "2 nite": "tonight",
        "2 night": "tonight", "arvo": "afternoon", "eve": "evening", "first thing": "morning",
    },
    clocks={"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "12 noon": (12, 0),
            "twelve noon": (12, 0), "12 midnight": (0, 0), "twelve midnight": (0, 0),
            "noonish": (12, 0), "high noon": (12, 0)},
    next=several("next,nxt,following,the next,the following"),
    this=several("this,coming,this coming,upcoming,the coming"),
    this_after=several("coming"),
    next_after=several("next"),
    last_after=several("just gone,gone,just past"),
    last=several("last,past,previous,this past"),
    before_last_after=several("before last"),
    after_next_after=several("after next"),
    every=several("every,each,evry,evrey,every single"),
    other=several("other,second,2nd,2 nd,alternate"),
    adverbs={
        "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year",
        "annually": "year", "hourly": "hour", "fortnightly": "fortnight", "biweekly": "?",
        "bi-weekly": "?", "bimonthly": "?", "quarterly": "quarter", "once a week": "week",
        "once a fortnight": "fortnight", "once a month": "month", "once a year": "year",
        "once a quarter": "quarter", "once a day": "day", "once every day": "day",
        "twice a week": "?", "twice weekly": "?", "three times a week": "?",
        "four times a week": "?", "five times a week": "?", "a few times a week": "?",
        "several times a week": "?", "a couple of times a week": "?", "twice a month": "?",
        "three times a month": "?", "a few times a month": "?", "twice a year": "?",
        "twice a day": "?day", "twice daily": "?day", "three times a day": "?day",
        "three times daily": "?day", "four times a day": "?day", "several times a day": "?day",
        "a few times a day": "?day", "now and then": "?", "every now and then": "?",
        "regularly": "?", "from time to time": "?", "every so often": "?", "every few days": "?",
        "every few weeks": "?", "every couple of weeks": "fortnight", "every few months": "?",
        "every few hours": "?day", "every once in a while": "?", "most days": "?",
        "3 times a week": "?", "2 times a week": "?", "4 times a week": "?",
        "3 times a day": "?day", "2 times a day": "?day", "2 x a week": "?", "3 x a week": "?",
        "2 x a day": "?day", "3 x a day": "?day",
    },
    part_adverbs={"nightly": "night", "mornings": "morning", "evenings": "evening",
                  "afternoons": "afternoon", "nights": "night"},
    weekday_groups={
        "weekday": _WORKING, "weekdays": _WORKING, "week day": _WORKING, "week days": _WORKING,
        "workday": _WORKING, "workdays": _WORKING, "working day": _WORKING,
        "working days": _WORKING, "business day": _WORKING, "weekend": (5, 6),
        "weekends": (5, 6),
    },
    plural_days=several("mondays,tuesdays,wednesdays,thursdays,fridays,saturdays,sundays,"
                        "weekdays,workdays,weekends,days,mornings,afternoons,evenings,nights,"
                        "firdays"),
    times=several("times,time,occurrences,x"),
    except_=several("except,except for,except on,but not,but not on,apart from,excluding,"
                    "other than,bar,but"),
    ahead=several("in,after"),
    ahead_after=several("from now,from today,hence,later,from right now"),
    within=several("within,within the next,in the next,in under,in less than,over the next,"
                   "during the next"),
    ago=several("ago,earlier,back"),
    after=several("from,after,past"),
    before=several("before,prior to,ahead of"),
    owners=several("my,our,the,his,her,their,your,a,an"),
    after_that=several("after,following"),
    week_on=several("on,from,this,come"),
    day_then_week=True,
    and_a_half={"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75},
    any_day=several("a,some,one,any,an,this or next,this or the next,next or this"),
    per=several("a,an,per,every,each,in a,in every"),
    often={"once": 1, "twice": 2, "thrice": 3},
    vague_numbers={"a few": 0, "several": 0, "some": 0, "few": 0, "a number of": 0,
                   "a couple or three": 0, "a good few": 0},
    until=several("until,till,til,through,thru,up to,up until,'til,ending,ending on,"
                  "up to and including"),
    by=several("by,no later than,before,due,not later than,at the latest on,at the latest,"
               "latest on,due by,due on,until,till,til,up to and including,"
               "at the latest by,latest by,due before,due in,up until"),
    by_after=several("at the latest,latest,at latest,or earlier,or sooner,or before,max"),
    open_ended=several("after,not before,no earlier than,not earlier than,any time after,"
                       "anytime after,some time after,sometime after,earliest,from after"),
    leads=several("to"),
    loose=several("in,on,over,of,for,up"),
    loose_before_days=several("in,over,up"),
    prepositions=several("within,before,until,till,after,from,in,on,at,for,by,during,@"),
    onwards=several("onwards,onward,on,and later,or later"),
    or_=several("or,or maybe,or perhaps,and / or,/"),
    past=several("past,last,previous"),
    rest=several("rest,remainder,the rest,the remainder"),
    since=several("since,ever since"),
    begin=several("from,between,starting,starting from,beginning,starting on,beginning on,as of,"
                  "as from,start from"),
    between=several("between"),
    to=several("to,until,till,til,through,thru,-,–,—,up to,up until"),
    lasting=several("for,lasting"),
    and_=several("and,&,plus"),
    at=several("at,@,alarm for,alarm clock for,alarm to,wake-up call for"),
    on=several("on"),
    meals=several("lunch"),
    roughly=several("exactly,precisely,around,about,approximately,roughly,circa,ca,at around,"
                    "at about,approx,at roughly,at approximately,like,maybe,say,close to,towards"),
    roughly_after=several("ish,-ish,- ish,sharp,on the dot,exactly,precisely,or so"),
    half={"half past": 30, "half": 30, "quarter past": 15, "a quarter past": 15,
          "quarter to": -15, "a quarter to": -15, "quarter after": 15, "a quarter after": 15,
          "quarter of": -15, "a quarter of": -15, "quarter till": -15, "quarter before": -15,
          "half after": 30, "half-past": 30, "1 / 2 past": 30},
    minutes={"past": 1, "after": 1, "to": -1, "till": -1, "before": -1, "til": -1},
    am=several("am,a.m.,a.m,a m"),
    pm=several("pm,p.m.,p.m,p m"),
    persons=several("i,i'm"),
    short_meridiem=True,
    hour_before_minutes=True,
    oclock=several("o'clock,oclock,o clock,o'clock sharp"),
    military=several("h,hrs,hours,hundred hours,hundred"),
    the=several("the"),
    glue=several("on,at,the,of,in,during,for,@,all,any day,one day,some day,all day,"
                 "whole,all of,entire,the whole of,the whole day,over,sometime,some time,anytime,"
                 "any time,later,sometime on,at some point,as early as,'s,"
                 "taking place,scheduled for,throughout"),
    early=several("early,late,bright and early,later,earlier,early on,late on,"
                  "very early,very late"),
    of=several("of,in,for"),
    month_before_day=True,
    edges={"start": "start", "beginning": "start", "end": "end", "middle": "middle",
           "mid": "middle", "eom": "eom", "eow": "eow", "eod": "eod", "eob": "eod", "cob": "eod",
           "eoy": "eoy", "month end": "eom", "month's end": "eom", "month - end": "eom",
           "year end": "eoy", "year's end": "eoy", "year - end": "eoy", "end of business": "eod",
           "close of business": "eod",
           "close of play": "eod", "end of play": "eod", "end of work": "eod",
           "end of the working day": "eod", "end of the work day": "eod",
           "end of the business day": "eod",
           "early": "vague", "late": "vague", "early in": "vague", "late in": "vague",
           "earlier": "vague", "later": "vague", "later in": "vague", "earlier in": "vague",
           "towards the end": "vague", "toward the end": "vague",
           "around the middle": "vague", "first half": "vague", "second half": "vague"},
    all_day=several("all day,all day long,the whole day,all morning long"),
    whole_edges={"eom": ("end", "month"), "eow": ("end", "week"), "eod": ("end", "day"),
                 "eoy": ("end", "year")},
    part_leads=several("in the,in,during the,at,this,last,over,by,late,early,first thing,later,"
                       "late in the,early in the,for the,tonight,tonite,2 nite,2 night,"
                       "on the,this coming"),
    named_for=several("quiz,movie,film,game,games,date,girls,boys,ladies,lads,parents,mums,dads,"
                      "poker,pizza,curry,karaoke,bingo,wedding,hen,stag,theatre,opera,jazz,music,"
                      "open,opening,board,trivia,comedy,poetry,family,cinema,dance,taco,school,"
                      "sports,bowling,book,wine,party,guest,election,awards,mic,info"),
    weekend=several("weekend,week-end,wkend,wknd,week end"),
    seasons=several("spring,summer,autumn,fall,winter"),
    sayings=several("24/7,good morning,good evening,good afternoon,good night,once upon a time,"
                    "by the way,9 to 5 job,second hand,in time,on time,half time,black friday,"
                    "cyber monday,giving tuesday,super bowl sunday,casual friday,stir-up sunday"),
    zones={
        "utc": "UTC", "gmt": "UTC", "z": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
        "bst": "Europe/London", "et": "America/New_York", "est": "America/New_York",
        "edt": "America/New_York", "eastern": "America/New_York", "ct": "America/Chicago",
        "cdt": "America/Chicago", "mdt": "America/Denver", "pt": "America/Los_Angeles",
        "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
        "pacific": "America/Los_Angeles", "jst": "Asia/Tokyo", "ist": "", "cst": "", "mst": "",
        "uk": "Europe/London", "german": "Europe/Berlin", "eet": "Europe/Helsinki",
        "aest": "Australia/Sydney", "aedt": "Australia/Sydney",
    },
    zone_word=several("time"),
    fractions={"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/2 an": 0.5, "1/2 a": 0.5},
    same_time=several("this time,same time,the same time,at this time,at the same time"),
    now=several("now,right now,immediately,straight away,right away,this minute,this instant"),
    holidays={
        "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25), "x-mas": (12, 25),
        "christmas eve": (12, 24), "xmas eve": (12, 24), "boxing day": (12, 26),
        "new year's eve": (12, 31), "new years eve": (12, 31), "nye": (12, 31),
        "new year": (1, 1), "new year's": (1, 1), "new year's day": (1, 1),
        "new years day": (1, 1), "new years": (1, 1), "valentine's day": (2, 14),
        "valentines day": (2, 14), "valentine's": (2, 14), "valentines": (2, 14),
        "halloween": (10, 31), "st patrick's day": (3, 17), "st. patrick's day": (3, 17),
        "independence day": (7, 4), "april fools": (4, 1), "april fool's day": (4, 1),
        "april fools day": (4, 1), "bonfire night": (11, 5), "guy fawkes night": (11, 5),
        "st nicholas day": (12, 6), "epiphany": (1, 6), "all saints' day": (11, 1),
        "labour day": (5, 1), "may day": (5, 1), "groundhog day": (2, 2),
        "veterans day": (11, 11), "juneteenth": (6, 19),
    },
    movable={"easter": 0, "easter sunday": 0, "easter day": 0, "easter monday": 1,
             "good friday": -2, "maundy thursday": -3, "palm sunday": -7, "ash wednesday": -46,
             "shrove tuesday": -47, "pancake day": -47, "ascension day": 39, "whit sunday": 49,
             "pentecost": 49, "whit monday": 50},
    nth_holidays={"thanksgiving": (11, 4, 3), "thanksgiving day": (11, 4, 3),
                  "labor day": (9, 1, 0), "memorial day": (5, -1, 0), "mlk day": (1, 3, 0),
                  "martin luther king day": (1, 3, 0)},
    articles=several("a,an"),
    doubtful=several("may,march,mar,april,june,august,dec,sat,sun,mon,wed,jan,second"),
    follows=several(
        "and,or,but,to,at,on,in,for,with,from,by,of,if,when,so,because,that,then,than,as,please,"
        "pls,plz,the,a,an,my,your,our,his,her,their,i,we,you,he,she,it,they,is,are,was,were,will,"
        "would,can,could,should,do,does,did,before,after,until,till,about,around,into,via,re,near,"
        "thanks,thank,ok,okay,remind,call,me,there,not,which,where,who,what,why,how,instead,too,"
        "also,only,unless,while,though,maybe,again,work,works,has,have,must,no"
    ),
    measures=several(
        "%,percent,km,kg,g,kilos,kilo,miles,mile,degrees,°,euros,euro,dollars,pounds,people,€,$,"
        "£,times,points,point,cm,mm,inch,inches,litres,liters,cups,cup,bucks,mb,gb,kb,pages,"
        "items,mph,meters,metres,feet,foot,x,grams,cents,bits,bytes,years,men,women,children,kids"
    ),
    things=r".{3,}(?<![sui'])s",
    changes=several(
        "divide,divided,multiply,multiplied,increase,increased,increases,reduce,reduced,raise,"
        "raised,lower,lowered,cut,turn,turned,up,down,scale,scaled,grew,fell,rose,grow,fall,rise,"
        "percent,times,plus,minus,dropped,drop,level,volume,ratio,score,scored,beat,lost,won,"
        "ranked,zoom,font,size,brightness,rate,rating,scale,pick,choose,count"
    ),
    ranked=several(
        "floor,time,place,page,attempt,line,row,street,avenue,grade,chapter,edition,anniversary,"
        "birthday,try,draft,version,half,quarter,person,point,item,one,world,party,century,"
        "amendment,element,world,option,step,paragraph,column,section,door,left,right,opinion,"
        "thing,class,prize,week,day,graders,series,season,episode,choice,hand,language,name,aid"
    ),
    verses=several(
        "psalm,psalms,genesis,exodus,leviticus,deuteronomy,proverbs,isaiah,romans,corinthians,"
        "galatians,ephesians,philippians,colossians,thessalonians,hebrews,revelation,revelations,"
        "ecclesiastes,lamentations,ezekiel,sura,surah"
    ),
    pairs=several(
        "verse,verses,bible,scripture,scriptures,gospel,psalm,quran,testament,ratio,ratios,aspect,"
        "odds,score,scored,scores,won,lost,beat"
    ),
    other_words=several(
        "mourning,mooning,sundry,sundae,sunray,friary,christian,christians,christa,christos,"
        "frida,sundar,mondal,midway,foresight,forthright,nonmember,mcknight"
    ),
    misspelt=several(
        "monday,friday,sunday,morning,evening,tonight,midnight,midday,"
        "tuesday,wednesday,thursday,saturday,january,february,september,october,november,december,"
        "tomorrow,yesterday,weekend,afternoon,fortnight,christmas"
    ),
)  # fmt: skip
