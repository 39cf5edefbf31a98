"""Video feeds of a region, by their state, or near a place: each with a link, and a picture from an allowed host."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.fields import void
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from data.control_words import VIDEO_STATES
from data.language import gettext as _

Video = Mapping[str, Any]


def videos_of_region(totals: Mapping[str, int], found: Sequence[Video], place: str, now: datetime) -> list[Safe]:
    """Feeds inside the region: how many of each state, and those of a state alone (`assets/js/49-videos.js`)."""
    if not found:
        return [tag("p", _("{place}还没有登记视频").format(place=place), "quiet")]
    n = sum(totals.values())
    said = _("{place}共 {n} 路").format(place=place, n=number(n))
    listed = said if n == len(found) else _("{said}，列出离中心最近的 {m} 路").format(said=said, m=len(found))
    states = [
        _state("", _("全部"), n),
        *(_state(one, _(word), totals.get(one, 0)) for one, word in VIDEO_STATES.items()),
    ]
    chooser = tag("div", states, "segments video-states", role="group", aria_label=_("按状态筛选"))
    none = tag("p", _("没有这种状态的视频"), "quiet video-nothing")
    return [tag("p", listed, "quiet"), chooser, none, _listed(found, now)]


def _state(state: str, words: str, n: int) -> Safe:
    pressed = "false" if state else "true"
    inside = [words, " ", tag("b", number(n), "n")]
    return tag("button", inside, "segment", type="button", data_video_state=state, aria_pressed=pressed)


def _listed(found: Sequence[Video], now: datetime) -> Safe:
    return tag("ol", [_video(one, now) for one in found], "videos", tabindex="0")


def video_list(found: Sequence[Video], place: str, now: datetime) -> list[Safe]:
    """Feeds near the place, the nearest first."""
    if not found:
        return [tag("p", _("附近没有视频"), "quiet")]
    head = tag("p", _("距“{place}”由近到远").format(place=place), "quiet")
    return [head, _listed(found, now)]


def _video(one: Video, now: datetime) -> Safe:
    """A link is offered as it is; a picture only from a host that the operator allows. No address: nothing to see."""
    demo = one["provenance"] == "simulated" and not one["link"]
    state = _("演示无画面") if demo else _(VIDEO_STATES[one["state"]])
    checked = [tag("small", _("{at} 检查").format(at=moment(one["checked_at"], now)))] if one["checked_at"] else []
    picture: list[Safe] = []
    if one["snapshot"]:
        alt = _("{name}的截图").format(name=one["name"])
        picture = [void("img", src=one["snapshot"], alt=alt, loading="lazy", referrerpolicy="no-referrer")]
    link = (
        [tag("a", _("打开视频"), "button small", href=one["link"], target="_blank", rel="noopener noreferrer")]
        if one["link"]
        else []
    )
    head = [tag("b", one["name"]), tag("span", [tag("b", number(one["km"], 1), "n"), " km"], "km")]
    told = [
        chip(one["provenance"]),
        tag("span", state, f"mark video-{'none' if demo else one['state']}"),
        *checked,
        *link,
    ]
    return tag("li", [tag("header", head), *picture, tag("div", told, "video-told")], data_state=one["state"])
