"""One picture of the wall of videos, with what is to be known of it; in its place why there is none."""

from datetime import datetime, timedelta
from typing import Any

from components.fields import link, void
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import stay
from data.control_words import VIDEO_STATES
from data.language import gettext as _
from data.queries.video_wall import dark

Row = dict[str, Any]


def cell(row: Row, now: datetime, moves: list[Safe]) -> Safe:
    why = dark(row, now)
    head = [tag("b", row["name"], title=row["code"]), tag("span", moves, "video-moves")]
    foot = [state_mark(row), chip(row["provenance"]), *_asked(row, now, why), *_ways(row)]
    inside = [tag("header", head), _picture(row, why), tag("footer", foot)]
    return tag("figure", inside, f"video-cell {why}".strip(), data_video_cell=row["code"])


def state_mark(row: Row) -> Safe:
    demo = row["provenance"] == "simulated" and not (row["link"] or row["snapshot"])
    words = _("演示无画面") if demo else _(VIDEO_STATES[row["state"]])
    return tag("span", words, f"mark video-{'none' if demo else row['state']}")


def _picture(row: Row, why: str) -> Safe:
    """Renewed by `assets/js/49-videos.js`, which also says it when nothing comes."""
    if row["picture"] and why != "gone":
        alt = _("{name}的截图").format(name=row["name"])
        image = void("img", src=row["picture"], alt=alt, referrerpolicy="no-referrer", data_video_picture="1")
        return tag("div", [image, tag("p", _("画面取不到"), "video-lost", role="status")], "video-screen")
    return tag("div", tag("p", _why(row)), "video-screen dark")


def _why(row: Row) -> str:
    if row["state"] == "offline":
        return _("信号中断")
    if row["barred"]:
        return _("截图主机未获允许")
    if row["provenance"] == "simulated" and not row["link"]:
        return _("演示无画面")
    return _("没有截图地址")


def _asked(row: Row, now: datetime, why: str) -> list[Safe]:
    """When it was last asked; an hour later that is old."""
    if not row["checked_at"]:
        return []
    ago = _("{time}前检查").format(time=stay((now - row["checked_at"]) / timedelta(minutes=1)))
    return [tag("small", ("▲ " if why == "old" else "") + ago, "attn" if why == "old" else "")]


def _ways(row: Row) -> list[Safe]:
    outside = {"target": "_blank", "rel": "noopener noreferrer"}
    opened = [link(_("打开视频"), row["link"], "button small", **outside)] if row["link"] else []
    camera = (
        [link(_("台账"), f"/things/camera/{row['camera']}", "button small", data_carry="view")] if row["camera"] else []
    )
    return [*opened, *camera]
