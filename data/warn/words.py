"""Why there is a warning, as a sentence with numbers and units."""

from collections.abc import Sequence

from data.language import gettext as _
from data.risk_words import LIMITS, QUANTITIES
from data.warn.spans import joined, plain, span
from data.warn.verdict import Number
from data.warn.words_place import said_of_place

__all__ = ["because", "plain", "span"]
OF_PLACES = ("events", "surge", "forecast", "warned")
NAMED = 3  # stations that a sentence names


def because(numbers: Sequence[Number], cleared: bool = False, *, n: int | None = None, stations: int = 0) -> str:
    """The numbers that fired a warning; those that ended it when `cleared`.

    `n`, `stations`: how many numbers there were, of how many stations, where only the first of them are given.
    """
    if not numbers:
        return _("规则的条件已不成立") if cleared else _("规则的条件成立")
    text = joined(_said(number, cleared) for number in numbers[:NAMED])
    if n is None:
        n, stations = len(numbers), len({number.station_id for number in numbers})
    return text + _("（共 {n} 站）").format(n=stations) if n > NAMED and stations > 1 else text


def _said(number: Number, cleared: bool) -> str:
    if number.kind in OF_PLACES:
        return said_of_place(number, cleared)
    if number.kind == "silence":
        return _silent(number, cleared)
    facts = {"what": _what(number), "bar": _bar(number)}
    if number.side == "below":
        text = _("{what}，高于{bar}") if cleared else _("{what}，不高于{bar}")
    else:
        text = _("{what}，低于{bar}") if cleared else _("{what}，达到{bar}")
    return text.format(**facts).replace("  ", " ")  # numbers stand apart from Han signs, and English words do anyway


def _silent(number: Number, cleared: bool) -> str:
    facts = {"station": number.station, "span": span(number.value), "bar": span(number.bar)}
    if cleared:
        return _("{station}已恢复上报").format(**facts)
    return _("{station}已 {span}没有上报，超过 {bar}").format(**facts)


def _what(number: Number) -> str:
    """What was measured, where and over which time, with its value."""
    quantity = QUANTITIES[str(number.quantity)]
    facts = {
        "station": number.station,
        "span": span(number.minutes or 0),
        "word": _(quantity.word),
        "value": f"{plain(number.value)} {_(quantity.unit)}",
    }
    if number.kind == "accumulation":
        return _("{station}近 {span}的{word} {value}").format(**facts)
    if number.kind == "rise":
        return _("{station}的{word}在 {span}内上涨 {value}").format(**facts)
    return _("{station}的{word} {value}").format(**facts)


def _bar(number: Number) -> str:
    """The bar, with the limit of the gauge that it follows from."""
    unit = _(QUANTITIES[str(number.quantity)].unit)
    bar = f"{plain(number.bar)} {unit}"
    if number.held:
        return _("解除值 {bar}").format(bar=bar)
    if number.limit is None or number.limit_value is None:
        return f" {bar}"
    facts = {"limit": _(LIMITS[number.limit]), "bar": bar, "value": f"{plain(number.limit_value)} {unit}"}
    return (_("{limit}值 {bar}") if number.limit_value == number.bar else _("{limit}值 {value} 对应的 {bar}")).format(
        **facts
    )
