"""Drawings of the two cards that follow the picked area: what it holds, and the feeds near it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from components import coverage_card, exposure_card
from components.dispatch_chart import chart
from components.exposure_ways import ways
from components.markup import markup, tag
from components.sight_part import sight_part
from components.video_list import video_list, videos_of_region
from data.acting import looking
from data.errors import BadInput, CockpitError, UnknownRegion, UnknownThing
from data.house import House
from data.language import gettext as _
from data.queries.choices import choices
from data.queries.coverage import Coverage, coverage
from data.queries.dispatch_stations import of_station
from data.queries.exposure import exposure
from data.queries.picked import Picked, picked
from data.queries.regions import Region, region_of
from data.queries.sight import cameras_on
from data.queries.videos import videos_in, videos_near
from data.scope import Scope
from data.video_hosts import hosts_of
from data.view import View


@dataclass(frozen=True)
class AreaDrawn:
    """{part: HTML}, and what the map draws."""

    parts: dict[str, str]
    outline: dict[str, Any]


def area_drawn(house: House, view: View, area: str, cover: bool = False) -> AreaDrawn:
    """The cards for `area` of the address; what is wrong with it is said inside, in the words of the page.

    `cover`: what cameras see of it instead of what it holds.
    """
    scope, now = looking(house), view.at or house.clock.now()
    told = choices(house, view, scope)
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
    parts: dict[str, Any] = {"ways": ways(told, area, here.name)}
    outline: dict[str, Any] = {}
    if not area:
        parts |= {"held": exposure_card.nothing(), "videos": _inside(house, scope, here, now)}
        parts["cover"] = coverage_card.nothing()
        return AreaDrawn(_sent(parts), outline)
    try:
        with house.engine.connect() as connection:
            one = picked(connection, area, view.region, scope, now)
        outline = one.outline
        if cover:
            seen = _covered(house, scope, one, now)
            parts["cover"] = coverage_card.covered(seen, one.title, one.sent, now, past=view.at is not None)
            return AreaDrawn(_sent(parts), outline | ({"gaps": seen.gaps} if seen.gaps else {}))
        parts["videos"] = _videos(house, scope, one, now)
        spot = (one.lon, one.lat) if view.at is None else None
        held = exposure_card.held(_held(house, scope, one, now), one.title, one.sent, now, spot)
        parts["held"] = [*_gauge(house, area, scope, now), *held, *exposure_card.reach(area)]
    except CockpitError as error:
        parts["cover" if cover else "held"] = exposure_card.refused(_sentence(error))
        parts.setdefault("videos", tag("p", _("先选择范围"), "quiet"))
    return AreaDrawn(_sent(parts), outline)


def _gauge(house: House, area: str, scope: Scope, now: datetime) -> list[Any]:
    """The last day of the station that was picked, with its limits; nothing where it has told nothing."""
    kind, _colon, code = area.partition(":")
    if kind not in ("station", "catchment"):
        return []
    with house.engine.connect() as connection:
        found = of_station(connection, code, scope, now)
    return [tag("section", chart(found, now), "area-gauge")] if found else []


def _held(house: House, scope: Scope, one: Picked, now: datetime) -> dict[str, Any]:
    """BadInput that the picking did not know of: what is drawn lies outside the city."""
    try:
        return exposure(house, scope, one.sent, now).body()
    except BadInput:
        raise BadInput(_("所选范围在本市之外，或无法计算，请重新选择")) from None


def _covered(house: House, scope: Scope, one: Picked, now: datetime) -> Coverage:
    """As `_held`."""
    try:
        return coverage(house, scope, one.sent, now)
    except BadInput:
        raise BadInput(_("所选范围在本市之外，或无法计算，请重新选择")) from None


def _videos(house: House, scope: Scope, one: Picked, now: datetime) -> Any:
    """Of a region those inside it; of any other area those nearest to it."""
    if "region" not in one.sent:
        return _near(house, scope, one.lon, one.lat, one.title, now)
    with house.engine.connect() as connection:
        here = region_of(connection, one.sent["region"], scope)
    return _inside(house, scope, here, now)


def _inside(house: House, scope: Scope, here: Region, now: datetime) -> Any:
    with house.engine.connect() as connection:
        totals, found = videos_in(connection, scope, here, hosts_of(house.settings.video_hosts))
    return videos_of_region(totals, found, here.name, now)


def _near(house: House, scope: Scope, lon: float, lat: float, place: str, now: datetime) -> Any:
    hosts = hosts_of(house.settings.video_hosts)
    with house.engine.connect() as connection:
        seen = sight_part(cameras_on(connection, scope, lon, lat))
        head = tag("h3", _("看得到中心点的视频"), "sight-head")
        return [head, *seen, *video_list(videos_near(connection, scope, lon, lat, hosts), place, now)]


def _sentence(error: CockpitError) -> str:
    if isinstance(error, UnknownRegion):
        return _("没有这个区划，或不在可看范围内")
    return str(error) if isinstance(error, BadInput | UnknownThing) else _("暂时取不到数据")


def _sent(parts: Mapping[str, Any]) -> dict[str, str]:
    return {name: markup(inside) for name, inside in parts.items()}
