"""层级流转: at which level a case has been, in whose hands, for how long, and who was whistled for meanwhile."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

from components.event_words import moment
from components.markup import Safe, tag
from components.numbers import stay
from data.language import gettext as _
from data.life.held import OUTSIDE, Hold
from data.queries.event_detail import Detail
from data.words import HELD_LEVELS

NEIGHBOUR = "neighbour"


def chain_part(one: Detail) -> list[Any]:
    """The levels in order, the one that has it now marked; below, the time at each."""
    signs = ["", *(_sign(before, after) for before, after in pairwise(one.holds))]
    rows = [_hold(one, hold, sign) for hold, sign in zip(one.holds, signs, strict=True)]
    came = [tag("p", _("由邻接系统转入"), "quiet")] if one.row["source"] == NEIGHBOUR else []
    return [*came, tag("ol", rows, "passed"), tag("p", _times(one), "quiet")]


def _sign(before: Hold, after: Hold) -> str:
    return "↑" if after.level < before.level else "↓" if after.level > before.level else "→"


def _hold(one: Detail, hold: Hold, sign: str) -> Safe:
    name = one.agencies.get(hold.agency, hold.agency) if hold.agency else _("值班台")
    level = tag("b", _("市外") if hold.level == OUTSIDE else _(HELD_LEVELS[hold.level]), "passed-level")
    spent = _("{time} 起，{stay}").format(time=moment(hold.since, one.now), stay=stay(_minutes(hold, one.now)))
    told = [level, tag("span", name), tag("small", spent, "n")]
    told += [tag("p", _call(one, *call), "step-change") for call in hold.calls]
    now = hold.until is None
    return tag("li", [tag("i", sign, "passed-sign"), tag("div", told)], "passed-now" if now else "")


def _call(one: Detail, move: str, at: datetime, code: str | None) -> str:
    when = moment(at, one.now)
    if move == "arrive":
        return _("{time} 报到").format(time=when)
    return _("{time} 吹哨 {name}").format(time=when, name=one.agencies.get(code or "", code or ""))


def _minutes(hold: Hold, now: datetime) -> float:
    return max(0.0, ((hold.until or now) - hold.since).total_seconds() / 60)


def _times(one: Detail) -> str:
    spent: Counter[int] = Counter()
    for hold in one.holds:
        spent[hold.level] += round(_minutes(hold, one.now))
    told = [f"{_(HELD_LEVELS[level])} {stay(minutes)}" for level, minutes in sorted(spent.items(), reverse=True)]
    return _("各层级用时（自然时间）：{times}").format(times=" · ".join(told))
