"""Video feeds near a place: name, distance, state, a link, and a picture where the operator allows its host."""

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


def video_list(found: Sequence[Video], place: str, now: datetime) -> list[Safe]:
    """Feeds near the place, the nearest first."""
    if not found:
        return [tag("p", _("附近没有视频"), "quiet")]
    head = tag("p", _("距“{place}”由近到远").format(place=place), "quiet")
    return [head, tag("ol", [_video(one, now) for one in found], "videos", tabindex="0")]


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
    return tag("li", [tag("header", head), *picture, tag("div", told, "video-told")])
