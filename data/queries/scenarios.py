"""Scenarios (应用场景): what each is for, whose, which resources it uses, how often it was used, how it was judged."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from data.catalogue_words import SCENARIO_STATES
from data.errors import UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.regions import Region, region_of
from data.schema import audit, scenario, scenario_resource, scenario_review
from data.scope import EVERY_CELL, Scope
from data.things.masks import NAMES
from data.view import View

DAYS = 30  # in which use is counted, by the clock of the machine, as the audit log has it
MOST, LONGEST = 200, 40
Row = dict[str, Any]
SORTS: dict[str, Callable[[Row], Any]] = {
    "code": lambda row: row["code"],
    "name": lambda row: row["name"],
    "field": lambda row: row["field"],
    "owner": lambda row: row["owner"],
    "level": lambda row: row["level"],
    "state": lambda row: row["state"],
    "begun": lambda row: row["begun_day"] or 0,
    "resources": lambda row: row["resources"],
    "used": lambda row: -1 if row["used"] is None else row["used"],
    "score": lambda row: -1 if row["score"] is None else row["score"],
}


@dataclass(frozen=True, kw_only=True)
class ScenarioFilters:
    state: str = ""
    field: str = ""
    text: str = ""
    by: str = ""
    judged: str = ""  # yes, no

    @classmethod
    def lenient(cls, given: Mapping[str, str]) -> "ScenarioFilters":
        state, by, judged = (given.get(f"scen_{name}", "") for name in ("state", "by", "judged"))
        return cls(
            state=state if state in SCENARIO_STATES else "",
            field=clean(given.get("scen_field"), line=True)[:32],
            text=clean(given.get("scen_text"), line=True)[:LONGEST],
            by=by if by.removeprefix("-") in SORTS else "",
            judged=judged if judged in ("yes", "no") else "",
        )

    def takes(self, row: Row) -> bool:
        text = self.text.casefold()
        fits = self.state in ("", row["state"]) and self.field in ("", row["field"])
        fits = fits and (not self.judged or (row["score"] is not None) == (self.judged == "yes"))
        return fits and (not text or any(text in row[one].casefold() for one in ("name", "code", "owner", "about")))


@dataclass(frozen=True)
class Listed:
    """`states`, `fields`: how many there are in all; `judged` of them."""

    here: Region
    now: datetime
    provenance: str
    states: dict[str, int]
    fields: dict[str, int]
    judged: int
    total: int
    rows: list[Row]


def listed(house: House, view: View, scope: Scope, wanted: ScenarioFilters) -> Listed:
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        every = all_scenarios(connection, scope)
    some = [row for row in every if wanted.takes(row)]
    if wanted.by:
        some.sort(key=SORTS[wanted.by.removeprefix("-")], reverse=wanted.by.startswith("-"))
    states, fields = (dict(Counter(row[name] for row in every)) for name in ("state", "field"))
    judged = sum(row["score"] is not None for row in every)
    lived = "simulated" if house.clock.holds_demo() else "measured"
    return Listed(here, house.clock.now(), lived, states, fields, judged, len(some), some)


def all_scenarios(connection: Connection, scope: Scope) -> list[Row]:
    """`used`: None where no action of the log counts it, or the asker does not see the whole city."""
    uses = _used(connection) if EVERY_CELL in scope.cells else None
    of = select(scenario_resource.c.scenario, func.count()).group_by(scenario_resource.c.scenario)
    resources: dict[str, int] = dict(connection.execute(of).all())
    scores = _scores(connection)
    rows = connection.execute(select(scenario).order_by(scenario.c.code)).mappings()
    return [_row(dict(row), resources, uses, scores) for row in rows]


def scenario_of(connection: Connection, code: str, scope: Scope) -> tuple[Row, list[str], list[Row]]:
    """It, the codes of the resources that it uses, and its evaluations, the newest first."""
    row = next((one for one in all_scenarios(connection, scope) if one["code"] == code), None)
    if row is None:
        raise UnknownThing(_("没有这个场景"))
    r = scenario_review.c
    used = select(scenario_resource.c.resource).where(scenario_resource.c.scenario == code)
    found = connection.execute(select(scenario_review).where(r.scenario == code).order_by(r.seq.desc())).mappings()
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    reviews = [dict(one) | {"answers": json.loads(one["answers"])} | known for one in found]
    return row, sorted(connection.scalars(used)), reviews


def _used(connection: Connection) -> dict[str, int]:
    since = (datetime.now(UTC) - timedelta(days=DAYS)).isoformat()
    of = select(audit.c.action, func.count()).where(audit.c.at >= since, audit.c.outcome == "done")
    return dict(connection.execute(of.group_by(audit.c.action)).all())


def _scores(connection: Connection) -> dict[str, tuple[int, datetime]]:
    """The newest of each."""
    r = scenario_review.c
    last = select(r.scenario, func.max(r.seq).label("seq")).group_by(r.scenario).subquery()
    of = select(r.scenario, r.score, r.at).join(last, (last.c.scenario == r.scenario) & (last.c.seq == r.seq))
    return {row.scenario: (row.score, row.at) for row in connection.execute(of)}


def _row(row: Row, resources: Mapping[str, int], uses: Mapping[str, int] | None, scores: Mapping[str, Any]) -> Row:
    actions = row["actions"].split()
    used = None if uses is None or not actions else sum(uses.get(one, 0) for one in actions)
    score, at = scores.get(row["code"], (None, None))
    return row | {"resources": resources.get(row["code"], 0), "used": used, "score": score, "judged_at": at}
