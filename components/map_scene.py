"""The scene: what the browser needs to draw the map of one region, in a few kilobytes; shapes and points it fetches."""

from typing import Any

from components.numbers import number, percent
from data.answer import Answer
from data.control_words import CONTROL_KINDS, CONTROL_ORDERS, CONTROL_STATES
from data.language import gettext as _
from data.mission_words import DRONE_STATES
from data.risk_words import QUANTITIES, STATION_KINDS, STATION_STATES, WARNING_COLOURS
from data.storms.circles import circle_word
from data.view import View
from data.words import CATEGORIES, KINDS, LEVELS, METRICS, PROVENANCE, STATES

Scene = dict[str, Any]
NEAR = 120  # km: a storm this close is in the picture of the whole city


def scene(answer: Answer, view: View) -> Scene:
    here = answer.parts["region"][0]
    crumbs = answer.parts.get("crumbs", [])
    parent = crumbs[-2]["code"] if len(crumbs) > 1 else ""
    storm = answer.parts.get("storm", [])
    warned = {row["code"]: row["colour"] for row in answer.parts.get("warned", [])}
    return {
        "region": here["code"],
        "level": answer.level,
        "parent": parent,
        "city": crumbs[0]["code"] if crumbs else here["code"],
        "here": [here["lon"], here["lat"]],
        "areas": [
            {
                "code": row["code"],
                "name": row["name"],
                "level": row["level"],
                "text": area_text(row["value"], view.metric, answer.unit),
                "value": row["value"],
                "cls": row["cls"],
                "at": [row["lon"], row["lat"]],
                "warned": warned.get(row["code"]),
            }
            for row in answer.rows
        ],
        "storm": storm[0]["track_id"] if storm else "",
        "near": [storm[0]["lon"], storm[0]["lat"]]
        if storm and answer.level == 1 and float(storm[0]["km"] or NEAR) < NEAR
        else None,
        "storm_name": str(storm[0]["name"]) if storm else "",
        "storm_at": str(storm[0]["at"]) if storm else "",
        "at": view.at.isoformat() if view.at else "",
        "words": words(answer, view),
    }


def words(answer: Answer, view: View) -> Scene:
    """Every word the map's scripts may show."""
    return {
        "metric": _(METRICS[view.metric][0]),
        "unit": _(answer.unit) if "/" in answer.unit else "",  # of labels that are too short to say it
        "provenance": answer.provenance,
        "chip": _(PROVENANCE[answer.provenance]),
        "levels": {str(level): _(word) for level, word in LEVELS.items()},
        "kinds": {
            layer: {kind: _(word) for kind, word in kinds.items()}
            for layer, kinds in (
                KINDS | {"station": STATION_KINDS, "ponding": STATION_KINDS, "control": CONTROL_KINDS}
            ).items()
        },
        "quantities": {code: [_(one.word), one.unit] for code, one in QUANTITIES.items()},
        "station_states": {state: _(word) for state, word in STATION_STATES.items()},
        "ponding": {str(one["grade"]): _(str(one["name"])) for one in answer.parts.get("ponding", [])},
        "control_states": {state: _(word) for state, word in CONTROL_STATES.items()},
        "control_orders": {code: _("建议{order}").format(order=_(word)) for code, word in CONTROL_ORDERS.items()},
        "drone_states": {state: _(word) for state, word in DRONE_STATES.items()},
        "battery": _("电量"),
        "categories": {code: _(word) for code, word in CATEGORIES.items()},
        "stages": {code: _(word) for code, word in STATES.items()},
        "warned": {str(colour): _("{colour}预警").format(colour=_(word)) for colour, word in WARNING_COLOURS.items()},
        "circles": {str(n): circle_word(_source(answer), n) for n in (7, 10, 12)},
        "day": _("日"),
        "hour": _("时"),
    }


def _source(answer: Answer) -> str:
    """Who tells of the storm that is drawn."""
    return str(answer.parts["storm"][0]["source"]) if answer.parts.get("storm") else ""


def area_text(value: Any, metric: str, unit: str) -> str:
    """Value with its unit, short enough for a label on the map."""
    if value is None:
        return "—"
    if metric in ("on_time",):
        return percent(value)
    return number(value) if "/" in unit else f"{number(value)} {_(unit)}"
