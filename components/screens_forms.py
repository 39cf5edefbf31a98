"""Forms of the desk of screens: each says what it does by a hidden `act`, and on what by further hidden fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from components.fields import choice, entry, field, void
from components.markup import Safe, tag
from data.commands.kiosks import LONGEST_DAYS, MOST_AHEAD, USUAL_DAYS
from data.language import gettext as _
from data.screens.words import PROFILES

Row = Mapping[str, Any]
FLAGS = {"alarmed": "告警时接管画面", "sound": "告警有声", "keys": "本屏键盘可翻页"}


def move(act: str, on: Mapping[str, str], inside: Sequence[Any], words: str = "", look: str = "button small") -> Safe:
    """A form that is sent at once; `words` of its button, unless it brings buttons of its own."""
    hidden = [void("input", name=name, type="hidden", value=value) for name, value in ({"act": act} | dict(on)).items()]
    send = [tag("button", words, look, type="submit")] if words else []
    say = tag("p", None, "act-say", role="alert")
    return tag(
        "form", [*hidden, *inside, *send, say], "act-form screen-form", data_listing_move="screen", novalidate=""
    )


def opened(act: str, on: Mapping[str, str], words: str, inside: Sequence[Any], sure: str = "") -> Safe:
    """A button that opens its form."""
    form = move(act, on, inside, sure or words, "button primary")
    return tag("details", [tag("summary", words, "button small"), form], "act", data_act=act)


def flags(row: Row) -> Safe:
    boxes = []
    for name, words in FLAGS.items():
        ticked = {"checked": "checked"} if row.get(name, True) else {}
        box = void("input", name=name, type="checkbox", value="1", **ticked)
        boxes.append(tag("label", [box, tag("span", _(words))], "radio"))
    return tag("div", boxes, "screen-flags")


def days(value: int = USUAL_DAYS) -> Safe:
    return field(
        "days", _("有效天数"), entry("days", "number", str(value), min="1", max=str(LONGEST_DAYS), required="")
    )


def profiles(chosen: str = "auto") -> Safe:
    told = [(code, _(words)) for code, words in PROFILES.items()]
    return field("profile", _("画面规格"), choice("profile", told, chosen), hint=_("按这个规格排版，再放大到全屏"))


def seat(row: Row) -> list[Safe]:
    """Where it hangs: how far its readers are, and which page of its group's rotation it is at."""
    far = entry("distance", "number", str(row.get("distance", "")), min="1", max="19.9", step="0.1", placeholder="3")
    told = str(row.get("ahead") or 0)
    pages = entry("ahead", "number", told, min="0", max=str(MOST_AHEAD))
    return [
        field("distance", _("观看距离（画面高的倍数）"), far, hint=_("8 米看 2.7 米高的画面约为 3；不填按服务器设置")),
        field("ahead", _("错开几页"), pages, hint=_("同组的屏一起翻，各显示轮播里不同的页")),
    ]


def groups(known: Sequence[Row], chosen: str = "") -> Safe:
    told = [("", _("单独一块")), *((one["code"], one["name"]) for one in known if not one["lone"])]
    return field("group", _("屏组"), choice("group", told, chosen), hint=_("同组的屏同时翻页"))


def new_screen(known: Sequence[Row], regions: Sequence[tuple[str, str]]) -> Safe:
    name = entry("name", maxlength="64", required="", autocomplete="off")
    inside = [
        field("name", _("名称"), name, hint=_("放在哪里，如“指挥大厅左屏”")),
        field("region", _("区划"), choice("region", regions), hint=_("这块屏只看得到这里")),
        groups(known),
        profiles(),
        *seat({}),
        days(),
        flags({}),
    ]
    return move("add", {}, inside, _("登记并发放令牌"), "button primary")


def new_named(act: str, words: str, regions: Sequence[tuple[str, str]], hint: str) -> Safe:
    """A new group, a new rotation."""
    inside = [
        field("name", _("名称"), entry("name", maxlength="64", required="", autocomplete="off"), hint=hint),
        field("region", _("区划"), choice("region", regions)),
    ]
    return opened(act, {}, words, inside)


def ways(row: Row, known: Sequence[Row], issues: bool, now: datetime) -> list[Safe]:
    """What may be done with one screen."""
    on = {"screen": row["code"]}
    own = next((one for one in known if one["id"] == row["group_id"]), None)
    changed = [
        field("name", _("名称"), entry("name", "text", row["name"], maxlength="64")),
        *([groups(known, own["code"])] if own else []),
        profiles(row["profile"]),
        *seat(row),
        flags(row),
    ]
    live = row["state"] not in ("revoked", "expired")
    shown = [opened("change", on, _("设置"), changed, _("保存")), move("reload", on, [], _("刷新"))] if live else []
    if issues:
        told = [days(), tag("p", _("旧令牌随即作废，这块屏要用新地址重新打开。"), "quiet")]
        shown.append(opened("renew", on, _("换发令牌"), told))
    if issues and live:
        sure = tag("p", _("这块屏几秒内变为“令牌已吊销”。"), "quiet")
        shown.append(opened("revoke", on, _("吊销"), [sure], _("确认吊销")))
    return shown
