"""Words for one warning rule, the same in the library and on its page."""

from typing import Any

from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from data.language import gettext as _
from data.risk_words import CHEM_LINKS, QUANTITIES, RULE_STATES, WARNING_COLOURS, WARNING_FIELDS
from data.warn.plain import levels
from data.warn.rule import Rule
from data.warn.trial import Tried

Row = dict[str, Any]
FIRST_PLACES = 3


def state_mark(row: Row) -> Safe:
    """Whether it is at work; a rule whose data nobody sends says what is missing."""
    missing = "、".join(_(QUANTITIES[one].word) for one in row["missing"])
    hint = {"title": _("缺：{what}").format(what=missing)} if row["state"] == "lacking" and missing else {}
    return tag("span", _(RULE_STATES[row["state"]]), f"mark rule-{row['state']}", **hint)


def subject(row: Row) -> str:
    """`危化品 · 储存`."""
    parts = [WARNING_FIELDS[row["field"]], *([CHEM_LINKS[row["link"]]] if row["link"] else [])]
    return " · ".join(map(_, parts))


def when(rule: Rule) -> list[Safe]:
    """One line a colour: shape, word, and the condition in plain words."""
    return [
        tag("li", [tag("i", None, f"lv lv-{colour}"), tag("b", _(WARNING_COLOURS[colour])), tag("span", words)])
        for colour, words in levels(rule)
    ]


def precision(row: Row) -> Safe:
    """`66.7% (2/3)` with its interval, or that nobody has judged yet."""
    judged = row["hit"] + row["false"]
    if not judged:
        return tag("span", _("未评"), "quiet")
    between = _("95% 区间 {low}–{high}").format(low=percent(row["low"]), high=percent(row["high"]))
    told = [tag("b", percent(row["precision"]), "n"), tag("small", f"{row['hit']}/{judged}", "n")]
    return tag("span", told, "rule-precision", title=between)


def tried_words(new: Tried, old: Tried | None) -> str:
    """What a trial came to, in a few sentences."""
    kinds = " · ".join(f"{_(WARNING_COLOURS[colour])} {n}" for colour, n in new.colours.items())
    facts = {"days": new.days, "n": number(new.total), "subjects": number(new.subjects), "kinds": kinds or NONE}
    lines = [_("近 {days} 天将发布 {n} 条（按最高颜色：{kinds}），共看 {subjects} 处").format(**facts)]
    if old is not None:
        lines.append(_("现行规则同期为 {n} 条").format(n=number(old.total)))
    if new.places:
        most = "、".join(f"{name} {n}" for name, n in new.places[:FIRST_PLACES])
        lines.append(_("最多：{places}").format(places=most))
    lines.append(_("每 {n} 分钟看一次；试算不发布、不写入").format(n=new.minutes))
    return "\n".join(lines)
