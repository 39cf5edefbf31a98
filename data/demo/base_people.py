"""Who answers for the demo's risk points, key sites and vessels: a numbered person of every region above, with a
made-up phone; for a food business one person of the region of its tier; for a river its chiefs from city to village.

No telephone number of China begins with 100: that they are made up is to be seen.
"""

from collections.abc import Mapping

import numpy as np
from sqlalchemy import Connection, select

from data.commands.bulk import fill
from data.demo.base_spine import Spine
from data.schema import feature, feature_person
from data.things.people import PERSON_ROLES

LAYERS = ("risk_point", "key_site", "vessel")
TIERS = ("A", "B", "C", "D")  # of food businesses: city, county, town, village
MINDER = "包保干部"
CHIEFS = {1: "市级河长", 2: "县级河长", 3: "镇级河长", 4: "村级河长"}


def seed_people(connection: Connection, spine: Spine) -> None:
    """The chain of every simulated thing of these layers: one person a region, the same for all it holds."""
    _chain(connection, spine, LAYERS, PERSON_ROLES)
    mind_food(connection, spine)
    chief_rivers(connection, spine)


def chief_rivers(connection: Connection, spine: Spine) -> None:
    """河长 of every simulated river."""
    _chain(connection, spine, ("river",), CHIEFS)


def _chain(connection: Connection, spine: Spine, layers: tuple[str, ...], roles: Mapping[int, str]) -> None:
    ours = (feature.c.layer.in_(layers), feature.c.provenance == "simulated")
    found = connection.execute(select(feature.c.id, feature.c.cell_id).where(*ours).order_by(feature.c.id)).all()
    ids, cells = (np.array([row[n] for row in found], dtype=np.int64) for n in (0, 1))
    columns: dict[str, list[object]] = {name: [] for name in ("feature_id", "level", "role", "name", "phone")}
    first = 0
    for level, tier in enumerate((spine.city, spine.county, spine.town, spine.village, spine.grid), 1):
        if level not in roles:
            continue
        numbers = tier.at(cells) + first + 1
        columns["feature_id"] += ids.tolist()
        columns["level"] += [level] * len(ids)
        columns["role"] += [roles[level]] * len(ids)
        columns["name"] += [f"责任人-{n:05d}" for n in numbers.tolist()]
        columns["phone"] += [f"100{n:08d}" for n in numbers.tolist()]
        first += len(tier.ids)
    fill(connection, feature_person, columns)


def mind_food(connection: Connection, spine: Spine) -> None:
    """One person for every food business: of the region of its tier."""
    ours = (feature.c.layer == "food", feature.c.provenance == "simulated")
    query = select(feature.c.id, feature.c.cell_id, feature.c.attributes).where(*ours).order_by(feature.c.id)
    columns: dict[str, list[object]] = {name: [] for name in ("feature_id", "level", "role", "name", "phone")}
    for number, cell, known in connection.execute(query):
        level = TIERS.index(known["tier"]) + 1
        place = (spine.city, spine.county, spine.town, spine.village)[level - 1].at(np.array([cell]))[0] + 1
        told = (number, level, MINDER, f"{MINDER}-{level}{place:04d}", f"10009{level}{place:05d}")
        for column, value in zip(columns.values(), told, strict=True):
            column.append(value)
    fill(connection, feature_person, columns)
