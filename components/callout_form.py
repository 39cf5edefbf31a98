"""The form of one more call, notice or broadcast: to whom, how, with which words, until when."""

from collections.abc import Collection, Mapping
from typing import Any

from dash.development.base_component import Component

from components.fields import area as text_area
from components.fields import choice, entry, field, link, void
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from data.callout_words import CALLOUT_KINDS, LONGEST, LONGEST_TITLE, WAYS, WAYS_OF
from data.commands.callout_screens import GROUP
from data.language import gettext as _
from data.queries.callout_targets import Where, groups_of

LIMITS = {"0": "不限", "2": "2 小时内", "12": "12 小时内", "48": "48 小时内"}
HINTS = {
    "call": "逐一呼叫，接通情况由话务网关回传；要多方通话请发起会商",
    "outbound": "按每秒 5 个外呼，同一号码只通知一次；未接的可再次联系",
    "broadcast": "所选广播点播放同一段话；播放情况由广播网关回传",
}


def callout_form(
    kind: str,
    where: Where,
    area: str,
    sizes: Mapping[str, int | None],
    key: str,
    *,
    ticked: Collection[str] = (),
    on: str = "",
) -> Component:
    """`sizes`: {group: how many can be reached there, None where that is only known once it is sent}."""
    hidden = {"act": "call", "kind": kind, "key": key, "region": where.here.code, "area": area, "on": on}
    title = _("{kind}：{place}").format(kind=_(CALLOUT_KINDS[kind]), place=where.title)
    inside = [
        *(void("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        tag("fieldset", [tag("legend", _("联络对象"), "field-label"), _groups(kind, sizes, ticked)], "field"),
        field("title", _("标题"), entry("title", maxlength=str(LONGEST_TITLE), required="")),
        field("words", _("内容"), text_area("words", rows=3, maxlength=str(LONGEST), required=""), hint=_(HINTS[kind])),
        *_how(kind),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("立即发起"), "button primary", type="submit"), "act-send"),
    ]
    form = tag("form", inside, "act-form callout-form", data_listing_move="callout")
    summary = tag("summary", _("填写"), "button primary")
    ways = [link(_("收起"), "?new=&area=&group=&on=", "button small")]
    picking = link(_("在地图上选范围"), "/risk?area=here", "button small", data_carry="view")
    return listing_card(title, tag("details", [summary, form], "act", open=""), [picking, *ways])


def _groups(kind: str, sizes: Mapping[str, int | None], ticked: Collection[str]) -> Safe:
    return tag(
        "div", [_group(name, word, sizes.get(name), name in ticked) for name, word in groups_of(kind).items()], "radios"
    )


def _group(name: str, word: str, n: int | None, on: bool) -> Safe:
    """Where nobody can be reached nobody is offered."""
    box: dict[str, Any] = {"checked": ""} if on and n != 0 else {}
    box |= {"disabled": ""} if n == 0 else {}
    count = [" ", tag("small", number(n), "n")] if n is not None else []
    inside = [void("input", type="checkbox", name=f"{GROUP}{name}", value="1", **box), tag("span", [_(word), *count])]
    return tag("label", inside, "radio")


def _how(kind: str) -> list[Safe]:
    ways = [(one, _(WAYS[one])) for one in WAYS_OF[kind]]
    if len(ways) == 1:
        return [void("input", type="hidden", name="way", value=ways[0][0])]
    limits = choice("hours", [(hours, _(word)) for hours, word in LIMITS.items()], "48")
    return [field("way", _("方式"), choice("way", ways)), field("hours", _("完成期限"), limits)]
