"""What was worked out of a table, as a sentence that says how: what, over which rows, of where."""

from decimal import ROUND_HALF_UP, Decimal

from inference.asking.sheets import MEASURES, Column, Kind
from inference.asking.sums import Condition, Operation, Test, Worked
from inference.asking.wording import is_german

MOST_GROUPS = 12
MOST_BEST = 5
_ENGLISH: dict[object, str] = {
    Operation.SUM: "The sum of “{column}” is {value}",
    Operation.MEAN: "The average of “{column}” is {value}",
    Operation.COUNT: "{value} rows",
    "one": "One row",
    "of": ", over {count} of {all} rows",
    "rows": " of {all}",
    "where": " where {conditions}",
    "if": " where {conditions}",
    "and": " and ",
    "or": " or ",
    Test.IS: "“{column}” is {value}",
    Test.HAS: "“{column}” has “{value}” in it",
    "of out": ", over {count} of {all} rows with money going out",
    "of in": ", over {count} of {all} rows with money coming in",
    Test.ABOVE: "“{column}” is above {value}",
    Test.BELOW: "“{column}” is below {value}",
    Test.LEAST: "“{column}” is at least {value}",
    Test.MOST: "“{column}” is at most {value}",
    "date": "“{column}” is {value}",
    Operation.MAX: "The highest “{column}” is {value}",
    Operation.MIN: "The lowest “{column}” is {value}",
    "first": "The earliest “{column}” is {value}",
    "last": "The latest “{column}” is {value}",
    "at": ": {rows}",
    "groups": "“{column}” by “{by}”: {groups}",
    "counted": "Rows by “{by}”: {groups}",
    "different": "{count} different in “{by}”: {groups}",
    "means": "Average “{column}” by “{by}”: {groups}",
    Operation.VALUE: "“{column}” is {value}",
    "totals": "; rows with totals left out: {count}",
    "unread": "; rows left out because a cell could not be read: {count}",
}  # fmt: skip
_DEUTSCH: dict[object, str] = {
    **_ENGLISH,
    Operation.SUM: "Die Summe von „{column}“ ist {value}",
    Operation.MEAN: "Der Durchschnitt von „{column}“ ist {value}",
    Operation.COUNT: "{value} Zeilen",
    "one": "Eine Zeile",
    "of": ", über {count} von {all} Zeilen",
    "rows": " von {all}",
    "where": ", in denen {conditions} steht",
    "if": ", wo {conditions} steht",
    "and": " und ",
    "or": " oder ",
    Test.IS: "bei „{column}“ {value}",
    Test.HAS: "bei „{column}“ auch „{value}“",
    "of out": ", über {count} von {all} Zeilen mit Ausgaben",
    "of in": ", über {count} von {all} Zeilen mit Einnahmen",
    Test.ABOVE: "bei „{column}“ mehr als {value}",
    Test.BELOW: "bei „{column}“ weniger als {value}",
    Test.LEAST: "bei „{column}“ mindestens {value}",
    Test.MOST: "bei „{column}“ höchstens {value}",
    "date": "bei „{column}“ {value}",
    Operation.MAX: "Der höchste Wert von „{column}“ ist {value}",
    Operation.MIN: "Der niedrigste Wert von „{column}“ ist {value}",
    "first": "Am frühesten ist „{column}“ {value}",
    "last": "Am spätesten ist „{column}“ {value}",
    "groups": "„{column}“ nach „{by}“: {groups}",
    "counted": "Zeilen nach „{by}“: {groups}",
    "different": "{count} verschiedene bei „{by}“: {groups}",
    "means": "Durchschnitt von „{column}“ nach „{by}“: {groups}",
    Operation.VALUE: "Bei „{column}“ steht {value}",
    "totals": "; ausgelassene Zeilen mit Summen: {count}",
    "unread": "; wegen unlesbarer Zellen ausgelassene Zeilen: {count}",
}  # fmt: skip


def sentence(worked: Worked, question: str) -> str:
    """What came of it, in the language of the question where that is German, else in English."""
    return told(worked, is_german=is_german(question))


def told(worked: Worked, *, is_german: bool) -> str:
    """The same in a language that is known."""
    return _Telling(worked, is_german=is_german).sentence()


class _Telling:
    def __init__(self, worked: Worked, *, is_german: bool) -> None:
        self._worked = worked
        self._form = worked.form
        self._is_german = is_german
        self._words = _DEUTSCH if is_german else _ENGLISH

    def sentence(self) -> str:
        return f"{self._main()}{self._over()}{self._left_out()}."

    def _main(self) -> str:
        form, worked = self._form, self._worked
        if worked.groups:
            return self._groups()
        if form.operation is Operation.COUNT:
            count = len(worked.rows)
            return self._words["one"] if count == 1 else self._say(Operation.COUNT, str(count))
        assert form.column is not None
        if form.operation is Operation.VALUE:
            cells = dict.fromkeys(form.column.cells[at] for at in worked.best[:MOST_BEST])
            return self._say(Operation.VALUE, self._words["or"].join(cells))
        if form.operation in (Operation.MAX, Operation.MIN):
            return self._best()
        assert worked.value is not None
        return self._say(form.operation, self._number(worked.value, form.column))

    def _best(self) -> str:
        form, worked = self._form, self._worked
        assert form.column is not None
        key: object = form.operation
        if form.column.kind is Kind.DATE:
            key = "last" if form.operation is Operation.MAX else "first"
        said = self._say(key, form.column.cells[worked.best[0]])
        if form.shown is None:
            return said
        rows = dict.fromkeys(form.shown.cells[at] for at in worked.best[:MOST_BEST])
        return said + self._words["at"].format(rows=", ".join(rows))

    def _groups(self) -> str:
        form, worked = self._form, self._worked
        assert form.by is not None
        shown = worked.groups[: MOST_GROUPS if form.shown is None else MOST_BEST]
        groups = "; ".join(f"{name} {self._number(value, form.column)}" for name, value in shown)
        is_mean = form.operation is Operation.MEAN
        key = "means" if is_mean else "groups" if form.column else "counted"
        if form.is_distinct:
            key = "different"
        column, count = form.column.name if form.column else "", len(worked.groups)
        return self._words[key].format(column=column, by=form.by.name, groups=groups, count=count)

    def _over(self) -> str:
        form = self._form
        if form.operation is Operation.VALUE:
            return self._where()
        key = "rows" if form.operation is Operation.COUNT and not self._worked.groups else "of"
        if form.table.side and key == "of":
            key = f"of {form.table.side}"
        over = self._words[key].format(count=len(self._worked.rows), all=len(form.table))
        return over + self._where()

    def _left_out(self) -> str:
        """What does not count, so that nobody takes it for counted."""
        totals = 0 if self._form.operation is Operation.VALUE else self._form.table.totals
        counts = {"totals": totals, "unread": self._worked.unread}
        return "".join(
            self._words[key].format(count=count) for key, count in counts.items() if count
        )

    def _where(self) -> str:
        if not self._form.conditions:
            return ""
        said = self._words["and"].join(map(self._condition, self._form.conditions))
        key = "if" if self._form.operation is Operation.VALUE else "where"
        return self._words[key].format(conditions=said)

    def _condition(self, one: Condition) -> str:
        if one.said:
            return self._words["date"].format(column=one.column.name, value=one.said)
        value = self._words["or"].join(one.values) if one.values else self._plain(one.number)
        return self._words[one.test].format(column=one.column.name, value=value)

    def _say(self, key: object, value: str) -> str:
        column = self._form.column.name if self._form.column else ""
        return self._words[key].format(column=column, value=value)

    def _number(self, value: Decimal, column: Column | None) -> str:
        decimals = 0 if column is None else column.decimals
        if self._form.operation is Operation.MEAN:
            decimals = max(decimals, 2)
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        unit = column.unit if column is not None else ""
        text = self._plain(rounded)
        is_behind = unit.startswith((" ", "%")) or unit.casefold() in MEASURES
        return f"{text}{unit}" if is_behind else f"{unit}{text}"

    def _plain(self, value: Decimal) -> str:
        text = f"{value:,f}"
        return text.translate(str.maketrans(",.", ".,")) if self._is_german else text
