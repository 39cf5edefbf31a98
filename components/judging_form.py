"""How the rules are changed by which links are weak or strong, and what they were before."""

from collections.abc import Sequence
from datetime import datetime

from dash.development.base_component import Component

from components.economy_forms import Row, form, history, opened, pick, row_say, text
from components.fields import choice, entry, field
from components.markup import Safe, tag
from data.economy.words import MEASURES
from data.language import gettext as _
from data.words import LEVELS


def judging_form(told: Row, seen: int) -> Safe:
    """The bars by which links are weak (one rule holds) or strong (all do)."""
    levels = [(str(n), _(LEVELS[n])) for n in (1, 2, 3, 4)]
    few = [
        field("level", _("评到哪一级"), choice("level", levels, str(told["level"]))),
        field(
            "thin",
            _("算占比至少几家"),
            entry("thin", "text", str(told["thin"]), inputmode="numeric", maxlength="4"),
        ),
    ]
    weak = [tag("h3", _("弱环：符合一条")), *_rules("weak", told["weak"])]
    strong = [tag("h3", _("强环：全部符合")), *_rules("strong", told["strong"])]
    inside = [tag("div", few, "indicator-fields"), tag("div", [*weak, *strong], "economy-rows economy-judging")]
    whole = form("define_judging", {"seen": str(seen)}, inside, _("保存规则"))
    return opened(_("修改强弱环规则"), whole, "button", "judging_change")


def _rules(name: str, rules: Sequence[Row]) -> list[Safe]:
    return [_rule(f"{name}-{n}", one) for n, one in enumerate([*rules, {}])]


def _rule(name: str, one: Row) -> Safe:
    measures = [(code, f"{_(words)}（{_(unit)}）") for code, (words, unit) in MEASURES.items()]
    ways = [("from", _("达到")), ("below", _("不足"))]
    way = "below" if one.get("below") is not None else "from"
    bar = one.get(way)
    cells = [
        pick(f"{name}-of", _("看什么"), measures, str(one.get("of") or "")),
        pick(f"{name}-way", _("比较"), ways, way),
        text(f"{name}-bar", _("数值，留空则不用"), "" if bar is None else f"{bar:g}", inputmode="decimal"),
    ]
    return tag("div", [*cells, row_say(name)], "economy-row")


def judging_history(steps: Sequence[Row], now: datetime) -> Component:
    return history(_("强弱环规则的历史"), steps, now, _rules_changed)


def _rules_changed(_before: Row, after: Row) -> list[str]:
    words = {"weak": _("弱环"), "strong": _("强环")}
    return [f"{words[name]}：{'；'.join(rule_words(one) for one in after[name])}" for name in words]


def rule_words(one: Row) -> str:
    name, unit = MEASURES[one["of"]]
    way = _("不足 {bar}") if one.get("below") is not None else _("达到 {bar}")
    bar = one["below"] if one.get("below") is not None else one["from"]
    return f"{_(name)} {way.format(bar=f'{bar:g} {_(unit)}')}"
