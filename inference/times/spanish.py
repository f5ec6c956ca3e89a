"""The Spanish words for times; written without accents, as tokens are."""

from inference.times.words import Words, numbered, several, units

_NUMBERS: dict[str, float] = {
    **numbered(
        "cero,un/una/uno,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez,once,doce,trece,catorce,"
        "quince,dieciseis,diecisiete,dieciocho,diecinueve,veinte,veintiuno/veintiun,veintidos,"
        "veintitres,veinticuatro,veinticinco,veintiseis,veintisiete,veintiocho,veintinueve,treinta"
    ),
    "treinta y uno": 31, "cuarenta": 40, "cincuenta": 50, "cuarenta y cinco": 45, "sesenta": 60,
    "noventa": 90, "un par de": 2, "media": 0.5, "medio": 0.5, "una media": 0.5,
    "un cuarto de": 0.25, "tres cuartos de": 0.75,
}  # fmt: skip
_WORKING = (0, 1, 2, 3, 4)

SPANISH = Words(
    weekdays=numbered("lunes/lun,martes/mar,miercoles/mie,jueves/jue,viernes/vie,"
                      "sabado/sab/sabados,domingo/dom/domingos"),
    months=numbered(
        "enero/ene,febrero/feb,marzo,abril/abr,mayo,junio/jun,julio/jul,agosto/ago,"
        "septiembre/setiembre/sep/sept,octubre/oct,noviembre/nov,diciembre/dic", 1
    ),
    numbers=_NUMBERS,
    ordinals={
        **numbered("primero/primer/primera,segundo/segunda,tercero/tercer/tercera,cuarto/cuarta,"
                   "quinto/quinta", 1),
        **dict.fromkeys(["ultimo", "ultima", "ultimos"], -1),
    },
    units=units({
        "minute": "minuto,minutos,min",
        "hour": "hora,horas",
        "day": "dia,dias",
        "week": "semana,semanas",
        "fortnight": "quincena,quincenas",
        "month": "mes,meses",
        "quarter": "trimestre,trimestres",
        "year": "ano,anos",
        "second": "segundo,segundos",
        "workday": "dia laborable,dias laborables,dia habil,dias habiles",
    }),
    days={"hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1, "anteayer": -2,
          "antes de ayer": -2},
    parts={
        "por la manana": "morning", "de la manana": "morning", "de la madrugada": "morning",
        "por la tarde": "afternoon", "de la tarde": "afternoon", "por la noche": "night",
        "de la noche": "evening", "del mediodia": "noon", "al mediodia": "noon",
        "a mediodia": "noon", "esta noche": "tonight", "esta tarde": "this afternoon",
        "esta manana": "this morning", "tarde": "afternoon", "noche": "night",
        "a la hora de comer": "noon", "en la manana": "morning", "en la tarde": "afternoon",
        "en la noche": "night", "anoche": "last night",
    },
    clocks={"mediodia": (12, 0), "medianoche": (0, 0)},
    next=several("proximo,proxima,siguiente"),
    this=several("este,esta,este mismo,esta misma"),
    last=several("ultimo,ultima,pasado,pasada"),
    next_after=several("que viene,proximo,proxima,siguiente,que entra"),
    this_after=several("de esta semana,este"),
    last_after=several("pasado,pasada"),
    every=several("cada,todos los,todas las,todo los"),
    other=several("segundo,segunda,dos"),
    adverbs={
        "diariamente": "day", "a diario": "day", "semanalmente": "week", "mensualmente": "month",
        "anualmente": "year", "cada quince dias": "fortnight", "quincenalmente": "fortnight",
        "dos veces por semana": "?", "dos veces a la semana": "?", "tres veces por semana": "?",
        "tres veces a la semana": "?", "una vez por semana": "week",
        "una vez a la semana": "week", "una vez al mes": "month", "una vez al ano": "year",
        "dos veces al mes": "?", "dos veces al dia": "?day", "tres veces al dia": "?day",
        "de vez en cuando": "?", "regularmente": "?", "cada pocos dias": "?",
    },
    weekday_groups={
        "dia laborable": _WORKING, "dias laborables": _WORKING, "dia habil": _WORKING,
        "dias de semana": _WORKING, "dias entre semana": _WORKING, "fin de semana": (5, 6),
        "fines de semana": (5, 6), "entre semana": _WORKING,
    },
    plural_days=several("sabados,domingos,fines de semana,semana"),
    plural_leads=several("los"),
    times=several("veces"),
    except_=several("excepto,salvo,menos,excepto los,menos los"),
    ahead=several("en,dentro de,de aqui a"),
    ahead_after=several("a partir de ahora,despues,mas tarde"),
    within=several("en menos de,en las proximas,en los proximos"),
    ago=several("atras"),
    ago_before=several("hace"),
    after=several("despues de,despues del,a partir de,tras"),
    before=several("antes de,antes del"),
    after_that=several("despues de,despues del"),
    and_a_half={"media": 0.5, "cuarto": 0.25},
    any_day=several("un,algun"),
    per=several("por,al,a la,cada"),
    every_parts={"mananas": "morning", "tardes": "afternoon", "noches": "night"},
    until=several("hasta,hasta el,hasta la,hasta las"),
    by=several("para el,antes de,antes del,antes de las,a mas tardar,a mas tardar el,hasta,"
               "hasta el,hasta la,hasta las,como muy tarde,como muy tarde el,para antes del,"
               "antes de la"),
    by_after=several("como muy tarde,a mas tardar,como maximo"),
    open_ended=several("despues de,despues del,despues de las,no antes de,no antes del,"
                       "a partir de las"),
    leads=several("al,a"),
    onwards=several("en adelante"),
    or_=several("o,u"),
    past=several("ultimos,ultimas"),
    rest=several("resto,el resto"),
    since=several("desde,desde el,desde la"),
    begin=several("de,del,desde,desde el,entre,entre el,entre las,de las,desde las,a partir de,"
                  "a partir del,empezando el,empezando"),
    between=several("entre,entre el,entre las"),
    to=several("a,al,hasta,hasta el,a las,hasta las,-,–,—,a la,hasta la"),
    lasting=several("durante,por"),
    and_=several("y,e"),
    at=several("a las,a la,@,las,la una"),
    roughly=several("sobre las,hacia las,alrededor de las,sobre la,a eso de las,hacia la,"
                    "como a las,mas o menos a las"),
    roughly_after=several("en punto,aproximadamente,mas o menos"),
    after_hour={"y media": 30, "y cuarto": 15, "menos cuarto": -15},
    minutes_after_hour={"y": 1, "menos": -1},
    hour_before_minutes=False,
    am=several("am,a.m.,a.m,a m"),
    pm=several("pm,p.m.,p.m,p m"),
    oclock=several("h,hs"),
    military=several("h,hs,horas"),
    the=several("el,la,los,las,al,lo"),
    glue=several("a,al,el,la,los,las,de,del,en,por,para,para el,para la,a las,a la,durante,un,"
                 "algun dia de"),
    early=several("temprano,bien"),
    of=several("de,del,en"),
    day_word=several("dia"),
    dates_in_words=True,
    edges={"principios": "start", "principio": "start", "inicio": "start", "comienzo": "start",
           "finales": "end", "final": "end", "fin": "end", "mediados": "middle",
           "fin de mes": "eom", "final de mes": "eom", "fin de ano": "eoy",
           "a principios": "start", "a finales": "end", "a mediados": "middle"},
    whole_edges={"eom": ("end", "month"), "eoy": ("end", "year")},
    part_leads=several("por la,al,a,esta,en la,de la,a la,por la manana,por la tarde,por la noche,"
                       "esta noche,esta tarde,esta manana,al mediodia,a mediodia,anoche"),
    weekend=several("fin de semana,finde"),
    seasons=several("primavera,verano,otono,invierno"),
    same_time=several("a esta hora,a la misma hora"),
    now=several("ahora,ahora mismo"),
    sayings=several("buenas tardes,buenas noches,buenos dias,24/7"),
    zones={"utc": "UTC", "gmt": "UTC"},
    zone_word=several("hora"),
    holidays={
        "navidad": (12, 25), "nochebuena": (12, 24), "nochevieja": (12, 31), "ano nuevo": (1, 1),
        "reyes": (1, 6), "dia de reyes": (1, 6), "san valentin": (2, 14), "halloween": (10, 31),
        "todos los santos": (11, 1), "dia de muertos": (11, 2), "dia del trabajo": (5, 1),
    },
    movable={"pascua": 0, "domingo de pascua": 0, "viernes santo": -2, "jueves santo": -3,
             "domingo de ramos": -7, "lunes de pascua": 1},
    articles=several("un,uno"),
    doubtful=several("mar,sab,dom,mayo,segundo,cuarto"),
    follows=several(
        "y,o,pero,a,al,en,con,de,del,por,para,que,si,porque,cuando,como,el,la,los,las,un,una,mi,tu,"
        "su,yo,es,son,era,hay,no,favor,llamar,tengo,quiero,puedo,entonces,sobre,me,te,se,lo"
    ),
    measures=several("%,por,km,kg,kilos,euros,euro,grados,personas,€,metros,litros,paginas,puntos,"
                     "veces,gramos"),
    changes=several("dividido,multiplicado,sube,baja,aumenta,reduce,menos"),
    ranked=several("de,piso,vez,lugar,pagina,linea,capitulo,intento,persona,mundo,mano,plato,parte"),
    misspelt=several("miercoles,septiembre,noviembre,diciembre,viernes"),
)  # fmt: skip
