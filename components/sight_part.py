"""Cameras that see a place: on the page of an event, of a thing, at the dispatch desk and for a picked area."""

from components.fields import link
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.queries.sight import NEAR_M, Eye, Seen
from data.things.fields import STATES
from data.words import CAMERA_KINDS


def sight_part(found: Seen | None) -> list[Safe]:
    """Who sees it, the nearest first; where nobody does, that is said, and who stands nearest. None: place unknown."""
    if found is None:
        return [tag("p", _("只知所在区划，没有准确位置，无法推算"), "quiet")]
    if found.n:
        more = _("，列最近 {m} 路").format(m=len(found.eyes)) if found.n > len(found.eyes) else ""
        said = tag("p", _("{n} 路视频看得到这里").format(n=number(found.n)) + more, "sight-said")
    elif found.eyes:
        said = tag("p", _("没有视频看得到这里，以下为最近的"), "sight-said none")
    else:
        return [tag("p", _("没有视频看得到这里，{km} km 内也没有视频").format(km=NEAR_M // 1_000), "quiet")]
    rule = tag("p", _("按登记的朝向、距离和视场角推算，不计遮挡"), "quiet")
    return [said, tag("ol", [_eye(one, sees=bool(found.n)) for one in found.eyes], "sight-eyes"), rule]


def _eye(one: Eye, *, sees: bool) -> Safe:
    mark = tag("span", _("看得到") if sees else _("最近"), "mark" if sees else "mark quiet")
    state = [tag("span", _(STATES[one.state]), f"mark video-{STATE_LOOKS[one.state]}")] if one.state in STATES else []
    away = tag("small", [_(CAMERA_KINDS.get(one.kind, one.kind)), " · ", tag("span", _metres(one.km), "n")])
    name = link([tag("b", one.name), away], f"/things/camera/{one.code}", data_carry="view")
    way = (
        [link(_("打开视频"), one.link, "button small", target="_blank", rel="noopener noreferrer")] if one.link else []
    )
    return tag("li", [mark, name, *state, *way])


STATE_LOOKS = {"on": "online", "off": "offline"}


def _metres(km: float) -> str:
    return _("{n} 米").format(n=number(round(km * 1_000)))
