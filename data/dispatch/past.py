"""Orders as they stood at a past moment: what was told later is taken away again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

STAMPS = ("sent", "delivered", "read", "accepted", "departed", "arrived", "done")


def orders_at(orders: Sequence[Mapping[str, Any]], moment: datetime) -> list[dict[str, Any]]:
    """Those that had been given by then, with the receipts there were."""
    return [_order(one, moment) for one in orders if one["at"] <= moment]


def _order(order: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    tasks = [_task(one, moment) for one in order["tasks"]]
    sums = {name: sum(one[f"{name}_at"] is not None for one in tasks) for name in ("accepted", "arrived", "done")}
    ended = _by(order["ended_at"], moment)
    final = _by(order["final_at"], moment)
    state = order["state"] if ended else "final" if final else "drafted" if order["state"] == "drafted" else "held"
    return {**order, **sums, "tasks": tasks, "state": state, "final_at": final, "ended_at": ended}


def _task(task: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    stamps = {f"{name}_at": _by(task[f"{name}_at"], moment) for name in STAMPS}
    ended = _by(task["ended_at"], moment)
    last = next((name for name in reversed(STAMPS) if stamps[f"{name}_at"]), "held")
    state = task["state"] if ended else last
    return {**task, **stamps, "ended_at": ended, "state": state, "next": []}


def _by(told: datetime | None, moment: datetime) -> datetime | None:
    return told if told is not None and told <= moment else None
