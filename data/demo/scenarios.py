"""Scenarios of a demo city, as many as its source tells of, with the resources they use and some evaluations."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert

from data.catalogue.measure import MEASURED, keep_states, states_of
from data.catalogue.own import own_resources
from data.catalogue_words import BEST, QUESTIONS, SCENARIO_LEVELS
from data.commands.facts import put_fact, swap_fact
from data.demo.base_dice import dice
from data.schema import scenario, scenario_resource, scenario_review
from data.times import day_number
from data.words import ROLES
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("scenarios.yaml")
KEY = "demo_scenarios"  # fact: they were laid
STATES = ("use",) * 7 + ("trial", "trial", "build", "stopped")
JUDGED = 4  # each so many-th of those in use has an evaluation
Row = dict[str, Any]


def install_scenarios(connection: Connection, now: datetime, seed: int) -> int:
    """Lay them once, and measure the resources; how many."""
    if not swap_fact(connection, KEY, None, now.isoformat()):
        return 0
    keep_states(connection, states_of(connection, now))
    put_fact(connection, MEASURED, str(day_number(now)))
    known = {one.code for one in own_resources(connection)}
    rows, ties, roll = [], [], dice(seed, "scenarios")
    for n, one in enumerate(_drafts(), 1):
        row = _scenario(n, one, now, roll)
        rows.append(row)
        ties += [{"scenario": row["code"], "resource": code} for code in one["resources"] if code in known]
    connection.execute(insert(scenario), rows)
    connection.execute(insert(scenario_resource), ties)
    used = [row for row in rows if row["state"] == "use"][::JUDGED]
    connection.execute(insert(scenario_review), [_review(row, now, roll) for row in used])
    return len(rows)


def _drafts() -> list[Row]:
    """One of each field in turn, so that all fields are there however few are taken."""
    told = read_yaml(FILE)
    pairs = [
        one | {"what": what, "verb": verb} for verb in told["verbs"] for one in told["fields"] for what in one["about"]
    ]
    return pairs[: told["total"]]


def _scenario(n: int, one: Row, now: datetime, roll: np.random.Generator) -> Row:
    state = STATES[int(roll.integers(len(STATES)))]
    level = list(SCENARIO_LEVELS)[int(roll.choice(3, p=(0.5, 0.35, 0.15)))]
    row: Row = {"code": f"CJ{n:04d}", "name": f"{one['what']}{one['verb']}", "field": one["name"]}
    row |= {"owner": one["owner"], "level": level, "state": state, "about": "", "actions": one["actions"], "seq": 1}
    begun = day_number(now) - int(roll.integers(60, 1_400)) if state != "build" else None
    return row | {"begun_day": begun, "changed_at": now, "provenance": "simulated"}


def _review(row: Row, now: datetime, roll: np.random.Generator) -> Row:
    marks = {name: int(roll.integers(2, BEST + 1)) for name in QUESTIONS}
    score = round(100 * sum(marks.values()) / (BEST * len(marks)))
    words = "目标基本达成，建议扩大使用范围" if score >= 70 else "使用偏少，建议整合或优化"
    told = {"scenario": row["code"], "seq": 1, "at": now - timedelta(days=int(roll.integers(5, 300)))}
    told |= {"actor": f"{ROLES['leader']}-001", "role": "leader", "answers": json.dumps(marks), "score": score}
    return told | {"words": words, "provenance": "simulated"}
