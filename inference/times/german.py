"""The German words for times; written without umlauts, as tokens are."""

from inference.times.words import Words, compounds, numbered, several, units

_NUMBERS: dict[str, float] = {
    **numbered(
        "null,ein/eine/einen/einem/einer/eins,zwei,drei,vier,funf/fuenf,sechs,sieben,acht,neun,"
        "zehn,elf,zwolf/zwoelf,dreizehn,vierzehn,funfzehn/fuenfzehn,sechzehn,siebzehn,achtzehn,"
        "neunzehn,zwanzig,einundzwanzig,zweiundzwanzig,dreiundzwanzig,vierundzwanzig"
    ),
    "zwo": 2, "dreissig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60, "neunzig": 90,
    "funfundvierzig": 45, "ein paar": 0, "anderthalb": 1.5, "eineinhalb": 1.5,
    "zweieinhalb": 2.5, "einer halben": 0.5, "eine halbe": 0.5, "halben": 0.5, "halbe": 0.5,
    "einer viertel": 0.25, "eine viertel": 0.25, "einer dreiviertel": 0.75,
    "eine dreiviertel": 0.75, "einem halben": 0.5,
}  # fmt: skip
_STEMS = numbered(
    "erst,zweit,dritt,viert,funft,sechst,siebt,acht,neunt,zehnt,elft,zwolft,dreizehnt,vierzehnt,"
    "funfzehnt,sechzehnt,siebzehnt,achtzehnt,neunzehnt,zwanzigst", 1
)  # fmt: skip
_ORDINALS = {
    **{
        f"{stem}{ending}": number
        for stem, number in _STEMS.items()
        for ending in ("e", "en", "er", "es", "em")
    },
    **{f"{one}undzwanzigst{ending}": 20 + number
       for number, one in enumerate(
           ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"], 1)
       for ending in ("e", "en", "er")},
    "dreissigste": 30, "dreissigsten": 30, "einunddreissigste": 31, "einunddreissigsten": 31,
    **dict.fromkeys(["letzte", "letzten", "letzter", "letztes"], -1),
}  # fmt: skip
_WEEKDAYS = (
    "montag/mo/montags,dienstag/di/dienstags,mittwoch/mi/mittwochs,donnerstag/do/donnerstags,"
    "freitag/fr/freitags,samstag/sonnabend/sa/samstags,sonntag/so/sonntags"
)
_PLAIN_WEEKDAYS = several("montag,dienstag,mittwoch,donnerstag,freitag,samstag,sonnabend,sonntag")
_WORKING = (0, 1, 2, 3, 4)
_THIS = "diesen,diese,dieser,dieses,diesem,kommenden,kommende,kommender,kommendes,kommendem"
_NEXT = "nachsten,nachste,nachster,nachstes,nachstem,naechsten,naechste,naechster"
_AFTER_NEXT = "ubernachsten,ubernachste,ubernachster,ubernachstes,uebernaechste,uebernaechsten"
_LAST = ("letzten,letzte,letzter,letztes,vergangenen,vergangene,vergangener,vorigen,vorige,"
         "voriger")  # fmt: skip

GERMAN = Words(
    weekdays=numbered(_WEEKDAYS),
    months=numbered(
        "januar/jan/janner,februar/feb/feber,marz/maerz/mrz,april/apr,mai,juni/jun,juli/jul,"
        "august/aug,september/sep/sept,oktober/okt,november/nov,dezember/dez", 1
    ),
    numbers=_NUMBERS,
    ordinals=_ORDINALS,
    units=units({
        "minute": "minute,minuten,min",
        "hour": "stunde,stunden,std",
        "day": "tag,tage,tagen,tages,tags",
        "week": "woche,wochen",
        "month": "monat,monate,monaten,monats",
        "quarter": "quartal,quartale,quartalen,quartals",
        "year": "jahr,jahre,jahren,jahres",
        "second": "sekunde,sekunden,sek",
        "workday": "werktag,werktage,werktagen,arbeitstag,arbeitstage,arbeitstagen,arbeitstags",
    }),
    days={"heute": 0, "morgen": 1, "ubermorgen": 2, "uebermorgen": 2, "gestern": -1,
          "vorgestern": -2},
    parts={
        "fruh": "morning", "frueh": "morning", "am morgen": "morning", "morgens": "morning",
        "vormittag": "morning", "vormittags": "morning", "am vormittag": "morning",
        "in der fruh": "morning", "in der fruhe": "morning", "heute morgen": "this morning",
        "mittag": "noon", "mittags": "noon", "nachmittag": "afternoon",
        "nachmittags": "afternoon", "abend": "evening", "abends": "evening", "nacht": "night",
        "nachts": "night",
    },
    clocks={"mittag": (12, 0), "mitternacht": (0, 0), "12 uhr mittags": (12, 0)},
    next=several(_NEXT),
    this=several(_THIS),
    last=several(_LAST),
    after_next=several(_AFTER_NEXT),
    every=several("jeden,jede,jedes,jeder,jedem,alle"),
    other=several("zweiten,zweite,zweites,2 ."),
    adverbs={
        "taglich": "day", "taeglich": "day", "wochentlich": "week", "monatlich": "month",
        "jahrlich": "year", "stundlich": "hour", "vierzehntaglich": "fortnight",
        "14-taglich": "fortnight", "zweimal pro woche": "?", "zweimal die woche": "?",
        "zweimal in der woche": "?", "dreimal pro woche": "?", "dreimal die woche": "?",
        "einmal pro woche": "week", "einmal die woche": "week", "einmal im monat": "month",
        "einmal im jahr": "year", "zweimal im monat": "?", "zweimal am tag": "?day",
        "dreimal am tag": "?day", "zweimal taglich": "?day", "dreimal taglich": "?day",
        "ab und zu": "?", "regelmassig": "?", "hin und wieder": "?", "alle paar tage": "?",
        "alle paar wochen": "?",
    },
    part_adverbs={"morgens": "morning", "vormittags": "morning", "nachmittags": "afternoon",
                  "abends": "evening", "nachts": "night"},
    weekday_groups={
        "werktag": _WORKING, "werktags": _WORKING, "wochentag": _WORKING, "wochentags": _WORKING,
        "arbeitstag": _WORKING, "werktage": _WORKING, "wochenende": (5, 6), "wochenenden": (5, 6),
    },
    plural_days=several("montags,dienstags,mittwochs,donnerstags,freitags,samstags,sonntags,"
                        "werktags,wochentags,wochenenden,werktagen"),
    every_parts={"morgen": "morning"},
    times=several("mal,male"),
    except_=several("ausser,ausser am,aber nicht"),
    ahead=several("in"),
    ahead_after=several("ab jetzt,von jetzt an,ab heute,spater"),
    per=several("pro,die,in der,im,am,jede,jeden,jedes,je"),
    often={"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "funfmal": 5},
    any_day=several("einem,irgendeinem"),
    within=several("innerhalb von,innerhalb,binnen,in den nachsten,in der nachsten"),
    ago_before=several("vor"),
    after=several("nach,ab"),
    before=several("vor"),
    after_that=several("nach"),
    until=several("bis,bis zum,bis zur,bis zu,bis einschliesslich,bis am"),
    by=several("bis,bis zum,bis zur,spatestens,bis spatestens,spatestens am,spatestens bis,"
               "bis am,spatestens um,vor,vor dem,fallig am,fallig"),
    by_after=several("spatestens"),
    open_ended=several("nach,nach dem,nicht vor,fruhestens,fruhestens am"),
    leads=several("auf,auf den,auf die,auf das"),
    onwards=several("an"),
    or_=several("oder"),
    past=several(_LAST),
    rest=several("rest,der rest,den rest"),
    since=several("seit,seit dem"),
    begin=several("von,vom,zwischen,ab,ab dem,beginnend,beginnend am,zwischen dem,von dem"),
    between=several("zwischen,zwischen dem"),
    to=several("bis,bis zum,-,–,—"),
    lasting=several("fur,fuer"),
    and_=several("und,&"),
    at=several("um,@,gegen"),
    roughly=several("etwa,ungefahr,circa,ca,rund,gegen,so gegen,so um"),
    roughly_after=several("herum,punktlich"),
    half={"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15},
    half_hour=several("halb"),
    minutes={"nach": 1, "vor": -1},
    minutes_after_oclock=True,
    oclock=several("uhr,h"),
    military=several("uhr"),
    the=several("der,die,das,den,dem,des"),
    glue=several("am,an,um,der,die,das,den,dem,des,von,vom,in,im,zum,fur,fuer,wahrend,irgendwann,"
                 "gegen,ab,zur,mal"),
    early=several("gleich,schon"),
    of=several("im,in,des,von,vom,der"),
    of_the=several("im"),
    of_is_said=False,
    dates_in_words=False,
    dot_is_ordinal=True,
    edges={"anfang": "start", "beginn": "start", "ende": "end", "mitte": "middle",
           "monatsende": "eom", "wochenende": "", "jahresende": "eoy", "feierabend": "eod",
           "ende der woche": "eow", "monatsanfang": "som"},
    whole_edges={"eom": ("end", "month"), "eow": ("end", "week"), "eod": ("end", "day"),
                 "eoy": ("end", "year"), "som": ("start", "month")},
    part_leads=several("am,in der,heute,gegen,diesen,diese,morgens,abends,nachts,vormittags,"
                       "nachmittags,mittags,am morgen,in der fruh"),
    weekend=several("wochenende"),
    seasons=several("fruhling,fruhjahr,sommer,herbst,winter"),
    same_time=several("um diese zeit,um die gleiche zeit,zur gleichen zeit,um dieselbe zeit"),
    now=several("jetzt,sofort,jetzt gleich"),
    sayings=several("guten morgen,guten abend,gute nacht,guten tag,24/7"),
    zones={"utc": "UTC", "gmt": "UTC", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
           "deutscher": "Europe/Berlin"},
    zone_word=several("zeit"),
    holidays={
        "weihnachten": (12, 25), "heiligabend": (12, 24), "heilig abend": (12, 24),
        "silvester": (12, 31), "neujahr": (1, 1), "nikolaus": (12, 6), "halloween": (10, 31),
        "tag der deutschen einheit": (10, 3), "tag der arbeit": (5, 1),
        "valentinstag": (2, 14), "allerheiligen": (11, 1), "dreikonig": (1, 6),
    },
    movable={"ostern": 0, "ostersonntag": 0, "ostermontag": 1, "karfreitag": -2,
             "grundonnerstag": -3, "rosenmontag": -48, "aschermittwoch": -46, "pfingsten": 49,
             "pfingstsonntag": 49, "pfingstmontag": 50, "himmelfahrt": 39,
             "christi himmelfahrt": 39, "fronleichnam": 60},
    articles=several("ein,eine,einen,einem,einer"),
    doubtful=several("jan,so,do,mi,di,mo,sa,fr,mai,august,april,nacht,marz,juli,juni"),
    follows=several(
        "und,oder,aber,zu,in,im,am,an,auf,mit,von,vom,bei,beim,wenn,weil,dass,dann,als,bitte,der,"
        "die,das,den,dem,ein,eine,einen,mein,meine,meinen,dein,ich,du,er,sie,es,wir,ihr,ist,sind,"
        "war,werde,will,kann,soll,muss,zum,zur,fur,nach,vor,uber,wo,wer,was,wie,mich,mir,nicht,"
        "noch,auch,nur,an"
    ),
    measures=several("%,prozent,km,kg,g,kilo,meter,grad,euro,euros,leute,personen,€,mal,cm,mm,"
                     "liter,seiten,punkte,stuck,apfel,eier"),
    changes=several("geteilt,mal,erhohe,senke,verringere,lauter,leiser,prozent,minus,plus"),
    ranked=several("stock,mal,platz,seite,zeile,reihe,kapitel,versuch,person,welt,klasse,hand,"
                   "hilfe,stelle,teil,band,lauf"),
    compounds={
        "viertelstunde": 7, "dreiviertelstunde": 11,
        **compounds(_PLAIN_WEEKDAYS, several("morgens,fruh,vormittag,nachmittag,mittag,abend,nacht,"
                                            "abends,nachts,nachmittags")),
    },
    misspelt=several("dienstag,mittwoch,donnerstag,samstag,sonntag,januar,februar,september,"
                     "oktober,november,dezember,ubermorgen,weihnachten"),
)  # fmt: skip
