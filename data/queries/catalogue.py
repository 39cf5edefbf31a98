"""The catalogue of data resources: what the house holds and what departments register, on what terms, used by what."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from data.answer import LATE, STALE
from data.catalogue.own import FieldTold, Resource, own_resources
from data.catalogue_words import RESOURCE_GROUPS, RHYTHM_DAYS, SHARES
from data.errors import UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.regions import Region, region_of
from data.schema import agency, region, resource, resource_state, scenario, scenario_resource
from data.scope import EVERY_CELL, Scope
from data.view import View

MOST = 300  # rows of a screen
LONGEST = 40
FRESHNESS = ("fresh", "late", "stale", "")
Row = dict[str, Any]
SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row["name"],
    "group": lambda row: row["group"],
    "owner": lambda row: row["owner"],
    "fields": lambda row: len(row["fields"]),
    "rhythm": lambda row: RHYTHM_DAYS.get(row["rhythm"], 1_000),
    "n": lambda row: row["n"] or 0,
    "newest": lambda row: row["newest"].timestamp() if row["newest"] else 0,
    "sound": lambda row: -1 if row["sound"] is None else row["sound"],
    "share": lambda row: row["share"],
    "uses": lambda row: row["uses"],
}


@dataclass(frozen=True, kw_only=True)
class ResourceFilters:
    """What makes no sense asks for nothing."""

    group: str = ""
    share: str = ""
    text: str = ""
    by: str = ""

    @classmethod
    def lenient(cls, given: Mapping[str, str]) -> "ResourceFilters":
        group, share, by = (given.get(f"res_{name}", "") for name in ("group", "share", "by"))
        return cls(
            group=group if group in RESOURCE_GROUPS else "",
            share=share if share in SHARES else "",
            text=clean(given.get("res_text"), line=True)[:LONGEST],
            by=by if by.removeprefix("-") in SORTS else "",
        )

    def takes(self, row: Row) -> bool:
        text = self.text.casefold()
        said = (row["name"], row["code"], row["owner"], *(one.name for one in row["fields"]))
        fits = self.group in ("", row["group"]) and self.share in ("", row["share"])
        return fits and (not text or any(text in one.casefold() for one in said))


@dataclass(frozen=True)
class Listed:
    """`groups`, `shares`: how many there are of each in all; `fields`: of all together, by class."""

    here: Region
    now: datetime
    provenance: str
    groups: dict[str, int]
    shares: dict[str, int]
    total: int
    rows: list[Row]


def listed(house: House, view: View, scope: Scope, wanted: ResourceFilters) -> Listed:
    now = house.clock.now()
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        every = all_resources(connection, scope, now)
    some = [row for row in every if wanted.takes(row)]
    if wanted.by:
        some.sort(key=SORTS[wanted.by.removeprefix("-")], reverse=wanted.by.startswith("-"))
    groups, shares = (Counter(row[name] for row in every) for name in ("group", "share"))
    lived = "simulated" if house.clock.holds_demo() else "measured"
    return Listed(here, now, lived, dict(groups), dict(shares), len(some), some)


def all_resources(connection: Connection, scope: Scope, now: datetime) -> list[Row]:
    """The house's own as measured: numbers of the whole city, for who may see all of it; then those registered."""
    whole = EVERY_CELL in scope.cells
    states = {row["code"]: row for row in connection.execute(select(resource_state)).mappings()} if whole else {}
    kept = {row["code"]: row for row in connection.execute(_kept()).mappings() if _near(scope, row)}
    uses: dict[str, int] = dict(connection.execute(_uses()).all())
    own = [_own(one, states.get(one.code), kept.get(one.code), now) for one in own_resources(connection)]
    codes = {row["code"] for row in own}
    rows = own + [_registered(row, now) for code, row in kept.items() if code not in codes]
    return [row | {"uses": uses.get(row["code"], 0)} for row in rows]


def resource_row(connection: Connection, code: str, scope: Scope, now: datetime) -> Row:
    found = next((row for row in all_resources(connection, scope, now) if row["code"] == code), None)
    if found is None:
        raise UnknownThing(_("没有这项数据资源"))
    return found


def users_of(connection: Connection, code: str) -> list[Row]:
    """The scenarios that use it."""
    of = select(scenario.c.code, scenario.c.name, scenario.c.owner, scenario.c.state).join(scenario_resource)
    rows = connection.execute(of.where(scenario_resource.c.resource == code).order_by(scenario.c.code)).mappings()
    return [dict(row) for row in rows]


def freshness(newest: datetime | None, rhythm: str, now: datetime) -> str:
    """By its own rhythm; "" of what has none, or was never told."""
    if newest is None or rhythm not in RHYTHM_DAYS:
        return ""
    step = timedelta(days=RHYTHM_DAYS[rhythm])
    age = now - newest
    return "fresh" if age <= step * LATE else "late" if age <= step * STALE else "stale"


def _kept() -> Any:
    name = func.coalesce(agency.c.name, resource.c.agency).label("owner")
    query = select(resource, name, region.c.lo, region.c.hi).outerjoin(agency, agency.c.code == resource.c.agency)
    return query.outerjoin(region, region.c.id == agency.c.region_id).order_by(resource.c.code)


def _near(scope: Scope, row: Any) -> bool:
    """Of departments whose region meets the asker's; terms of the house's own are for all."""
    return row["lo"] is None or scope.touches(row["lo"], row["hi"])


def _uses() -> Any:
    return select(scenario_resource.c.resource, func.count()).group_by(scenario_resource.c.resource)


def _own(one: Resource, state: Any, terms: Any, now: datetime) -> Row:
    newest = state["newest"] if state else None
    row: Row = {name: getattr(one, name) for name in ("code", "group", "name", "rhythm", "fields", "origin", "way")}
    row |= {"owner": terms["owner"] if terms and terms["agency"] else one.owner or _("各归口单位")}
    row |= {"agency": terms["agency"] if terms else "", "seq": terms["seq"] if terms else 0, "own": True}
    row |= {"n": state["n"] if state else None, "newest": newest, "sound": state["sound"] if state else None}
    row |= {"share": terms["share"] if terms else "terms" if one.sensitive else "open"}
    row |= {"terms": terms["terms"] if terms else "", "provenance": "measured"}
    return row | {"fresh": freshness(newest, one.rhythm, now)}


def _registered(kept: Any, now: datetime) -> Row:
    fields = tuple(FieldTold(*one) for one in json.loads(kept["fields"]))
    names = (
        "code",
        "name",
        "rhythm",
        "origin",
        "owner",
        "agency",
        "n",
        "newest",
        "share",
        "terms",
        "seq",
        "provenance",
    )
    told: Row = {name: kept[name] for name in names} | {"fields": fields, "group": "office", "way": "", "own": False}
    told["provenance"] = kept["provenance"]
    return told | {"sound": None, "fresh": freshness(kept["newest"], kept["rhythm"], now)}


def classes_of(fields: Sequence[FieldTold]) -> dict[str, int]:
    """{class: how many fields}, those that everybody may know first."""
    return dict(Counter(one.shield for one in fields))
