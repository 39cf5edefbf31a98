"""消防档案 on the page of a thing: its check, what is not mended yet, and how soon the nearest brigade is there."""

from datetime import datetime

from components.event_words import moment
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.queries.fire_record import FireRecord

CHECKS = {"done": "检查在期", "overdue": "检查逾期", "never": "未登记检查"}
LOOKS = {"done": "mark mark-stage", "overdue": "mark mark-over", "never": "mark"}


def fire_part(one: FireRecord | None, now: datetime) -> list[Safe]:
    if one is None:
        return [tag("p", _("这类台账不设消防档案"), "quiet")]
    marks = [tag("span", _(CHECKS[one.check]), LOOKS[one.check])]
    if one.open:
        marks.append(tag("span", _("隐患未改 {n} 处").format(n=number(one.open)), "mark mark-over"))
    facts = [(_("下次检查"), tag("span", moment(one.due_at, now), "n"))] if one.due_at else []
    facts.append((_("最近消防站"), _station(one)))
    pairs = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts]
    return [tag("div", marks, "marks"), tag("dl", pairs, "event-facts")]


def _station(one: FireRecord) -> Safe:
    if one.km is None or one.minutes is None:
        return tag("span", _("辖区内没有消防站"))
    told = _("{km} 公里，约 {minutes} 分钟（估算）").format(km=number(one.km, 1), minutes=number(one.minutes))
    return tag("span", [one.station, " ", tag("small", told)])
