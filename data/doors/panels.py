"""The door out: what a panel shows, as JSON and CSV, by the same View and the same query."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response

from data.answer import Answer
from data.ask import Query, ask
from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.errors import UnknownThing
from data.house import House, house
from data.language import gettext as _
from data.language import speaking
from data.view import View
from data.words import PROVENANCE


class Source(Protocol):
    """What the door needs of a panel."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def topics(self) -> tuple[str, ...]: ...

    @property
    def ask(self) -> Query: ...

    @property
    def rolling(self) -> bool: ...

    @property
    def follows(self) -> tuple[str, ...]: ...


def panel_door(sources: Mapping[str, Source]) -> Blueprint:
    """Blueprint of `/api/v1/panels` for these panels."""
    door = Blueprint("panels", __name__, url_prefix="/api/v1/panels")
    answer_errors(door)

    @door.get("")
    def listing() -> Response:
        return json_response([{"key": one.key, "title": one.title, "topics": one.topics} for one in sources.values()])

    @door.get("/<key>.json")
    def as_json(key: str) -> Response:
        source, answer, now = _asked(sources, key)
        return json_response(document(source, answer, now, view_asked()))

    @door.get("/<key>.csv")
    def as_csv(key: str) -> Response:
        _source, answer, _now = _asked(sources, key)
        with speaking(view_asked().lang):
            text = csv_text(*csv_columns(answer), csv_rows(answer))
        name = f"{key}-{answer.region}.csv"
        return Response(text, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})

    return door


def view_asked() -> View:
    """The View of this request's query string; every name must be known and given once."""
    return View.parse(only(*View.__dataclass_fields__))


def _asked(sources: Mapping[str, Source], key: str) -> tuple[Source, Answer, datetime]:
    source, home = sources.get(key), house()
    if source is None:
        raise UnknownThing(f"no panel {key}; there are {', '.join(sources)}")
    view = view_asked()
    how: dict[str, Any] = {"topics": source.topics, "rolling": source.rolling, "follows": source.follows}
    answer = ask(source.ask, home, view, reading(home), **how)
    return source, answer, _moment(home, view)


def _moment(home: House, view: View) -> datetime:
    return view.at or home.clock.now()


def document(source: Source, answer: Answer, now: datetime, view: View) -> dict[str, Any]:
    """The JSON of an answer; times are ISO 8601 in UTC."""
    return {
        "key": source.key,
        "title": source.title,
        "region": answer.region,
        "level": answer.level,
        "window": view.window,
        "unit": answer.unit,
        "as_of": answer.as_of and answer.as_of.astimezone(UTC),
        "now": now.astimezone(UTC),
        "provenance": answer.provenance,
        "freshness": answer.freshness(now),
        "source": answer.source,
        "upper": answer.upper,
        "columns": [{"key": one.key, "label": one.label, "unit": one.unit} for one in answer.columns],
        "rows": answer.rows,
        "parts": answer.parts,
    }


def csv_columns(answer: Answer) -> tuple[list[str], list[str]]:
    """Headers with units, and keys: the panel's own columns, then region, unit, as-of and provenance on every row."""
    own = [one for one in answer.columns if one.key not in ("unit", "as_of", "provenance")]
    carried = {one.key: one for one in answer.columns}
    headers = [f"{_(one.label)}({_(one.unit)})" if one.unit else _(one.label) for one in own]
    more = {"region": _("所属区划"), "unit": _("单位"), "as_of": _("截至"), "provenance": _("来源")}
    names = [_(carried[key].label) if key in carried else label for key, label in more.items()]
    return [*headers, *names], [*(one.key for one in own), *more]


def csv_rows(answer: Answer) -> list[dict[str, Any]]:
    as_of = answer.as_of.isoformat() if answer.as_of else ""
    whole = {"region": answer.region, "unit": answer.unit, "as_of": as_of, "provenance": answer.provenance}
    rows = [{**whole, **row} for row in answer.rows]
    return [{**row, "provenance": _(PROVENANCE.get(str(row["provenance"]), ""))} for row in rows]
