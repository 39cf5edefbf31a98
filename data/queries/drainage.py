"""Eye, brain and hand of the water systems: what stations see, what the rules suggest, what was ordered."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.control.rule import own_rules
from data.control.suggest import Suggestion
from data.control_words import REACHED, WAITING
from data.house import House
from data.language import speaking
from data.queries.asked import asked
from data.queries.controls import Controlled, controls_of, last_orders, orders_of
from data.scope import Scope
from data.view import View

RHYTHM = timedelta(minutes=5)
LOGGED = 12  # newest orders that are shown
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="system", label="水系"),
    Column(key="name", label="闸泵"),
    Column(key="kind", label="种类代码"),
    Column(key="capacity", label="设计能力"),
    Column(key="unit", label="单位"),
    Column(key="state", label="状态代码"),
    Column(key="state_at", label="状态时间"),
    Column(key="do", label="建议指令代码"),
    Column(key="rule", label="规则代码"),
    Column(key="why", label="依据"),
    Column(key="also", label="同时"),
    Column(key="need", label="待下令"),
    Column(key="ordered", label="最近指令代码"),
    Column(key="ordered_at", label="下令时间"),
    Column(key="order_state", label="指令状态代码"),
    Column(key="blind", label="看不到的测站代码"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a control; those for which something is suggested that is neither so nor ordered (`need`) come first.

    `parts.eyes`: a row a station that a control is moved by; `parts.clauses`: the numbers behind what is suggested;
    `parts.orders`: the newest orders; `parts.hand`: whether somebody may order here (`may`), each control's `seq`, and
    the `order` that waits for an answer.
    """
    with asked(house, view, scope) as a:
        found = controls_of(a.connection, a.here, scope, a.now, past=view.at is not None, rules=own_rules(house))
        ids = [int(one.row["id"]) for one in found]
        last = last_orders(a.connection, ids)
        rows = [_row(one, last.get(int(one.row["id"]))) for one in found]
        needed = {row["system"] for row in rows if row["need"]}
        order = sorted(
            range(len(rows)),
            key=lambda n: (rows[n]["system"] not in needed, str(rows[n]["system"]), not rows[n]["need"]),
        )
        spoken = [eye.at for one in found for eye in one.eyes.values() if eye.at]
        may = may_act(house) and view.at is None
        return a.answer(
            columns=COLUMNS,
            rows=[rows[n] for n in order],
            unit="处",
            as_of=max(spoken, default=None),
            provenance="simulated" if any(row["provenance"] == "simulated" for row in rows) else a.lived,
            rhythm=RHYTHM,
            source="闸泵台账、测站",
            parts={
                "eyes": [row for one in found for row in _eyes(one)],
                "orders": [_order(row) for row in orders_of(a.connection, ids, LOGGED)],
                "clauses": [row for one in found for row in _clauses(one)],
                "hand": [_hand(one, last.get(int(one.row["id"])), may) for one in found],
            },
        )


def _row(one: Controlled, last: Any) -> Row:
    told, row = one.judgement.suggestion, one.row
    waits = last is not None and last["state"] in WAITING
    asked_for = REACHED[told.rule.do] if told else ""
    done = row["state"] == asked_for or (waits and REACHED[last["what"]] == asked_for)
    return {
        **{name: row[name] for name in ("code", "system", "name", "kind", "capacity", "unit", "state", "provenance")},
        "state_at": row["as_of"].isoformat(),
        "do": told.rule.do if told else None,
        "rule": told.rule.code if told else None,
        "why": _why(told),
        "also": told.rule.also if told and told.rule.also else None,
        "need": bool(told) and not done and row["state"] != "fault",
        "ordered": last["what"] if last else None,
        "ordered_at": last["at"].isoformat() if last else None,
        "order_state": last["state"] if last else None,
        "blind": ",".join(one.judgement.blind),
    }


def _why(told: Suggestion | None) -> str | None:
    """In Chinese, as warnings have it; screens of another language say it from the clauses."""
    with speaking("zh"):
        return told.words if told else None


def _clauses(one: Controlled) -> list[Row]:
    told = one.judgement.suggestion
    return [{"code": one.row["code"], **asdict(clause)} for clause in told.clauses] if told else []


def _hand(one: Controlled, last: Any, may: bool) -> Row:
    waits = last is not None and last["state"] in WAITING
    return {"code": one.row["code"], "seq": one.row["seq"], "may": may, "order": last["ticket"] if waits else None}


def _eyes(one: Controlled) -> list[Row]:
    """`value` is the newest; of what adds up the sum of the longest time that a rule asks for (`hours`)."""
    rows: list[Row] = []
    for name, eye in one.eyes.items():
        hours = max(eye.sums, default=None)
        rows.append(
            {
                "code": one.row["code"],
                "eye": name,
                "station": eye.station,
                "name": eye.name,
                "quantity": eye.quantity,
                "value": eye.sums[hours] if hours else eye.value,
                "unit": eye.unit,
                "hours": hours,
                "at": eye.at.isoformat() if eye.at else None,
                "silent": eye.silent or eye.value is None,
                "caution": eye.limits.get("caution", eye.limits.get("flood")),
            }
        )
    return rows


def _order(row: Any) -> Row:
    """Panels name nobody: the role is told, the person stands in the log of the API for senders."""
    told = {name: row[name] for name in ("code", "name", "kind", "what", "why", "rule", "role", "state")}
    return told | {"at": row["at"].isoformat()}
