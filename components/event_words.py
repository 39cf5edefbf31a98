"""Words for one event's facts, the same in the list, on its page and in what is suggested."""

from datetime import datetime

from components.numbers import stay
from data.language import gettext as _
from data.queries.event_detail import Clock, Row
from data.times import local
from data.words import CATEGORIES, CLOCKS, GRADES, LOOPS, ROLES, SIDINGS, SOURCES, STATES, STEWARD_KINDS

CLOCK_STATES = {
    "running": "剩余 {left}",
    "near": "将到期，剩余 {left}",
    "overdue": "已超期 {left}",
    "paused": "已挂账，剩余 {left}",
    "kept": "按时办结，提前 {left}",
    "broken": "超期 {left}办结",
}
GRADE_LEVEL = {"S": 1, "A": 2, "B": 3, "C": 4}


def moment(at: datetime | None, now: datetime) -> str:
    """Time of day on the same local day, else with the date, and the year where it differs."""
    if at is None:
        return "—"
    here, today = local(at), local(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    return f"{here:%m-%d %H:%M}" if here.year == today.year else f"{here:%Y-%m-%d %H:%M}"


def left_text(clock: Clock) -> str:
    """`剩余 3时20分`, in working time where the clock counts that."""
    unit = _("（{clock}）").format(clock=_(CLOCKS[clock.counts])) if clock.counts == "working" else ""
    ended = clock.state in ("kept", "broken")
    return _(CLOCK_STATES[clock.state]).format(left=stay(abs(clock.left) / 60)) + ("" if ended else unit)


def category_text(path: list[str], row: Row) -> str:
    """`市容环境 › 垃圾 › 暴露垃圾`; the first level in the language of the screen."""
    first = CATEGORIES.get(row["category"])
    names = [_(first) if first else path[0] if path else row["category"], *path[1:]]
    return " › ".join(names)


def source_text(row: Row, line: Row | None) -> str:
    """`12345 · 12315 消费投诉`; of an express line also what it promises."""
    told = [_(SOURCES[row["source"]])]
    if line is not None:
        told.append(line_text(line))
        told += [_("承诺 {hours:g} 小时办结").format(hours=line["hours"])] if line["hours"] else []
    return " · ".join(told)


def line_text(line: Row) -> str:
    """A hotline by its number too."""
    return f"{line['code']} {line['name']}" if line["kind"] == "hotline" else str(line["name"])


def stewards_text(found: list[Row]) -> str:
    """`公共管家 网格员-00012 · 行业管家 行业管家-003`."""
    told = [f"{_(STEWARD_KINDS[one['kind']])} {actor_text(one['name'])}" for one in found]
    return " · ".join(told) or "—"


def actor_text(name: str) -> str:
    """`值班员-001` in the language of the screen; other names as they are."""
    head, dash, number = name.rpartition("-")
    return f"{_(head)}{dash}{number}" if head in ROLES.values() else name


def flags(row: Row, clock: Clock | None = None) -> list[tuple[str, str]]:
    """(kind, words) of what makes an event stand out, the gravest first."""
    found = []
    if clock and clock.state == "overdue":
        found.append(("over", "▲ " + _("超期")))
    if clock and clock.state == "near":
        found.append(("over", _("将到期")))
    if row["supervised"]:
        found.append(("over", _("督办 {n}").format(n=row["supervised"])))
    if row["suspended_at"]:
        found.append(("plain", _("挂账")))
    if row["called_agency"] and not row["arrived_at"]:
        found.append(("over", _("待报到")))
    if row["reports"] > 1:
        found.append(("plain", _("合并上报 {n}").format(n=row["reports"])))
    if row["returned"]:
        found.append(("plain", _("退回 {n}").format(n=row["returned"])))
    if row["reopened"]:
        found.append(("plain", _("重开 {n}").format(n=row["reopened"])))
    return found


def stage_text(stage: str) -> str:
    return _(STATES.get(stage, stage))


def ended(stage: str) -> bool:
    return stage in SIDINGS or stage in ("closed", "rated")


def grade_text(grade: str) -> str:
    return _(GRADES[grade])


def loop_text(loop: str) -> str:
    return _(LOOPS[loop])
