"""Gates and pumps by the gauges that move them: the state of each, and what is suggested to it that it is not yet."""

from collections.abc import Sequence

from data.answer import Row
from data.control_words import REACHED
from data.queries.controls import Controlled

WORKS, DARK = ("open", "running"), ("fault", "unknown")


def pumps_of(controls: Sequence[Controlled]) -> dict[str, Controlled]:
    """{code of a station: what it moves, first of all what is to be moved now}."""
    found: dict[str, Controlled] = {}
    for one in sorted(controls, key=lambda one: suggested(one) is not None):
        found |= {eye.station: one for eye in one.eyes.values()}
    return found


def suggested(one: Controlled) -> str | None:
    told = one.judgement.suggestion
    idle = told is None or one.row["state"] == "fault" or one.row["state"] == REACHED[told.rule.do]
    return None if told is None or idle else str(told.rule.do)


def pump_told(one: Controlled | None) -> Row:
    if one is None:
        return {"pump": None, "pump_name": None, "pump_state": None, "do": None}
    row = one.row
    return {"pump": row["code"], "pump_name": row["name"], "pump_state": row["state"], "do": suggested(one)}


def pump_sums(controls: Sequence[Controlled]) -> Row:
    states = [str(one.row["state"]) for one in controls]
    return {
        "total": len(states),
        "working": sum(one in WORKS for one in states),
        "dark": sum(one in DARK for one in states),
        "due": sum(suggested(one) is not None for one in controls),
    }
