"""The register of gates and pumps, as an operator hands it in: all rows of a file or none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.commands.stations import number_in, placed
from data.control_words import CONTROL_EYES, CONTROL_KINDS, CONTROL_STATES, STATES_OF
from data.errors import BadInput
from data.schema import control, control_eye, station

KINDS = {word: code for code, word in CONTROL_KINDS.items()} | {code: code for code in CONTROL_KINDS}
STATES = {word: code for code, word in CONTROL_STATES.items()} | {code: code for code in CONTROL_STATES}
LENGTHS = {"code": 48, "name": 96, "system": 96, "unit": 16}
USUAL_UNIT = "m³/s"


def register_controls(connection: Connection, rows: Rows, now: datetime, provenance: str = "measured") -> Added:
    """Add or change the controls of `rows`; BadInput, and nothing done, when a row makes no sense.

    A state that a row does not tell stays as it is. Controls that no row names stay.
    """
    bump(connection, "controls")
    stations = dict(connection.execute(select(station.c.code, station.c.id)).all())
    found: dict[str, tuple[dict[str, Any], dict[str, int]]] = {}
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            one = _control(connection, row)
            if one["code"] in found:
                raise BadInput(f"control {one['code']} stands above already")
            found[one["code"]] = one, _eyes(row, stations)
        except BadInput as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    known = dict(connection.execute(select(control.c.code, control.c.id)).all())
    for code, (one, eyes) in found.items():
        _write(connection, known.get(code), one | {"provenance": provenance}, eyes, now)
    new = len(set(found) - set(known))
    return Added(rows=len(rows), new=new, changed=len(found) - new)


def _control(connection: Connection, row: Row) -> dict[str, Any]:
    for name, most in LENGTHS.items():
        if len(text(row, name)) > most:
            raise BadInput(f"{name}: at most {most} characters")
    if missing := [name for name in ("code", "name", "system") if not text(row, name)]:
        raise BadInput(f"a control needs {', '.join(missing)}")
    if (kind := KINDS.get(text(row, "kind"))) is None:
        raise BadInput(f"kind: {text(row, 'kind')!r} is not one of {', '.join(CONTROL_KINDS)}")
    state = STATES.get(text(row, "state"), text(row, "state"))
    if state and state not in STATES_OF[kind]:
        raise BadInput(f"state: {state!r} is not one of {', '.join(STATES_OF[kind])}")
    capacity = number_in(row, "capacity")
    if capacity is not None and capacity < 0:
        raise BadInput("capacity: not below 0")
    named = {name: text(row, name) for name in ("code", "name", "system")}
    about = {"kind": kind, "capacity": capacity, "unit": text(row, "unit") or USUAL_UNIT}
    return named | about | placed(connection, row) | ({"state": state} if state else {})


def _eyes(row: Row, stations: Mapping[str, int]) -> dict[str, int]:
    named = {eye: code for eye in CONTROL_EYES if (code := text(row, eye))}
    if missing := [code for code in named.values() if code not in stations]:
        raise BadInput(f"no station {', '.join(missing)}")
    return {eye: stations[code] for eye, code in named.items()}


def _write(
    connection: Connection, number: int | None, one: Mapping[str, Any], eyes: Mapping[str, int], now: datetime
) -> None:
    if number is None:
        new = insert(control).values({"state": "unknown"} | dict(one) | {"as_of": now}).returning(control.c.id)
        number = int(connection.scalar(new) or 0)
    else:
        told = {"as_of": now, "seq": control.c.seq + 1} if "state" in one else {}
        connection.execute(update(control).where(control.c.id == number).values(dict(one) | told))
    connection.execute(delete(control_eye).where(control_eye.c.control_id == number))
    rows = [{"control_id": number, "eye": eye, "station_id": one} for eye, one in eyes.items()]
    if rows:
        connection.execute(insert(control_eye), rows)
