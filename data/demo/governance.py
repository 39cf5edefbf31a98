"""Who would answer for what: simulated agencies and a responsibility list for any city, from its regions alone."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.commands.governance import load_default_tree
from data.commands.revisions import bump
from data.commands.upsert import upsert
from data.schema import agency, region, responsibility
from data.words import CATEGORIES

# Top category: (code, what such a department is called, the norm behind it)
DEPARTMENTS = {
    "sanitation": ("city_mgmt", "城管部门", "城市市容和环境卫生管理规定"),
    "facility": ("housing", "住建部门", "城市基础设施养护职责"),
    "traffic": ("traffic", "交通管理部门", "道路交通安全职责"),
    "safety": ("emergency", "应急管理部门", "安全生产监管职责"),
    "dispute": ("mediation", "矛盾调处中心", "人民调解职责"),
    "ecology": ("ecology", "生态环境部门", "污染防治监管职责"),
    "flood": ("water", "水利部门", "防汛抗旱职责"),
    "livelihood": ("civil", "民政部门", "便民服务与救助职责"),
}
GRID_BASIS, TOWN_BASIS = "网格化服务管理事项", "镇街综合执法赋权事项"
BY_LEVEL = {1: "S", 2: "A"}  # which grade the departments of a level answer for
Found = list[dict[str, Any]]


def seed_governance(connection: Connection) -> None:
    """Lay simulated agencies and responsibilities anew, unless the city brought its own."""
    load_default_tree(connection)
    if connection.scalar(select(agency.c.code).where(agency.c.provenance != "simulated").limit(1)):
        return
    connection.execute(delete(responsibility))
    agencies, entries = _for_city(connection)
    if agencies:
        upsert(connection, agency, agencies, add=())  # they stay where they are: stewards and lines are theirs
        connection.execute(insert(responsibility), entries)
    bump(connection, "rules")


def _for_city(connection: Connection) -> tuple[Found, Found]:
    here = (region.c.tree == "spine", region.c.level <= 3)
    agencies: Found = []
    entries: Found = []
    for row in connection.execute(select(region).where(*here).order_by(region.c.level.desc(), region.c.lo)):
        made = _town(row) if row.level == 3 else _departments(row)
        agencies += made[0]
        entries += made[1]
    return agencies, entries


def _town(row: Any) -> tuple[Found, Found]:
    """A town's grids take what is common, its officers what needs an order."""
    grid = _agency(row, "grid", f"{row.name}网格服务", "grid")
    town = _agency(row, "town", f"{row.name}综合执法", "town")
    entries = [
        _entry(top, row, grade, one, basis)
        for top in CATEGORIES
        for grade, one, basis in (("C", grid, GRID_BASIS), ("B", town, TOWN_BASIS))
    ]
    return [grid, town], entries


def _departments(row: Any) -> tuple[Found, Found]:
    """One department of a county or of the city for each category."""
    agencies: Found = []
    entries: Found = []
    for top, (code, name, basis) in DEPARTMENTS.items():
        one = _agency(row, code, f"{row.name}{name}", "department")
        agencies.append(one)
        entries.append(_entry(top, row, BY_LEVEL[row.level], one, basis))
    return agencies, entries


def _agency(row: Any, code: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "code": f"{row.code}.{code}",
        "name": name,
        "kind": kind,
        "region_id": row.id,
        "provenance": "simulated",
    }


def _entry(top: str, row: Any, grade: str, one: dict[str, Any], basis: str) -> dict[str, Any]:
    return {
        "category": top,
        "region_id": row.id,
        "grade": grade,
        "agency": one["code"],
        "hours": None,
        "basis": f"{basis}(模拟)",
    }
