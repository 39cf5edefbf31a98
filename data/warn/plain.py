"""What a rule looks at and when it warns, in plain words."""

from collections.abc import Sequence
from typing import Any

from data.language import gettext as _
from data.risk_words import LIMITS, QUANTITIES, STATION_KINDS, WARNING_COLOURS, WARNING_FIELDS
from data.warn.rule import Accumulation, All, Any_, Count, Rise, Rule, Silence, Threshold
from data.warn.rule_place import Events, Forecast, Surge, Warned
from data.warn.spans import plain, span
from data.warn.words_place import events_of
from data.words import LEVELS

COUNTS = {
    "reported": "近 {span}上报{what}事件达到 {n} 件",
    "merged": "近 {span}重复上报{what}事件达到 {n} 件",
    "open": "在办{what}事件达到 {n} 件",
    "overdue": "超期未办结{what}事件达到 {n} 件",
}


def looks_at(rule: Rule) -> str:
    """`雨量站 · 每个镇街一条`."""
    kinds = "、".join(_(STATION_KINDS[kind]) for kind in rule.kinds)
    parts = [kinds or _("所有测站")] if rule.leaves else []
    told = [words for kind, words in _BESIDE if any(isinstance(one, kind) for one in rule.places)]
    per = _("每站一条") if rule.per == "station" else _("每个{level}一条").format(level=_(LEVELS[int(rule.per)]))
    return " · ".join((*parts, *map(_, told), per))


def levels(rule: Rule) -> list[tuple[int, str]]:
    """(colour, when it holds), the gravest first."""
    return [(level.grave, condition(level.when)) for level in rule.levels]


def condition(what: Any, inner: bool = False) -> str:
    """One condition; `inner`: within another, in brackets where it has parts."""
    if isinstance(what, All | Any_):
        return _joined(what.of, _("，且") if isinstance(what, All) else _("，或"), inner)
    if isinstance(what, Count):
        return _("至少 {n} 站{what}").format(n=what.at_least, what=condition(what.of, inner=True))
    return _WORDS[type(what)](what)


def _joined(parts: Sequence[Any], word: str, inner: bool) -> str:
    text = word.join(condition(part, inner=True) for part in parts)
    return f"（{text}）" if inner else text


def _threshold(what: Threshold) -> str:
    quantity = QUANTITIES[what.quantity]
    facts = {"word": _(quantity.word), "bar": _bar(what, _(quantity.unit))}
    return (_("{word}达到{bar}") if what.side == "above" else _("{word}不高于{bar}")).format(**facts).replace("  ", " ")


def _bar(what: Threshold, unit: str) -> str:
    if what.limit is None:
        return f" {plain(what.value or 0.0)} {unit}"
    text = _("{limit}值").format(limit=_(LIMITS[what.limit]))
    if what.times != 1:
        text += _("的 {n}%").format(n=plain(100 * what.times))
    return f"{text} {'+' if what.plus > 0 else '−'} {plain(abs(what.plus))} {unit}" if what.plus else text


def _accumulation(what: Accumulation) -> str:
    quantity = QUANTITIES[what.quantity]
    value = f"{plain(what.value)} {_(quantity.unit)}"
    return _("近 {span}{word}累计达到 {value}").format(span=span(what.minutes), word=_(quantity.word), value=value)


def _rise(what: Rise) -> str:
    quantity = QUANTITIES[what.quantity]
    value = f"{plain(what.value)} {_(quantity.unit)}"
    return _("{word}在 {span}内上涨达到 {value}").format(word=_(quantity.word), span=span(what.minutes), value=value)


def _silence(what: Silence) -> str:
    return _("超过 {n} 个上报周期且超过 {span}没有上报").format(n=plain(what.rhythms), span=span(what.minutes))


def _events(what: Events) -> str:
    about = {"category": what.category, "leaf": what.leaf, "source": what.source}
    return _(COUNTS[what.of]).format(span=span(what.minutes or 0), what=events_of(about), n=what.at_least)


def _surge(what: Surge) -> str:
    about = {"category": what.category, "source": what.source}
    facts = {"span": span(what.minutes), "what": events_of(about), "times": plain(what.times), "n": what.at_least}
    return _("近 {span}上报{what}事件达到平时的 {times} 倍且不少于 {n} 件").format(**facts)


def _forecast(what: Forecast) -> str:
    quantity = QUANTITIES[what.quantity]
    facts = {"span": span(what.minutes), "word": _(quantity.word), "value": f"{plain(what.value)} {_(quantity.unit)}"}
    words = _("预报未来 {span}{word}达到 {value}") if what.side == "above" else _("预报未来 {span}{word}不高于 {value}")
    return words.format(**facts)


def _warned(what: Warned) -> str:
    facts = {"field": _(WARNING_FIELDS[what.field]), "colour": _(WARNING_COLOURS[what.grave])}
    return _("有{field}{colour}及以上的官方预警").format(**facts)


_WORDS: dict[Any, Any] = {
    Threshold: _threshold,
    Accumulation: _accumulation,
    Rise: _rise,
    Silence: _silence,
    Events: _events,
    Surge: _surge,
    Forecast: _forecast,
    Warned: _warned,
}
_BESIDE = ((Events | Surge, "事件"), (Forecast, "预报"), (Warned, "官方预警"))
