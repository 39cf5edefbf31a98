"""An office that answers for indicators, and what it says of them."""

from datetime import UTC, datetime

from sqlalchemy import select

from data.commands.indicator_values import NAMES, Said, say
from data.commands.indicators import define_indicator
from data.life.actor import Actor
from data.queries.indicator_values import Key, values
from data.queries.regions import Region, region_of
from data.schema import indicator, region
from data.scope import Scope

NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
OFFICE = "市统计局"
HEAD = Actor(name="统计局长", role="department_head", scope=Scope.guest())
PLAIN = {
    "name_en": "An indicator",
    "domain": "经济运行",
    "branch": "工业",
    "unit": "%",
    "department": OFFICE,
    "frequency": "month",
    "direction": 1,
    "source": "月报",
}


def given(**told):
    return PLAIN | {"name_zh": told.get("code", "")} | told


def define(connection, seen=None, actor=HEAD, reason="新增", now=NOW, **told):
    return define_indicator(connection, given(**told), seen, reason, actor, now)


def version_of(connection, code):
    return connection.scalar(select(indicator.c.version).where(indicator.c.code == code))


def at_level(connection, level):
    where = (region.c.tree == "spine", region.c.level == level)
    return [
        region_of(connection, code, Scope.guest()) for code in connection.scalars(select(region.c.code).where(*where))
    ]


def tell(
    connection, code, where: Region, period, value, *, by="统计员", reason="月报", now=NOW, provenance="published"
):
    place = {"region_id": where.id, "level": NAMES[where.level], "place": where.name}
    said = Said(code=code, period=period, value=value, provenance=provenance, source="月报", **place)
    return say(connection, [said], by, reason, now)


def value_of(connection, code, where: Region, period, now=NOW, scope=None):
    found = values(connection, [code], [where], scope or Scope.guest(), now).get(Key(code, where.id), {})
    return next((point.value for at, point in found.items() if at.text == period), None)
