"""Which zone a city or country keeps time by: a table of our own over the names of zoneinfo.

A country with several zones has a row for each of its main ones, and every one of them is told.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_CITIES = """
Europe/London: London, Edinburgh, Glasgow, Cardiff, Belfast, Manchester, Birmingham, Liverpool, Leeds, Bristol, Oxford, Cambridge, UK, United Kingdom, Great Britain, Britain, England, Scotland, Wales, Northern Ireland
Europe/Dublin: Dublin, Cork, Galway, Ireland
Europe/Lisbon: Lisbon, Lisboa, Porto
Atlantic/Azores: Azores, Ponta Delgada
Atlantic/Madeira: Madeira, Funchal
Europe/Madrid: Madrid, Barcelona, Valencia, Seville, Sevilla, Malaga, Bilbao, Mallorca, Ibiza
Atlantic/Canary: Canary Islands, Tenerife, Gran Canaria, Las Palmas
Europe/Paris: Paris, Lyon, Marseille, Toulouse, Nice, Bordeaux, Lille, Strasbourg, France
Europe/Brussels: Brussels, Antwerp, Ghent, Bruges, Belgium
Europe/Amsterdam: Amsterdam, Rotterdam, The Hague, Utrecht, Eindhoven, Netherlands, Holland
Europe/Luxembourg: Luxembourg
Europe/Berlin: Berlin, Munich, München, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Düsseldorf, Leipzig, Dresden, Hanover, Nuremberg, Bremen, Germany
Europe/Zurich: Zurich, Zürich, Geneva, Basel, Bern, Lausanne, Switzerland
Europe/Vienna: Vienna, Salzburg, Graz, Innsbruck, Linz, Austria
Europe/Rome: Rome, Milan, Naples, Turin, Florence, Venice, Bologna, Palermo, Italy
Europe/Vatican: Vatican, Vatican City
Europe/San_Marino: San Marino
Europe/Monaco: Monaco
Europe/Andorra: Andorra
Europe/Vaduz: Liechtenstein, Vaduz
Europe/Malta: Malta, Valletta
Europe/Copenhagen: Copenhagen, Aarhus, Denmark
Europe/Oslo: Oslo, Bergen, Trondheim, Norway
Europe/Stockholm: Stockholm, Gothenburg, Malmö, Sweden
Europe/Helsinki: Helsinki, Tampere, Espoo, Finland
Atlantic/Reykjavik: Reykjavik, Iceland
Atlantic/Faroe: Faroe Islands, Torshavn
Europe/Warsaw: Warsaw, Krakow, Kraków, Gdansk, Wroclaw, Poznan, Poland
Europe/Prague: Prague, Brno, Czech Republic, Czechia
Europe/Bratislava: Bratislava, Slovakia
Europe/Budapest: Budapest, Hungary
Europe/Ljubljana: Ljubljana, Slovenia
Europe/Zagreb: Zagreb, Split, Dubrovnik, Croatia
Europe/Sarajevo: Sarajevo, Bosnia, Bosnia and Herzegovina
Europe/Belgrade: Belgrade, Serbia
Europe/Podgorica: Podgorica, Montenegro
Europe/Skopje: Skopje, North Macedonia
Europe/Tirane: Tirana, Albania
Europe/Athens: Athens, Thessaloniki, Greece
Europe/Sofia: Sofia, Bulgaria
Europe/Bucharest: Bucharest, Cluj, Romania
Europe/Chisinau: Chisinau, Moldova
Europe/Kyiv: Kyiv, Kiev, Lviv, Odesa, Odessa, Kharkiv, Ukraine
Europe/Minsk: Minsk, Belarus
Europe/Vilnius: Vilnius, Lithuania
Europe/Riga: Riga, Latvia
Europe/Tallinn: Tallinn, Estonia
Europe/Istanbul: Istanbul, Ankara, Izmir, Antalya, Turkey, Türkiye
Asia/Nicosia: Nicosia, Cyprus
Europe/Kaliningrad: Kaliningrad
Europe/Moscow: Moscow, St Petersburg, Saint Petersburg
Europe/Samara: Samara
Asia/Yekaterinburg: Yekaterinburg
Asia/Novosibirsk: Novosibirsk
Asia/Vladivostok: Vladivostok
Asia/Kamchatka: Kamchatka
Asia/Tbilisi: Tbilisi
Asia/Yerevan: Yerevan, Armenia
Asia/Baku: Baku, Azerbaijan
Asia/Jerusalem: Jerusalem, Tel Aviv, Haifa, Israel
Asia/Gaza: Gaza, Palestine
Asia/Beirut: Beirut, Lebanon
Asia/Damascus: Damascus, Syria
Asia/Amman: Amman, Jordan
Asia/Baghdad: Baghdad, Iraq
Asia/Tehran: Tehran, Iran
Asia/Riyadh: Riyadh, Jeddah, Mecca, Medina, Saudi Arabia
Asia/Kuwait: Kuwait, Kuwait City
Asia/Bahrain: Bahrain, Manama
Asia/Qatar: Doha, Qatar
Asia/Dubai: Dubai, Abu Dhabi, UAE, United Arab Emirates, Emirates
Asia/Muscat: Muscat, Oman
Asia/Aden: Sanaa, Aden, Yemen
Asia/Kabul: Kabul, Afghanistan
Asia/Karachi: Karachi, Lahore, Islamabad, Pakistan
Asia/Kolkata: Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Madras, Kolkata, Calcutta, Hyderabad, Pune, Ahmedabad, Jaipur, Goa, India
Asia/Colombo: Colombo, Sri Lanka
Asia/Kathmandu: Kathmandu, Nepal
Asia/Thimphu: Thimphu, Bhutan
Asia/Dhaka: Dhaka, Bangladesh
Indian/Maldives: Maldives, Malé
Asia/Tashkent: Tashkent, Samarkand, Uzbekistan
Asia/Almaty: Almaty, Astana, Kazakhstan
Asia/Bishkek: Bishkek, Kyrgyzstan
Asia/Dushanbe: Dushanbe, Tajikistan
Asia/Ashgabat: Ashgabat, Turkmenistan
Asia/Yangon: Yangon, Rangoon, Myanmar, Burma
Asia/Bangkok: Bangkok, Phuket, Chiang Mai, Thailand
Asia/Vientiane: Vientiane, Laos
Asia/Phnom_Penh: Phnom Penh, Cambodia
Asia/Ho_Chi_Minh: Ho Chi Minh City, Saigon, Hanoi, Da Nang, Vietnam
Asia/Kuala_Lumpur: Kuala Lumpur, Penang, Malaysia
Asia/Singapore: Singapore
Asia/Brunei: Brunei
Asia/Manila: Manila, Cebu, Philippines
Asia/Jakarta: Jakarta, Bandung, Surabaya
Asia/Makassar: Bali, Denpasar
Asia/Jayapura: Jayapura
Asia/Dili: Dili, East Timor, Timor-Leste
Asia/Shanghai: Shanghai, Beijing, Peking, Shenzhen, Guangzhou, Chengdu, Wuhan, Xian, Nanjing, Hangzhou, China
Asia/Hong_Kong: Hong Kong
Asia/Macau: Macau, Macao
Asia/Taipei: Taipei, Taiwan
Asia/Tokyo: Tokyo, Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka, Hiroshima, Japan
Asia/Seoul: Seoul, Busan, Incheon, South Korea, Korea
Asia/Pyongyang: Pyongyang, North Korea
Asia/Ulaanbaatar: Ulaanbaatar, Ulan Bator, Mongolia
Australia/Sydney: Sydney, Canberra, Newcastle NSW, New South Wales
Australia/Melbourne: Melbourne, Victoria Australia
Australia/Brisbane: Brisbane, Gold Coast, Cairns, Queensland
Australia/Adelaide: Adelaide, South Australia
Australia/Darwin: Darwin, Northern Territory
Australia/Perth: Perth, Western Australia
Australia/Hobart: Hobart, Tasmania
Pacific/Auckland: Auckland, Wellington, Christchurch, Queenstown, New Zealand
Pacific/Chatham: Chatham Islands
Pacific/Fiji: Fiji, Suva
Pacific/Port_Moresby: Port Moresby, Papua New Guinea
Pacific/Noumea: Noumea, New Caledonia
Pacific/Tahiti: Tahiti, Papeete
Pacific/Apia: Samoa, Apia
Pacific/Pago_Pago: American Samoa, Pago Pago
Pacific/Tongatapu: Tonga
Pacific/Guam: Guam
Pacific/Guadalcanal: Solomon Islands, Honiara
Pacific/Efate: Vanuatu, Port Vila
Pacific/Tarawa: Tarawa
Pacific/Majuro: Marshall Islands, Majuro
Pacific/Palau: Palau
Pacific/Nauru: Nauru
Pacific/Funafuti: Tuvalu
Africa/Cairo: Cairo, Alexandria, Giza, Egypt
Africa/Tripoli: Tripoli, Libya
Africa/Tunis: Tunis, Tunisia
Africa/Algiers: Algiers, Algeria
Africa/Casablanca: Casablanca, Rabat, Marrakesh, Marrakech, Morocco
Africa/Nouakchott: Nouakchott, Mauritania
Africa/Dakar: Dakar, Senegal
Africa/Banjul: Banjul, Gambia, The Gambia
Africa/Bamako: Bamako, Mali
Africa/Conakry: Conakry, Guinea
Africa/Bissau: Bissau, Guinea-Bissau
Africa/Freetown: Freetown, Sierra Leone
Africa/Monrovia: Monrovia, Liberia
Africa/Abidjan: Abidjan, Ivory Coast, Cote d'Ivoire
Africa/Ouagadougou: Ouagadougou, Burkina Faso
Africa/Accra: Accra, Ghana
Africa/Lome: Lome, Togo
Africa/Porto-Novo: Porto-Novo, Cotonou, Benin
Africa/Lagos: Lagos, Abuja, Nigeria
Africa/Niamey: Niamey, Niger
Africa/Ndjamena: N'Djamena, Chad
Africa/Douala: Douala, Yaounde, Cameroon
Africa/Libreville: Libreville, Gabon
Africa/Malabo: Malabo, Equatorial Guinea
Africa/Brazzaville: Brazzaville, Republic of the Congo
Africa/Kinshasa: Kinshasa
Africa/Lubumbashi: Lubumbashi
Africa/Luanda: Luanda, Angola
Africa/Bangui: Bangui, Central African Republic
Africa/Khartoum: Khartoum, Sudan
Africa/Juba: Juba, South Sudan
Africa/Addis_Ababa: Addis Ababa, Ethiopia
Africa/Asmara: Asmara, Eritrea
Africa/Djibouti: Djibouti
Africa/Mogadishu: Mogadishu, Somalia
Africa/Nairobi: Nairobi, Mombasa, Kenya
Africa/Kampala: Kampala, Uganda
Africa/Kigali: Kigali, Rwanda
Africa/Bujumbura: Bujumbura, Burundi
Africa/Dar_es_Salaam: Dar es Salaam, Dodoma, Zanzibar, Tanzania
Africa/Lusaka: Lusaka, Zambia
Africa/Blantyre: Blantyre, Lilongwe, Malawi
Africa/Harare: Harare, Zimbabwe
Africa/Maputo: Maputo, Mozambique
Africa/Gaborone: Gaborone, Botswana
Africa/Windhoek: Windhoek, Namibia
Africa/Johannesburg: Johannesburg, Cape Town, Durban, Pretoria, South Africa
Africa/Maseru: Maseru, Lesotho
Africa/Mbabane: Mbabane, Eswatini, Swaziland
Africa/Sao_Tome: Sao Tome
Indian/Antananarivo: Antananarivo, Madagascar
Indian/Mauritius: Mauritius, Port Louis
Indian/Reunion: Reunion
Indian/Mahe: Seychelles
Indian/Comoro: Comoros
Atlantic/Cape_Verde: Cape Verde, Praia
America/New_York: New York, New York City, NYC, Manhattan, Brooklyn, Boston, Washington DC, Washington D.C., Philadelphia, Miami, Atlanta, Orlando, Pittsburgh, Cleveland, Baltimore, Charlotte, Buffalo, East Coast, Florida, Massachusetts, Pennsylvania, Virginia, North Carolina, New Jersey
America/Detroit: Detroit, Michigan
America/Indiana/Indianapolis: Indianapolis
America/Chicago: Chicago, Houston, Dallas, Austin, San Antonio, Texas, New Orleans, Minneapolis, St Louis, Memphis, Nashville, Milwaukee, Kansas City, Oklahoma City, Illinois, Wisconsin, Minnesota
America/Denver: Denver, Salt Lake City, Albuquerque, Santa Fe, Colorado, Utah, New Mexico, Montana, Wyoming
America/Boise: Boise
America/Phoenix: Phoenix, Tucson, Arizona
America/Los_Angeles: Los Angeles, LA, San Francisco, SF, Seattle, San Diego, Las Vegas, Portland, San Jose California, Sacramento, Oakland, Silicon Valley, West Coast, California, Oregon, Nevada
America/Anchorage: Anchorage, Alaska
Pacific/Honolulu: Honolulu, Hawaii, Maui
America/Puerto_Rico: Puerto Rico, San Juan
America/Toronto: Toronto, Ottawa, Montreal, Quebec, Quebec City, Ontario
America/Winnipeg: Winnipeg, Manitoba
America/Regina: Regina, Saskatoon, Saskatchewan
America/Edmonton: Calgary, Edmonton, Alberta
America/Vancouver: Vancouver, Victoria British Columbia, British Columbia
America/Halifax: Halifax, Nova Scotia
America/St_Johns: St Johns, Newfoundland
Atlantic/Bermuda: Bermuda
America/Nuuk: Nuuk, Greenland
America/Mexico_City: Mexico City, Guadalajara, Puebla
America/Monterrey: Monterrey
America/Cancun: Cancun, Tulum, Playa del Carmen
America/Tijuana: Tijuana
America/Hermosillo: Hermosillo
America/Guatemala: Guatemala, Guatemala City
America/Belize: Belize
America/El_Salvador: El Salvador, San Salvador
America/Tegucigalpa: Honduras, Tegucigalpa
America/Managua: Nicaragua, Managua
America/Costa_Rica: Costa Rica, San Jose Costa Rica
America/Panama: Panama, Panama City
America/Havana: Havana, Cuba
America/Jamaica: Kingston, Jamaica
America/Port-au-Prince: Port-au-Prince, Haiti
America/Santo_Domingo: Santo Domingo, Dominican Republic
America/Nassau: Nassau, Bahamas, The Bahamas
America/Barbados: Barbados, Bridgetown
America/Port_of_Spain: Port of Spain, Trinidad, Trinidad and Tobago
America/Curacao: Curacao
America/Aruba: Aruba
America/Martinique: Martinique
America/Guadeloupe: Guadeloupe
America/Bogota: Bogota, Medellin, Cali, Cartagena, Colombia
America/Caracas: Caracas, Venezuela
America/Guyana: Guyana, Georgetown
America/Paramaribo: Suriname, Paramaribo
America/Cayenne: French Guiana, Cayenne
America/Guayaquil: Quito, Guayaquil
Pacific/Galapagos: Galapagos
America/Lima: Lima, Cusco, Peru
America/La_Paz: La Paz, Bolivia
America/Asuncion: Asuncion, Paraguay
America/Santiago: Santiago, Valparaiso
Pacific/Easter: Easter Island
America/Argentina/Buenos_Aires: Buenos Aires, Cordoba Argentina, Rosario, Argentina
America/Montevideo: Montevideo, Uruguay
America/Sao_Paulo: Sao Paulo, São Paulo, Rio, Rio de Janeiro, Brasilia, Belo Horizonte, Salvador, Porto Alegre
America/Manaus: Manaus
America/Rio_Branco: Rio Branco
America/Noronha: Fernando de Noronha
Antarctica/McMurdo: McMurdo, South Pole
UTC: UTC, GMT, Zulu, Greenwich Mean Time, Coordinated Universal Time
"""  # noqa: E501 - a table reads better unbroken

_COUNTRIES = """
United States, USA, US, America, the States, United States of America: New York, Chicago, Denver, Los Angeles, Anchorage, Honolulu
Canada: St Johns, Halifax, Toronto, Winnipeg, Edmonton, Vancouver
Mexico: Cancun, Mexico City, Hermosillo, Tijuana
Brazil: Fernando de Noronha, Sao Paulo, Manaus, Rio Branco
Chile: Santiago, Easter Island
Ecuador: Quito, Galapagos
Spain: Madrid, Canary Islands
Portugal: Lisbon, Azores
Russia: Kaliningrad, Moscow, Samara, Yekaterinburg, Novosibirsk, Vladivostok, Kamchatka
Indonesia: Jakarta, Bali, Jayapura
Australia: Sydney, Brisbane, Adelaide, Darwin, Perth
Congo, DR Congo, Democratic Republic of the Congo: Kinshasa, Lubumbashi
Kiribati: Tarawa
Georgia: Tbilisi, Atlanta
Washington: Washington DC, Seattle
San Jose: San Jose California, San Jose Costa Rica
"""  # noqa: E501 - as above

_LETTERS = {
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "est": "America/New_York",
    "edt": "America/New_York", "eastern": "America/New_York", "eastern time": "America/New_York",
    "cdt": "America/Chicago", "central time": "America/Chicago", "mst": "America/Denver",
    "mdt": "America/Denver", "mountain time": "America/Denver", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "pacific time": "America/Los_Angeles", "bst": "Europe/London",
    "jst": "Asia/Tokyo", "aest": "Australia/Sydney", "eet": "Europe/Athens",
    "wet": "Europe/Lisbon", "kst": "Asia/Seoul", "nzst": "Pacific/Auckland",
    "msk": "Europe/Moscow",
}  # fmt: skip


def zones(place: str) -> list[tuple[str, ZoneInfo]]:
    """The name and zone of a place; several for a country that has more; none where unknown."""
    name = folded(place)
    if name in _countries():
        return [(city, ZoneInfo(_cities()[folded(city)][1])) for city in _countries()[name]]
    if name in _cities():
        shown, zone = _cities()[name]
        return [(shown, ZoneInfo(zone))]
    named = _LETTERS.get(name) or _names().get(name)
    if named is None:
        return []
    shown = place.upper() if name in _LETTERS and len(name) <= 4 else named.rpartition("/")[2]
    return [(shown.replace("_", " "), ZoneInfo(named))]


def known() -> Mapping[str, tuple[str, str]]:
    """Every name of the table, as it is compared, with how it is written and its zone."""
    return _cities()


def folded(name: str) -> str:
    """Without accents, case and signs: São Paulo and sao paulo."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ß", "ss")).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[^\w/]+", " ", letters.replace("'", "")).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def _cities() -> dict[str, tuple[str, str]]:
    found = {}
    for line in _CITIES.strip().splitlines():
        zone, _, names = line.partition(": ")
        found.update({folded(name): (name.strip(), zone) for name in names.split(",")})
    return found


@cache
def _countries() -> dict[str, list[str]]:
    found = {}
    for line in _COUNTRIES.strip().splitlines():
        names, _, cities = line.partition(": ")
        listed = [city.strip() for city in cities.split(",")]
        found.update({folded(name): listed for name in names.split(",")})
    return found


@cache
def _names() -> dict[str, str]:
    """The zones of the system, by their whole name and by their city."""
    found = {}
    for zone in sorted(available_timezones()):
        if zone.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            continue
        found[folded(zone.replace("_", " "))] = zone
        if "/" in zone:
            found.setdefault(folded(zone.rpartition("/")[2].replace("_", " ")), zone)
    return found
