"""The briefing that a demo city comes with: once, and not again when somebody has removed it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from data.briefer import VISITOR, Briefer
from data.briefing.file import scene_of
from data.briefing.scene import Scene
from data.commands.briefings import make, share
from data.commands.facts import swap_fact
from data.schema import feature, region
from data.scope import Scope
from data.yaml_file import read_yaml

TEMPLATE = Path(__file__).with_name("briefing.yaml")
KEY = "demo_briefing"
COUNTY, OUTLINED = 2, 3
MAKER = Briefer(who=VISITOR, name="演示汇报员", role="presenter", scope=Scope.guest(), makes=True)


def install_briefing(connection: Connection, now: datetime) -> bool:
    """Whether it was made now."""
    if not swap_fact(connection, KEY, None, "made"):
        return False
    template = read_yaml(TEMPLATE)
    counts = dict(connection.execute(_counts()).all())
    scenes = [_scene(connection, one, counts) for one in template["scenes"]]
    code = make(connection, template["title"], scenes, MAKER, now)
    share(connection, code, template["shared"], MAKER, now)
    return True


def _scene(connection: Connection, one: dict[str, Any], counts: dict[str, int]) -> Scene:
    told = {name: _filled(one.get(name, ""), counts) for name in ("title", "sentence", "notes")}
    regions = _most(connection, one["most"]) if "most" in one else []
    same = {name: one[name] for name in ("path", "minutes", "transition") if name in one}
    return scene_of(told | same | {"emphasis": {"panels": one.get("panels", []), "regions": regions}})


def _filled(text: str, counts: dict[str, int]) -> str:
    for layer, n in counts.items():
        text = text.replace(f"{{{layer}}}", f"{n:,}")
    return text


def _counts() -> Any:
    here = feature.c.retired_at.is_(None)
    return select(feature.c.layer, func.count()).where(here).group_by(feature.c.layer)


def _most(connection: Connection, layer: str) -> list[str]:
    """Counties with most things of a register, as codes."""
    cell = region.alias("cell")
    inside = (region.c.lo <= cell.c.lo, cell.c.hi <= region.c.hi, region.c.tree == "spine", region.c.level == COUNTY)
    of = feature.join(cell, cell.c.id == feature.c.cell_id).join(region, inside[0] & inside[1] & inside[2] & inside[3])
    most = func.count().desc()
    here = (feature.c.layer == layer, feature.c.retired_at.is_(None))
    query = select(region.c.code).select_from(of).where(*here).group_by(region.c.code, region.c.lo)
    return list(connection.scalars(query.order_by(most, region.c.lo).limit(OUTLINED)))
