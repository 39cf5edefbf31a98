"""What the data call a department, and which agency that is: one mapping for all who ask whose something is."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, true

from data.schema import agency, chain, indicator, office_name, policy
from data.scope import Scope
from data.things.masks import NAMES

N = office_name.c
OFFICES = ("department", "town")  # kinds of agencies that data can be of
USES = {  # what was published once has a source, not a department
    "indicators": (indicator.c.department, indicator.c.frequency != "once"),
    "chains": (chain.c.department, true()),
    "policies": (policy.c.department, true()),
}
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class OfficeName:
    """`agency`, `owner`, `provenance`: code, name and nature, "" of nobody.

    `how`: chosen, laid, same (an agency bears it) or none.
    """

    name: str
    agency: str
    owner: str
    provenance: str
    how: str
    seq: int
    uses: dict[str, int]


def agencies_called(connection: Connection) -> dict[str, str]:
    """{name: code of the agency}: what was chosen last, else the agency that bears the name."""
    bearers = select(agency.c.name, agency.c.code).where(agency.c.kind.in_(OFFICES)).order_by(agency.c.code.desc())
    known = dict(connection.execute(bearers).all())  # of several the first by code: the city's before its counties'
    there = set(known.values())
    for row in _last(connection).values():
        known.pop(row["name"], None)
        if row["agency"] in there:
            known[row["name"]] = row["agency"]
    return known


def office_names(connection: Connection) -> list[OfficeName]:
    """Every name that data use or that somebody has mapped: those of nobody first."""
    uses: dict[str, dict[str, int]] = defaultdict(dict)
    for what, (column, kept) in USES.items():
        for name, n in connection.execute(select(column, func.count()).where(column != "", kept).group_by(column)):
            uses[name][what] = n
    last, codes = _last(connection), agencies_called(connection)
    known = {row.code: row for row in connection.execute(select(agency.c.code, agency.c.name, agency.c.provenance))}
    found = [_told(name, uses.get(name, {}), last.get(name), known.get(codes.get(name, ""))) for name in {*uses, *last}]
    return sorted(found, key=lambda one: (bool(one.agency), one.name))


def name_steps(connection: Connection, name: str, scope: Scope) -> list[Row]:
    """Who said when which agency it is, newest first; by whom only for those who may know people."""
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    of = select(office_name, agency.c.name.label("owner")).outerjoin(agency, agency.c.code == N.agency)
    rows = connection.execute(of.where(N.name == name).order_by(N.seq.desc())).mappings()
    return [dict(row) | known for row in rows]


def name_seq(connection: Connection, name: str) -> int | None:
    """The number of the last answer; None where there is none."""
    found: int | None = connection.scalar(select(func.max(N.seq)).where(N.name == name))
    return found


def _last(connection: Connection) -> dict[str, Row]:
    rows = connection.execute(select(office_name).order_by(N.name, N.seq)).mappings()
    return {row["name"]: dict(row) for row in rows}


def _told(name: str, uses: dict[str, int], last: Row | None, of: Any) -> OfficeName:
    how = "none" if of is None else "same" if last is None else "chosen" if last["seq"] else "laid"
    seq = last["seq"] if last else -1
    code, owner, provenance = of or ("", "", "")
    told = {"agency": code, "owner": owner, "provenance": provenance}
    return OfficeName(name=name, how=how, seq=seq, uses=uses, **told)
