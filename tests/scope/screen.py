"""A browser in which an account is signed in: it fetches addresses, pages and callbacks as a real one does."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from data.accounts.sessions import begin
from data.engine import writing
from data.house import EXTENSION, House
from data.schema import (
    account,
    account_region,
    control_order,
    dispatch,
    dispatch_step,
    event_history,
    feature_history,
    outbox,
    quarantine,
    region,
    task,
    warning_history,
    warning_rule,
)

ORIGIN = {"Origin": "http://localhost"}
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")  # letters as JSON may write them
PAGES = "_pages_content.children..._pages_store.data"


@dataclass(frozen=True)
class Said:
    """What came back."""

    status: int
    text: str


class Screen:
    """`role` at `region`, or at several with `+` between; an account of its own, and its session."""

    def __init__(self, app: Flask, role: str, region_code: str, departments: Sequence[str] = ("*",)) -> None:
        self.app, self.role, self.region = app, role, region_code
        self.client = app.test_client()
        self.login = f"{role}.{region_code or 'city'}.{len(departments)}{departments[0] if departments else ''}".lower()
        with writing(self.house.engine) as connection:
            number = _account(connection, self.login, role, region_code, departments)
            token = begin(connection, number, "127.0.0.1", datetime.now(UTC), 1.0)
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True

    @property
    def house(self) -> House:
        home: House = self.app.extensions[EXTENSION]
        return home

    def get(self, path: str) -> Said:
        return _said(self.client.get(path, buffered=True))

    def post(self, path: str, body: Any) -> Said:
        return _said(self.client.post(path, json=body, headers=ORIGIN, buffered=True))

    def page(self, path: str, search: str = "") -> Said:
        """The tree of a page, as Dash Pages fills it in."""
        outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
        inputs = [_prop("_pages_location", name, value) for name, value in (("pathname", path), ("search", search))]
        return self._send(f"..{PAGES}..", outputs, inputs, [])

    def ask(self, output: str, *values: Any) -> Said:
        """A callback by its output, with what its inputs and states hold, in their order."""
        known = callbacks(self.app)[output]
        props = [*known["inputs"], *known["state"]]
        filled = [_prop(one["id"], one["property"], value) for one, value in zip(props, values, strict=True)]
        parts = output.strip(".").split("...")
        outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
        cut = len(known["inputs"])
        return self._send(output, outputs if output.startswith("..") else outputs[0], filled[:cut], filled[cut:])

    def panels(self, slot: str, asked: dict[str, str]) -> Said:
        """Drawings of panels: {key: query of the view}."""
        at, drawn = {"slot": slot, "type": "asked"}, {"slot": slot, "type": "drawings"}
        output = '{"slot":["MATCH"],"type":"drawings"}.data'
        return self._send(
            output, {"id": drawn, "property": "data"}, [{"id": at, "property": "data", "value": asked}], []
        )

    def _send(self, output: str, outputs: Any, inputs: list[Any], state: list[Any]) -> Said:
        first = inputs[0]["id"]
        name = first if isinstance(first, str) else json.dumps(first, separators=(",", ":"), sort_keys=True)
        body = {"output": output, "outputs": outputs, "inputs": inputs, "state": state}
        return self.post("/_dash-update-component", body | {"changedPropIds": [f"{name}.{inputs[0]['property']}"]})


@cache
def callbacks(app: Flask) -> dict[str, Any]:
    """{output: what it asks for} of every callback that this server answers, as it tells its pages."""
    told = app.test_client().get("/_dash-dependencies").get_json()
    return {one["output"]: one for one in told if not one["clientside_function"]}


def _prop(name: Any, prop: str, value: Any) -> dict[str, Any]:
    return {"id": name, "property": prop, "value": value}


def _said(answer: Any) -> Said:
    text = answer.get_data().decode("utf-8", "replace")
    return Said(answer.status_code, ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def _account(connection: Any, login: str, role: str, code: str, departments: Sequence[str]) -> int:
    code, *further = code.split("+")
    place = (region.c.code == code) if code else (region.c.level == 1)
    row = {
        "login": login,
        "name": f"{role}·{code}",
        "role": role,
        "region_id": connection.scalar(select(region.c.id).where(region.c.tree == "spine", place)),
        "departments": json.dumps(list(departments)),
        "clearance": 2,
        "demo": False,
        "must_change": False,
        "created_at": datetime.now(UTC),
    }
    number: int = connection.scalar(insert(account).values(row).returning(account.c.id))
    for one in further:
        place = select(region.c.id).where(region.c.tree == "spine", region.c.code == one).scalar_subquery()
        connection.execute(insert(account_region).values(account_id=number, region_id=place))
    return number


@contextmanager
def quiet(house: House) -> Iterator[None]:
    """Nothing is written meanwhile."""
    before = _written(house)
    yield
    assert _written(house) == before


def _written(house: House) -> list[Any]:
    tables = (event_history, warning_history, feature_history, control_order, quarantine, warning_rule)
    tables += (dispatch, dispatch_step, task, outbox)
    with house.engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in tables]
