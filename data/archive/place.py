"""Where a region is, how large, and who lives and works there: from its register of base numbers."""

from typing import Any

from sqlalchemy import Connection, func, select

from data.archive.block import Block, Fact
from data.language import gettext as _
from data.queries.asked import Asked
from data.queries.event_sums import percent
from data.queries.regions import Region, official
from data.schema import region, region_shape, region_stat, steward
from data.times import day_start
from data.words import LEVELS

WORTH = {"official": "published", "imported": "published", "synthetic": "simulated"}  # of an outline
OUTLINES = {"official": "官方界线", "imported": "本市导入界线", "synthetic": "合成界线"}
GRID = 5


def place(a: Asked) -> Block:
    """As-of the day from which the region is as it is."""
    here, told = a.here, official(a.connection, a.here)
    outline = a.connection.scalar(select(region_shape.c.provenance).where(region_shape.c.region_id == here.id))
    above = a.connection.scalar(select(region.c.name).where(region.c.id == (here.parent_id or 0)))
    stat = _stat(a.connection, here)
    facts = [
        Fact(_("级别"), _(LEVELS[here.level])),
        Fact(_("区划代码"), told["nbs_code"] or told["mca_code"] or here.code),
        Fact(_("上级"), above or "—"),
        Fact(_("面积"), round(here.area_km2, 2), "km²"),
        *([Fact(_("村居"), stat.villages, _("个"))] if stat and here.level < 4 else []),
        *([Fact(_("网格"), stat.grids, _("个"))] if stat and here.level < GRID else []),
        Fact(_("单元"), here.hi - here.lo + 1, _("个")),
    ]
    since = told["valid_from"]
    return Block(
        key="place",
        title=_("区划与面积"),
        source=_(OUTLINES[outline]) if outline in OUTLINES else _("区划名录"),
        provenance=WORTH.get(outline or "", a.lived),
        as_of=day_start(since.toordinal()) if since else None,
        facts=facts,
    )


def people(a: Asked) -> Block:
    """Who lives there and who looks after them; a single cell keeps no such numbers."""
    stat = _stat(a.connection, a.here)
    facts: list[Fact] = []
    if stat:
        density = round(stat.population / a.here.area_km2, 1) if a.here.area_km2 else None
        facts = [
            Fact(_("常住人口"), stat.population, _("人")),
            Fact(_("户数"), stat.households, _("户")),
            Fact(_("人口密度"), density, _("人/km²")),
            Fact(_("网格员"), stat.staff, _("人")),
            Fact(_("在岗"), stat.staff_on_duty, _("人")),
            Fact(_("公共管家"), _stewards(a.connection, a.here), _("人")),
            Fact(_("党组织"), stat.party_groups, _("个")),
            Fact(_("网格覆盖率"), percent(stat.covered_grids, stat.grids), "%"),
        ]
    return Block(
        key="people",
        title=_("人口与队伍"),
        source=_("网格中心"),
        provenance=stat.provenance if stat else a.lived,
        as_of=stat.as_of if stat else None,
        facts=facts,
        nothing=_("没有登记基础数"),
    )


def _stat(connection: Connection, here: Region) -> Any:
    return connection.execute(select(region_stat).where(region_stat.c.region_id == here.id)).first()


def _stewards(connection: Connection, here: Region) -> int:
    of = select(func.count()).select_from(steward).join(region, region.c.id == steward.c.region_id)
    mine = (steward.c.kind == "grid", region.c.lo >= here.lo, region.c.hi <= here.hi)
    return int(connection.scalar(of.where(*mine)) or 0)
