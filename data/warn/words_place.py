"""What is known of a region and decided about a warning, as words with numbers."""

from collections.abc import Mapping
from typing import Any

from data.language import gettext as _
from data.queries.categories import leaf_name
from data.risk_words import QUANTITIES, WARNING_COLOURS, WARNING_FIELDS
from data.warn.spans import plain, span
from data.warn.verdict import Number
from data.words import CATEGORIES, SOURCES

COUNTED = {
    "reported": "{place}近 {span}上报{what}事件 {n} 件",
    "merged": "{place}近 {span}重复上报{what}事件 {n} 件",
    "open": "{place}在办{what}事件 {n} 件",
    "overdue": "{place}超期未办结{what}事件 {n} 件",
}


def said_of_place(number: Number, cleared: bool) -> str:
    """One number of a region as a clause."""
    if number.kind == "warned":
        return _warned(number, cleared)
    if number.kind == "forecast":
        return _forecast(number, cleared)
    about = number.about or {}
    text = _(COUNTED[about.get("of", "reported")]).format(
        place=number.station, span=span(number.minutes or 0), what=events_of(about), n=plain(number.value)
    )
    facts = {"what": text, "bar": plain(number.bar)}
    text = (_("{what}，低于 {bar} 件") if cleared else _("{what}，达到 {bar} 件")).format(**facts)
    return text + _("（平时 {n} 件）").format(n=plain(about["usual"])) if "usual" in about else text


def events_of(about: Mapping[str, Any]) -> str:
    """Which events are counted: `12345来源的防汛防台`; nothing for all."""
    kind = about.get("leaf") or about.get("category") or ""
    name = _(CATEGORIES[kind]) if kind in CATEGORIES else leaf_name(kind) if kind else ""
    source = about.get("source") or ""
    return _("{source}来源的{what}").format(source=_(SOURCES.get(source, source)), what=name) if source else name


def _forecast(number: Number, cleared: bool) -> str:
    quantity = QUANTITIES[str(number.quantity)]
    unit = _(quantity.unit)
    facts = {
        "place": number.station,
        "span": span(number.minutes or 0),
        "word": _(quantity.word),
        "value": f"{plain(number.value)} {unit}",
        "bar": f"{plain(number.bar)} {unit}",
    }
    if cleared:
        return _("{place}未来 {span}预报{word} {value}，已不及 {bar}").format(**facts)
    return _("{place}未来 {span}预报{word} {value}，触及 {bar}").format(**facts)


def _warned(number: Number, cleared: bool) -> str:
    field = _(WARNING_FIELDS[(number.about or {}).get("field", "other")])
    colour = WARNING_COLOURS.get(int(number.value))
    if cleared or colour is None:
        return _("{place}已无{field}官方预警").format(place=number.station, field=field)
    return _("{place}有{field}{colour}官方预警").format(place=number.station, field=field, colour=_(colour))
