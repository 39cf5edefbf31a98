"""How an area is picked on the page of risks: by region, warning, station, storm, on the map, or by numbers."""

from collections.abc import Sequence

from components.fields import area as text_area
from components.fields import choice, entry
from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.choices import Choice


def ways(told: dict[str, list[Choice]], area: str, here: str) -> list[Safe]:
    """How an area is picked. Buttons draw on the map (assets/js/49-area.js); links and lists change the address."""
    drawn = [
        ("polygon", _("画多边形")),
        ("circle", _("画圆")),
        ("single", _("点一处看视频")),
    ]
    buttons = [
        tag("button", words, "button small", type="button", data_draw=kind, aria_pressed="false")
        for kind, words in drawn
    ]
    whole = tag("a", _("当前区域"), f"button small{' on' if area == 'here' else ''}", href="?area=here", title=here)
    storm = [
        tag(
            "a",
            one.words,
            f"button small{' on' if one.area == area else ''}",
            href=f"?area={one.area}",
        )
        for one in told["storm"]
    ]
    zoom = tag("button", _("缩放到范围"), "button small", type="button", data_area_zoom="1")
    clear = [zoom, tag("a", _("清除"), "button small", href="?area=")] if area else []
    lists = [
        _list(_("按预警选"), told["warnings"], area),
        _list(_("按超限测站选"), told["stations"], area),
        _list(_("上游汇水区"), told["upstream"], area),
    ]
    none = [tag("small", _("台风{name}的资料没有风圈").format(name=one.words), "quiet") for one in told["windless"]]
    kind, _colon, code = area.partition(":")
    above = [tag("a", _("上游汇水区"), "button small", href=f"?area=catchment:{code}")] if kind == "station" else []
    row = tag(
        "div", [whole, *buttons, *storm, *above, *clear, *none], "area-ways", role="group", aria_label=_("选择范围")
    )
    return [row, tag("div", [one for one in lists if one], "area-lists"), _by_numbers(area)]


def _list(words: str, listed: Sequence[Choice], area: str) -> Safe | None:
    if not listed:
        return None
    options = [("", words), *((one.area, one.words) for one in listed)]
    return choice("area", options, area, data_area_choice="1", aria_label=words)


def _by_numbers(area: str) -> Safe:
    """A circle without a mouse: its middle and radius as numbers."""
    kind, _colon, rest = area.partition(":")
    given = rest.split(",") if kind == "circle" else ["", "", "5"]
    lon, lat, km = [*given, "", "", ""][:3]
    fields = [
        _entry("lon", _("经度"), lon, "-180", "180"),
        _entry("lat", _("纬度"), lat, "-90", "90"),
        _entry("km", _("半径 km"), km, "0.1", "500"),
    ]
    send = tag("button", _("确定"), "button small", type="submit")
    form = tag("form", [*fields, send], "area-numbers", data_area_form="1", novalidate="")
    words = tag("details", [tag("summary", _("按坐标画圆")), form], "area-by-numbers")
    return tag("div", [words, _by_corners(area)], "area-numbered")


def _by_corners(area: str) -> Safe:
    """A polygon without a mouse: its corners as numbers, one a line."""
    kind, _colon, rest = area.partition(":")
    given = rest.replace(";", "\n") if kind == "polygon" else ""
    hint = _("每行一个角点：经度,纬度")
    corners = text_area("corners", given, rows=4, maxlength="2400", required="", aria_label=hint, placeholder=hint)
    send = tag("button", _("确定"), "button small", type="submit")
    say = tag("p", None, "act-say", role="alert", data_failed=_("至少 3 行，每行是经度和纬度两个数"))
    form = tag("form", [corners, send, say], "area-corners", data_area_corners="1", novalidate="")
    return tag("details", [tag("summary", _("按坐标画多边形")), form], "area-by-numbers")


def _entry(name: str, words: str, value: str, low: str, high: str) -> Safe:
    given = value if _plain(value) else ""
    return tag("label", [tag("span", words), entry(name, "number", given, step="any", min=low, max=high, required="")])


def _plain(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return len(text) < 20 and text.isascii()
