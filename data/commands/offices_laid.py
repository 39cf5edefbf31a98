"""What a pack says of departments and agencies is laid down: once for each name, with agencies for it in a demo."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.errors import CityError
from data.queries.regions import home_of
from data.schema import agency, office_name, region
from data.scope import Scope
from data.yaml_file import read_yaml

FILE = "offices.yaml"  # in the pack of a city
LOADED = "随城市装入"
Row = dict[str, Any]


def install_offices(connection: Connection, city_dir: Path, now: datetime, *, demo: bool) -> int:
    """Lay down what the pack says, of names about which nobody has said anything; how many."""
    path = city_dir / FILE
    if not path.is_file():
        return 0
    told = _read(path)
    city = home_of(connection, Scope.guest())
    held = set(connection.scalars(select(office_name.c.name)))
    if not (new := {name: short for name, short in told["names"].items() if name not in held}):
        return 0
    known = _known(connection, city.id)
    if demo:
        _lay(connection, city, {name: short for name, short in new.items() if short in told["lay"]}, known)
    rows = [
        {"name": name, "seq": 0, "agency": code, "at": now, "actor": "", "role": "system", "reason": LOADED}
        for name, short in new.items()
        if (code := known.get(name) or known.get(f"{city.code}.{short}"))
    ]
    if rows:
        connection.execute(insert(office_name), rows)
        bump(connection, "returns")
    return len(rows)


def _known(connection: Connection, city: int) -> dict[str, str]:
    """{name or code: code} of the agencies of the whole city."""
    of = select(agency.c.name, agency.c.code).join_from(agency, region, region.c.id == agency.c.region_id)
    rows = connection.execute(of.where(region.c.id == city)).all()
    return {row.name: row.code for row in rows} | {row.code: row.code for row in rows}


def _lay(connection: Connection, city: Any, names: Mapping[str, str], known: dict[str, str]) -> None:
    fixed = {"kind": "department", "region_id": city.id, "provenance": "simulated"}
    new = {f"{city.code}.{short}": name for name, short in names.items() if name not in known}
    rows = [{"code": code, "name": name} | fixed for code, name in new.items() if code not in known]
    if rows:
        connection.execute(insert(agency), rows)
        known |= {row["code"]: row["code"] for row in rows}
        bump(connection, "rules")


def _read(path: Path) -> Row:
    told = read_yaml(path)
    names, lay = (told.get("names"), told.get("lay", [])) if isinstance(told, dict) else (None, None)
    if (
        not isinstance(names, dict)
        or not isinstance(lay, list)
        or not all(isinstance(one, str) for one in names.values())
    ):
        raise CityError(f"{path}: names: {{name: code}}, lay: [code]")
    return {"names": names, "lay": set(lay)}
