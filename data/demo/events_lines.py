"""By which line demo events came in: hotlines by what the call is about, express lines for what they are meant for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from data.commands.revisions import bump
from data.schema import agency, intake_line, region
from data.words import SOURCES
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("lines.yaml")
HOTLINE = "hotline"
MARK = "(模拟)"


@dataclass(frozen=True)
class Express:
    """What an express line promises; `agency` None: by the responsibility list."""

    agency: str | None
    hours: float


def seed_lines(connection: Connection) -> None:
    """Lay the simulated register anew, unless the city brought its own."""
    if connection.scalar(select(intake_line.c.code).where(intake_line.c.provenance != "simulated").limit(1)):
        return
    connection.execute(delete(intake_line))
    city = connection.execute(select(region.c.code, region.c.lat).where(region.c.level == 1)).first()
    if city is None:
        return
    told, agencies = _told(), set(connection.scalars(select(agency.c.code)))
    rows = [_hotline(*one[:5]) for one in told["hotlines"]]
    rows += [_express(one, city.code, agencies) for one in told["express"] if city.lat >= one.get("from_lat", -90)]
    connection.execute(insert(intake_line), rows)
    bump(connection, "rules")


def express_lines(connection: Connection) -> dict[str, Express]:
    """By code."""
    rows = connection.execute(select(intake_line).where(intake_line.c.kind == "express"))
    return {row.code: Express(row.agency, row.hours or 0) for row in rows}


def lines(
    rng: np.random.Generator, connection: Connection, source: NDArray[np.int64], leaf: Sequence[str]
) -> list[str | None]:
    """The line of each event, as far as it tells one."""
    known = set(connection.scalars(select(intake_line.c.code)))
    dice, words = rng.random((len(source), 2)).tolist(), tuple(SOURCES)
    picks = zip(source.tolist(), leaf, dice, strict=True)
    return [one if (one := _line(words[s], name, *die)) in known else None for s, name, die in picks]


def _line(source: str, leaf: str, first: float, second: float) -> str | None:
    for code, sources, share in _meant(leaf):
        if source in sources and first < share:
            return code
    if source != HOTLINE or second >= _told()["named"]:
        return None
    codes, ends = _about(leaf)
    return codes[int(np.searchsorted(ends, second / _told()["named"], side="right"))] if codes else None


@cache
def _told() -> Any:
    return read_yaml(FILE)


@cache
def _meant(leaf: str) -> list[tuple[str, list[str], float]]:
    """The express lines for such a case."""
    fits = [one for one in _told()["express"] if _under(leaf, one["categories"])]
    return [(one["code"], one["sources"], one["share"]) for one in fits]


@cache
def _about(leaf: str) -> tuple[list[str], NDArray[np.float64]]:
    """The hotlines for such a case, and where the share of each ends."""
    fits = [(one[0], one[6]) for one in _told()["hotlines"] if _under(leaf, one[5])]
    weights = np.array([weight for _code, weight in fits], dtype=float)
    return [code for code, _weight in fits], np.cumsum(weights / weights.sum()) if fits else weights


def _under(leaf: str, categories: Sequence[str]) -> bool:
    return any(leaf == one or leaf.startswith(f"{one}.") for one in categories)


def _hotline(code: str, name: str, mode: str, owner: str, since: date) -> dict[str, Any]:
    return _row(code, "hotline", name, owner, since) | {"mode": mode, "agency": None, "hours": None}


def _express(one: dict[str, Any], city: str, agencies: set[str]) -> dict[str, Any]:
    code = f"{city}.{one['agency']}"
    row = _row(one["code"], "express", one["name"], one["owner"], one["since"])
    return row | {"mode": None, "agency": code if code in agencies else None, "hours": one["hours"]}


def _row(code: str, kind: str, name: str, owner: str, since: date) -> dict[str, Any]:
    return {
        "code": code,
        "kind": kind,
        "name": name,
        "owner": f"{owner}{MARK}",
        "since": since,
        "provenance": "simulated",
    }
