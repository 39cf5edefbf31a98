"""批量派遣: what each of the picked subjects gets, who was given to the nearer, and one button for all."""

import json
from collections.abc import Sequence
from typing import Any

from components.dispatch_order_parts import card, sign, told_line
from components.event_forms import who
from components.markup import Safe, tag
from components.tables import num
from data.dispatch.bulk import Share
from data.dispatch.choose import Pick
from data.language import gettext as _
from data.life.actor import Actor


def card_of(shares: Sequence[Share], actor: Actor | None, why_not: str, asked: Any) -> Safe:
    units = sum(len(one.picks) for one in shares)
    ready = [one for one in shares if one.picks]
    sub = _("%(n)s 件，%(units)s 个单位") % {"n": len(shares), "units": units}
    rows = tag("div", [_row(one) for one in shares], "bulk-rows")
    say = told_line()
    last = _button(ready, units) if actor else tag("p", why_not, "quiet order-why-not")
    clear = tag("button", _("取消批量选择"), "button", type="button", data_bulk_clear="1")
    body = [rows, _recall(), say, last, clear, who(asked.role, asked.number)]
    return card(_("批量派遣"), body, sub=sub, extra="order-bulk")


def _recall() -> Safe:
    """Shown by the browser while the windows of what it sent are open."""
    inside = [_("撤回全部"), " ", tag("b", None, "n", data_ring_left="1"), " ", tag("kbd", "Esc")]
    button = tag("button", inside, "button", type="button", data_bulk_recall="1")
    return tag("div", button, "bulk-held", data_bulk_held="1", hidden="")


def _row(one: Share) -> Safe:
    title = one.subject.title if one.subject else one.on
    place = one.subject.place if one.subject else ""
    head = tag("div", [tag("b", title), tag("small", place), num(str(len(one.picks)), "bulk-n")], "bulk-head")
    picks = [tag("span", [sign(pick.kind), _words(pick)], "bulk-unit") for pick in one.picks]
    told = [tag("small", one.why, "over")] if one.why else []
    told += [tag("small", words, "over") for words in _short(one)]
    told += [
        tag("small", _("%(unit)s 距 %(code)s 更近，归该件") % {"unit": name, "code": code}, "quiet")
        for name, code in one.lost
    ]
    if any(pick.cross for pick in one.picks):
        told.append(tag("small", _("含跨区单位，需值班长确认"), "over"))
    result = tag("p", None, "bulk-result", data_bulk_result=one.on)
    return tag("div", [head, tag("div", picks, "bulk-units"), *told, result], "bulk-row")


def _words(pick: Pick) -> str:
    return _("{name} {minutes} 分").format(name=pick.name, minutes=f"{pick.minutes:.0f}")


def _short(one: Share) -> list[str]:
    """What is missing of each role, after the nearer have got theirs; or that nothing is."""
    if one.advice is None:
        return []
    short = [of.words for of in one.advice.filled if of.short]
    return short if short or one.picks else [_("预案所需力量已派足")]


def _button(ready: Sequence[Share], units: int) -> Safe:
    orders = [
        {
            "on": one.on,
            "seq": one.advice.seq,
            "plan": one.advice.plan.code,
            "responders": [pick.code for pick in one.picks],
        }
        for one in ready
        if one.advice
    ]
    words = _("一键派遣 %(n)s 件 %(units)s 个单位") % {"n": len(orders), "units": units}
    told = {"data_orders": json.dumps(orders)} | ({} if orders else {"disabled": ""})
    said = {"data_said": _("已派遣 {code}，15 秒内可撤回"), "data_refused": _("未派遣：{why}")}
    inside = [tag("span", words if orders else _("没有可派的单位")), " ", tag("kbd", "Ctrl ↵")]
    return tag("button", inside, "button primary send-button", type="button", data_dispatch_send="1", **told, **said)
