"""Units and what they are called. Sizes are exact, as the units are defined; US where they differ.

Months and years are a dimension of their own: how many days they have, `inference/times` knows.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit of a dimension."""

    one: str
    "its name for one of it; symbols stand for both"
    many: str
    dimension: str
    size: Fraction = Fraction(1)
    "of one, in the base unit of its dimension"
    zero: Fraction = Fraction(0)
    "where its scale begins, in the base unit: temperatures"
    names: tuple[str, ...] = ()

    def is_part_of(self, larger: "Unit") -> bool:
        """Inches of feet, minutes of hours."""
        return self.dimension == larger.dimension and self.size < larger.size

    @property
    def is_money(self) -> bool:
        return self.dimension.startswith("money")


NUMBER = Unit("", "", "number")
PERCENT = Unit("%", "%", "share")

_TABLE = """
length 0.001 mm mm | mm, millimeter, millimeters, millimetre, millimetres
length 0.01 cm cm | cm, centimeter, centimeters, centimetre, centimetres, cms
length 1 metre metres | m, meter, meters, metre, metres
length 1000 km km | km, kms, kilometer, kilometers, kilometre, kilometres
length 0.0254 inch inches | inch, inches
length 0.3048 foot feet | ft, foot, feet
length 0.9144 yard yards | yd, yds, yard, yards
length 1609.344 mile miles | mi, mile, miles
length 1852 nautical_mile nautical_miles | nautical mile, nautical miles, nmi
mass 0.001 mg mg | mg, milligram, milligrams
mass 1 g g | g, gram, grams, gramme, grammes
mass 1000 kg kg | kg, kgs, kilo, kilos, kilogram, kilograms, kilogramme, kilogrammes
mass 1000000 tonne tonnes | t, tonne, tonnes, metric ton, metric tons
mass 453.59237 lb lb | lb, lbs, pound, pounds
mass 28.349523125 oz oz | oz, ounce, ounces
mass 6350.29318 stone stone | st, stone, stones
mass 907184.74 US_ton US_tons | ton, tons, us ton, us tons, short ton, short tons
volume 0.001 ml ml | ml, milliliter, milliliters, millilitre, millilitres, mls
volume 0.01 cl cl | cl, centiliter, centiliters, centilitre, centilitres
volume 0.1 dl dl | dl, deciliter, deciliters, decilitre, decilitres
volume 1 litre litres | l, liter, liters, litre, litres
volume 1000 cubic_metre cubic_metres | m3, m³, cubic meter, cubic meters, cubic metre, cubic metres
volume 3.785411784 US_gallon US_gallons | gal, gallon, gallons, us gallon, us gallons
volume 0.946352946 US_quart US_quarts | qt, quart, quarts, us quarts
volume 0.473176473 US_pint US_pints | pint, pints, us pint, us pints
volume 4.54609 UK_gallon UK_gallons | uk gallon, uk gallons, imperial gallon, imperial gallons
volume 0.56826125 UK_pint UK_pints | uk pint, uk pints, imperial pint, imperial pints
volume 0.2365882365 US_cup US_cups | cup, cups
volume 0.02957352956250 US_fl_oz US_fl_oz | fl oz, fluid ounce, fluid ounces, floz
volume 0.01478676478125 tablespoon tablespoons | tbsp, tablespoon, tablespoons
volume 0.00492892159375 teaspoon teaspoons | tsp, teaspoon, teaspoons
time 0.001 millisecond milliseconds | ms, millisecond, milliseconds
time 1 second seconds | s, sec, secs, second, seconds
time 60 minute minutes | min, mins, minute, minutes
time 3600 hour hours | h, hr, hrs, hour, hours
time 86400 day days | day, days
time 604800 week weeks | week, weeks, wk, wks
time 1209600 fortnight fortnights | fortnight, fortnights
calendar 1 month months | month, months
calendar 12 year years | year, years
calendar 120 decade decades | decade, decades
data 0.125 bit bits | bit, bits
data 1 byte bytes | byte, bytes
data 1000 kB kB | kb, kilobyte, kilobytes
data 1000000 MB MB | mb, megabyte, megabytes, megs
data 1000000000 GB GB | gb, gigabyte, gigabytes, gigs
data 1000000000000 TB TB | tb, terabyte, terabytes
data 1000000000000000 PB PB | pb, petabyte, petabytes
data 1024 KiB KiB | kib, kibibyte, kibibytes
data 1048576 MiB MiB | mib, mebibyte, mebibytes
data 1073741824 GiB GiB | gib, gibibyte, gibibytes
data 1099511627776 TiB TiB | tib, tebibyte, tebibytes
speed 1 m/s m/s | m/s, meters per second, metres per second
speed 5/18 km/h km/h | km/h, kmh, kph, kilometers per hour, kilometres per hour
speed 0.44704 mph mph | mph, mi/h, miles per hour
speed 463/900 knot knots | kn, kt, knot, knots
area 1 square_metre square_metres | m2, m², sqm, sq m, square meter, square meters, square metre, square metres
area 0.0001 square_cm square_cm | cm2, cm², square cm, square centimeters, square centimetres
area 1000000 square_km square_km | km2, km², sq km, square km, square kilometers, square kilometres
area 10000 hectare hectares | ha, hectare, hectares
area 4046.8564224 acre acres | ac, acre, acres
area 0.09290304 square_foot square_feet | ft², sq ft, sqft, square foot, square feet
area 2589988.110336 square_mile square_miles | sq mi, square mile, square miles
energy 1 joule joules | j, joule, joules
energy 1000 kJ kJ | kj, kilojoule, kilojoules
energy 4184 kcal kcal | kcal, kcals, calorie, calories, kilocalorie, kilocalories
energy 3600000 kWh kWh | kwh, kilowatt hour, kilowatt hours
pressure 100000 bar bar | bar, bars
pressure 100 hPa hPa | hpa, mbar, millibar
pressure 8896443230521/1290320000 psi psi | psi
angle 1 degree degrees | deg, degree, degrees, °
angle 360 turn turns | turn, turns
"""  # noqa: E501 - a table reads better unbroken


def _row(line: str) -> Unit:
    left, _, names = line.partition("|")
    dimension, size, one, many = left.split()
    called = tuple(name.strip() for name in names.split(","))
    one, many = one.replace("_", " "), many.replace("_", " ")
    return Unit(one, many, dimension, Fraction(size), names=called)


_TEMPERATURES = (
    Unit("°C", "°C", "temperature", zero=Fraction("273.15"),
         names=("c", "°c", "° c", "celsius", "degrees celsius", "degrees c", "deg c", "centigrade",
                "degree celsius")),
    Unit("°F", "°F", "temperature", Fraction(5, 9), Fraction("273.15") - Fraction(160, 9),
         names=("f", "°f", "° f", "fahrenheit", "farenheit", "degrees fahrenheit", "degrees f",
                "deg f", "degree fahrenheit")),
    Unit("K", "K", "temperature", names=("k", "kelvin", "degrees kelvin")),
)  # fmt: skip
_MONEY = (
    Unit("€", "€", "money EUR", names=("€", "eur", "euro", "euros")),
    Unit("$", "$", "money USD", names=("$", "usd", "dollar", "dollars", "bucks", "buck")),
    Unit("£", "£", "money GBP", names=("£", "gbp", "quid", "pounds sterling")),
    Unit("¥", "¥", "money JPY", names=("¥", "jpy", "yen")),
    Unit("CHF ", "CHF ", "money CHF", names=("chf", "swiss francs", "francs")),
    Unit("₹", "₹", "money INR", names=("₹", "inr", "rupee", "rupees")),
)
UNITS = (*(_row(line) for line in _TABLE.strip().splitlines()), *_TEMPERATURES, *_MONEY)
NAMED: dict[str, Unit] = {name: unit for unit in UNITS for name in unit.names}
DOUBTFUL = frozenset({"c", "f", "k", "j", "t", "s", "bar", "st", "ac", "turn", "turns", "degree"})
"names that count only where something is turned into something"
SYMBOLS = frozenset("€$£¥₹")
