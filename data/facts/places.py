"""Places as the sources write them (甲区乙镇丙社区) and the regions of the loaded city they mean."""

import re

from sqlalchemy import Connection, select

from data.schema import region

OFFICES = ((re.compile(r"(居民委员会|居委会)$"), ""), (re.compile(r"村?(村民委员会|村委会|委会)$"), "村"))


def region_ids(connection: Connection) -> tuple[str, dict[str, int]]:
    """The city's name, and {place as written: region id} down to the villages; ambiguous names left out."""
    columns = [region.c[name] for name in ("id", "name", "level", "parent_id")]
    rows = connection.execute(
        select(*columns).where(region.c.tree == "spine", region.c.level <= 4).order_by(region.c.level, region.c.lo)
    ).all()
    city = next((row.name for row in rows if row.level == 1), "")
    paths: dict[int, tuple[str, ...]] = {}
    found: dict[str, set[int]] = {}
    for row in rows:
        above = paths.get(row.parent_id, ()) if row.level > 2 else ()
        paths[row.id] = (*above, plain_name(row.name))
        for text in _writings(city, paths[row.id], row.level):
            found.setdefault(text, set()).add(row.id)
    return city, {text: ids.pop() for text, ids in found.items() if len(ids) == 1}


def plain_name(name: str) -> str:
    """A village without its office: 甲村委会 is 甲村, 丙社区居委会 is 丙社区."""
    for office, rest in OFFICES:
        if office.search(name):
            return office.sub(rest, name)
    return name


def _writings(city: str, path: tuple[str, ...], level: int) -> list[str]:
    """With or without the city in front; a village also straight after its county."""
    texts = ["".join(path)]
    if level == 4:
        texts.append(path[0] + path[-1])
    return texts + [city + text for text in texts if level > 1]
