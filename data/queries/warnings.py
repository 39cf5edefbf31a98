"""Warnings as lists show them, one with its history, and the highest colour of regions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from data.commands.warning_tops import lines_of
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.codes import CODES, number_of
from data.queries.regions import Region
from data.queries.said import said
from data.queries.warned_events import events_of
from data.queries.warning_scope import OF_RULE, covered, reaching, touching
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS, WARNING_STATES
from data.schema import region, station, warning, warning_history, warning_region, warning_rule, warning_top
from data.schema.warnings import LIVE
from data.scope import Scope
from data.times import Moment
from data.warn.life import read

MOST = 1_000
HIDDEN = ("evidence", "because", "region_id", "regions")  # of a step's change: long, or numbers of ours
STATES = ("live", "all", *WARNING_STATES)
_OWN = (
    *("id", "code", "rule", "version", "field", "title", "colour", "peak", "state", "words", "raised_at"),
    *("changed_at", "expires_at", "ended_at", "seq", "origin", "provenance", "judged", "region_id"),
)
_COLUMNS = [
    *(warning.c[name] for name in _OWN),
    region.c.code.label("region_code"),
    region.c.name.label("region_name"),
    warning.c.evidence,
    warning_rule.c.name.label("rule_name"),
    station.c.code.label("station_code"),
    station.c.name.label("station_name"),
]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which warnings: `state` live, all or one of WARNING_STATES; a field; `colour`: as grave as this or graver;
    `ended_since`: over since then; `between`: raised from then to then."""

    state: str = "live"
    field: str = ""
    colour: int | None = None
    rule: str = ""
    ended_since: datetime | None = None
    between: tuple[datetime, datetime] | None = None

    def __post_init__(self) -> None:
        for name, words in (("state", STATES), ("field", ("", *WARNING_FIELDS)), ("colour", (None, *WARNING_COLOURS))):
            if getattr(self, name) not in words:
                known = ", ".join(str(word) for word in words if word)
                raise BadInput(f"{name}: {getattr(self, name)!r} is not one of {known}")


@dataclass(frozen=True)
class Page:
    """Warnings and what to ask for next; None on the last page."""

    rows: list[dict[str, Any]]
    next: str | None


def live(connection: Connection, here: Region, scope: Scope) -> list[dict[str, Any]]:
    """Live warnings at, inside and around `here`, the most urgent first: gravest, then unacknowledged, then newest."""
    _mine(here, scope)
    rows = connection.execute(_listed().where(LIVE, touching(here)).limit(MOST)).mappings()
    return sorted(map(_told, rows), key=_urgency)


def warning_list(
    connection: Connection, here: Region, scope: Scope, wanted: Wanted, *, after: str = "", limit: int = 100
) -> Page:
    """A page of warnings at, inside and around `here`, newest first."""
    _mine(here, scope)
    query = _listed().where(touching(here), *_where(wanted), *_behind(connection, after))
    query = query.order_by(warning.c.raised_at.desc(), warning.c.id.desc()).limit(limit + 1)
    rows = [_told(row) for row in connection.execute(query).mappings()]
    onward = None
    if len(rows) > limit:
        onward = f"{int(rows[limit - 1]['raised_at'].timestamp())}-{rows[limit - 1]['code']}"
    return Page(rows[:limit], onward)


def warning_sums(
    connection: Connection, here: Region, scope: Scope, between: tuple[datetime, datetime]
) -> list[tuple[str, int, str, int]]:
    """(field, colour, state, how many) of the warnings raised then at, inside and around `here`."""
    _mine(here, scope)
    w = warning.c
    found = select(w.field, w.colour, w.state, func.count()).where(touching(here), w.raised_at.between(*between))
    return [tuple(row) for row in connection.execute(found.group_by(w.field, w.colour, w.state))]


def warning_of(connection: Connection, code: str, scope: Scope) -> dict[str, Any]:
    """One warning with `regions` it covers, `numbers` that fired it, `evidence` and `history`.

    UnknownThing when there is none, or it covers nothing that this scope may see.
    """
    row = connection.execute(_listed().where(warning.c.code == code, reaching(scope))).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这条预警"))
    evidence = json.loads(row["evidence"])
    regions = [{"code": one.code, "name": one.name} for one in covered(connection, [row["id"]])]
    history = _history(connection, row["id"])
    told = {"regions": regions, "numbers": evidence.get("numbers", []), "evidence": evidence, "history": history}
    told["events"] = events_of(connection, row["id"], scope)
    return _told(row) | told


def highest(connection: Connection, regions: Iterable[Region]) -> dict[int, int]:
    """{region id: its gravest colour} of live warnings at, inside or around each; regions without any are left out."""
    wanted = [one.id for one in regions]
    tops: dict[int, int] = {}
    for row in connection.execute(_TOPS, {"places": wanted}):
        tops[row.region_id] = min(tops.get(row.region_id, row.colour), row.colour)
    lines = lines_of(connection, wanted)
    above = _at(connection, {place for one in wanted for place in lines.get(one, ())})
    for one in wanted:
        colours = [above[place] for place in lines.get(one, ()) if place in above]
        if colours := [*colours, *([tops[one]] if one in tops else [])]:
            tops[one] = min(colours)
    return tops


def id_of(connection: Connection, code: str) -> int:
    """The id of the warning with this code. UnknownThing without one."""
    found = connection.scalar(select(warning.c.id).where(warning.c.code == code))
    if found is None:
        raise UnknownThing(_("没有这条预警"))
    return int(found)


_TOPS = select(warning_top).where(warning_top.c.region_id.in_(bindparam("places", expanding=True)), warning_top.c.n > 0)


def _at(connection: Connection, places: Iterable[int]) -> dict[int, int]:
    """The gravest colour of the live warnings that cover exactly these regions, each as a whole."""
    ids, named = sorted(places), warning_region.c.region_id
    alone = select(warning.c.region_id, warning.c.colour).where(LIVE, warning.c.region_id.in_(ids), ~warning.c.several)
    part = select(named, warning.c.colour).join_from(
        warning_region, warning, warning.c.id == warning_region.c.warning_id
    )
    found: dict[int, int] = {}
    for place, colour in [*connection.execute(alone), *connection.execute(part.where(LIVE, named.in_(ids)))]:
        found[place] = min(found.get(place, colour), colour)
    return found


def _listed() -> Select[Any]:
    joined = select(*_COLUMNS).join_from(warning, region, region.c.id == warning.c.region_id)
    return joined.outerjoin(station, station.c.id == warning.c.station_id).outerjoin(warning_rule, OF_RULE)


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """With `said`: the parts that its title and words are made of."""
    about = row["station_name"] or row["region_name"]
    return {**row, "said": said(row["evidence"], about, row["rule_name"])}


def _where(wanted: Wanted) -> list[Any]:
    w = warning.c
    where: list[Any] = []
    if wanted.state == "live":
        where.append(LIVE)
    elif wanted.state != "all":
        where.append(w.state == wanted.state)
    if wanted.field:
        where.append(w.field == wanted.field)
    if wanted.colour is not None:
        where.append(w.colour <= wanted.colour)
    if wanted.rule:
        where.append(w.rule == wanted.rule)
    if wanted.between:
        where.append(w.raised_at.between(*wanted.between))
    if wanted.ended_since:
        where.append(w.ended_at >= wanted.ended_since)
    return where


def _behind(connection: Connection, after: str) -> list[Any]:
    """What comes after the place that `next` named."""
    if not after:
        return []
    at, _dash, code = after.partition("-")
    if not (at.isascii() and at.isdecimal() and len(at) <= 11 and CODES["warning"].fullmatch(code)):
        raise BadInput("after: the `next` of the page before")
    w, moment, last = warning.c, bindparam("after_at", int(at), Moment), number_of(connection, "warning", code)
    return [or_(w.raised_at < moment, and_(w.raised_at == moment, w.id < last))]


def _urgency(row: Mapping[str, Any]) -> tuple[int, bool, float]:
    return row["colour"], row["state"] != "raised", -row["raised_at"].timestamp()


def _mine(here: Region, scope: Scope) -> None:
    if not scope.covers(here.lo, here.hi):
        raise UnknownThing(_("没有这条预警"))


def _history(connection: Connection, warning_id: int) -> list[dict[str, Any]]:
    h = warning_history.c
    columns = (h.seq, h.move, h.at, h.role, h.actor, h.reason, h.change)
    rows = connection.execute(select(*columns).where(h.warning_id == warning_id).order_by(h.seq)).mappings()
    return [{**row, "change": _shown(read(row["change"]))} for row in rows]


def _shown(change: dict[str, Any]) -> dict[str, Any]:
    """A change as people read it: without the evidence, which is long, and the ids of regions."""
    return {
        name: value for name, value in change.items() if name not in ("evidence", "because", "region_id", "regions")
    }
