"""A report being written: where it would count, and what it may repeat."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from data.life.likeness import Trait
from data.life.ways import GENERAL, Offer
from data.queries.duplicates import Suggestion, duplicates
from data.queries.locate import locate
from data.queries.regions import Region, ancestors, region_of
from data.queries.routing import routes_of
from data.schema import category, region
from data.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`regions` from the city down to the cell; empty outside the city or the scope.

    `offer`: what the kind calls for, and `routed` the agency that the responsibility list names.
    """

    regions: list[Region] = field(default_factory=list)
    like: list[Suggestion] = field(default_factory=list)
    offer: Offer = Offer()
    routed: str = ""


def seen(connection: Connection, scope: Scope, now: datetime, *, lon: float, lat: float, kind: str, text: str) -> Seen:
    """Where the point lies; with a kind and some words also what was reported much like it."""
    found = locate(connection, lon, lat)
    if found is None or not scope.covers(found.cell_id, found.cell_id):
        return Seen()
    code = connection.scalar(select(region.c.code).where(region.c.id == found.cell_id))
    here = region_of(connection, code or "", scope)
    top = connection.scalar(select(category.c.top).where(category.c.code == kind)) or kind
    trait = Trait(category=top, leaf=kind, lon=lon, lat=lat, at=now, text=text)
    like = duplicates(connection, scope, trait, now) if kind and len(text) > 1 else []
    routes, grade = routes_of(connection), GENERAL  # of which a report is until somebody says otherwise
    routed = routes.route(top, kind, grade, found.cell_id).name or "" if kind else ""
    what = routes.offer(top, kind, grade) if kind else Offer()
    return Seen(regions=[*ancestors(connection, here, scope), here], like=like, offer=what, routed=routed)
