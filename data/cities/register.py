"""Register: one list of counties, towns and villages out of two registers that number them differently.

The NBS register (statistics, 2023) has the villages and the codes; the MCA register (civil affairs, newer) has the
names in force. Towns are joined by (county, name), never by code: in some counties the two number towns differently.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from data.cities.sources import Row, Sources
from data.errors import CityError

TOWN_ENDING = re.compile(r"(街道办事处|街道办|街道|民族乡|乡|镇|苏木|地区办事处|地区)$")
VIRTUAL = "虚拟"


@dataclass(frozen=True, kw_only=True)
class Village:
    code: str  # NBS, 12 digits
    name: str
    urban: bool


@dataclass(frozen=True, kw_only=True)
class Town:
    code: str  # NBS, 9 digits
    name: str
    mca_code: str
    county: str
    villages: tuple[Village, ...]


@dataclass(frozen=True, kw_only=True)
class Register:
    counties: dict[str, str]
    towns: tuple[Town, ...]
    dropped: tuple[Row, ...]


def read_register(sources: Sources) -> Register:
    """Towns with their real villages. What is left out is listed with the reason; nothing disappears silently."""
    counties = {row["code"]: row["name"] for row in sources.divisions if row["level"] == "county"}
    drawn = {outline.code for outline in sources.counties}
    if not counties.keys() & drawn:
        raise CityError("no county of the register has an outline: are the extracts of one city?")
    villages, dropped = _real_villages(sources.divisions)
    towns_by_name = {(row["parent"], row["name"]) for row in sources.divisions if row["level"] == "town"}
    named = _Names(sources.townships, counties, towns_by_name)
    towns = []
    for row in (row for row in sources.divisions if row["level"] == "town"):
        own = villages.get(row["code"], ())
        found = named.find(row["parent"], row["name"])
        county = found["county"] if found and row["parent"] not in drawn else row["parent"]
        if reason := _no_place(own, found, county in drawn):
            dropped += [_drop("town", row["code"], row["name"], reason)]
            dropped += [_drop("village", v.code, v.name, f"{row['name']}: {reason}") for v in own]
            continue
        mca_code, name = (found["code12"], found["name"]) if found else ("", row["name"])
        towns.append(Town(code=row["code"], name=name, mca_code=mca_code, county=county, villages=own))
    unused = [_drop("town", row["code12"], row["name"], "only in the MCA register") for row in named.unused()]
    return _register(counties, towns, dropped + unused)


def _register(counties: dict[str, str], towns: list[Town], dropped: list[Row]) -> Register:
    lone = counties.keys() - {town.county for town in towns}
    dropped += [_drop("county", code, counties[code], "no outline, or no town of its own") for code in sorted(lone)]
    kept = {code: name for code, name in counties.items() if code not in lone}
    return Register(counties=kept, towns=tuple(towns), dropped=tuple(dropped))


def _no_place(villages: tuple[Village, ...], found: Row | None, drawn: bool) -> str:
    if not villages:
        return "pseudo-unit: no real village" if found is None else "no village in the NBS register"
    return "" if drawn else "its county-level zone has no outline, and the MCA register does not place it"


def _real_villages(divisions: Iterable[Row]) -> tuple[dict[str, tuple[Village, ...]], list[Row]]:
    found: dict[str, list[Village]] = defaultdict(list)
    dropped = []
    for row in (row for row in divisions if row["level"] == "village"):
        if VIRTUAL in row["name"]:
            dropped.append(_drop("village", row["code"], row["name"], "virtual row of the register"))
        else:
            found[row["parent"]].append(village(row["code"], row["name"]))
    return {code: _told_apart(own) for code, own in found.items()}, dropped


def village(code: str, name: str) -> Village:
    """`东山村委会` is 东山村, `太平社区居委会` is 太平社区; a resident committee of its own stays 居委会."""
    short = re.sub(r"(村|社区)(村民|居民)?(委员会|委会|居委会)$", r"\1", name)
    return Village(code=code, name=short, urban=short.endswith(("社区", "居委会", "居民委员会")))


def _told_apart(villages: list[Village]) -> tuple[Village, ...]:
    """Two villages of one town with one name get the last digits of their codes."""
    names = [v.name for v in villages]
    return tuple(
        Village(code=v.code, name=f"{v.name}{v.code[-3:]}", urban=v.urban) if names.count(v.name) > 1 else v
        for v in villages
    )


class _Names:
    """The MCA register, found by county and full name, else by county and name without its ending."""

    def __init__(self, townships: list[Row], counties: dict[str, str], exact: set[tuple[str, str]]) -> None:
        self.rows = {(row["county"], row["name"]): row for row in townships}
        self.stems = {(c, stem(name)): row for (c, name), row in self.rows.items() if (c, name) not in exact}
        self.counties = counties
        self.used: set[str] = set()

    def find(self, county: str, name: str) -> Row | None:
        found = self.rows.get((county, name)) or self.stems.get((county, stem(name)))
        if found is None:
            elsewhere = [self.rows[code, name] for code in self.counties if (code, name) in self.rows]
            found = elsewhere[0] if len(elsewhere) == 1 and elsewhere[0]["code12"] not in self.used else None
        if found and found["code12"] in self.used:
            return None
        if found:
            self.used.add(found["code12"])
        return found

    def unused(self) -> list[Row]:
        return [row for row in self.rows.values() if row["code12"] not in self.used]


def stem(name: str) -> str:
    """A town's name without the word for its kind: 笏石镇 became 笏石街道."""
    return TOWN_ENDING.sub("", name) or name


def _drop(level: str, code: str, name: str, reason: str) -> Row:
    return {"level": level, "code": code, "name": name, "reason": reason}
