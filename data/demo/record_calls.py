"""Smart visits of a demo: made-up changes of its enterprises and houses, some of them looked at already."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.facts import swap_fact
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.ledgers.fields import dictionary
from data.record_call_words import CALL_TAGS, DAYS
from data.schema import record, record_call
from data.times import day_number, local
from data.words import ROLES

KEY = "demo_record_calls"  # fact: they were laid
EACH = {"enterprise": 36, "house": 18}
KINDS = {  # why, field, before and after
    "enterprise": (
        ("moved", "enterprise.address", "经营地址-00001", "经营地址-00002"),
        ("idle", "enterprise.state", "open", "idle"),
        ("opened", "enterprise.state", "idle", "open"),
        ("closed", "enterprise.state", "open", "closed"),
    ),
    "house": (("empty", "house.use", "rented", "empty"), ("let", "house.use", "empty", "rented")),
}
BACK = 12  # days in which they were sensed
Row = dict[str, Any]


def seed_calls(connection: Connection, now: datetime, seed: int) -> int:
    """Lay them once; how many. Every third was visited; the record is left as it is."""
    if not swap_fact(connection, KEY, None, now.isoformat()):
        return 0
    known, rows = dictionary(connection), list[Row]()
    for subject, n in EACH.items():
        if f"{subject}.use" not in known.fields and f"{subject}.state" not in known.fields:
            continue
        of = (record.c.subject == subject, record.c.provenance == "simulated")
        every = connection.execute(select(record.c.id, record.c.cell_id).where(*of).order_by(record.c.id)).all()
        step = max(1, len(every) // n)
        rows += [_row(subject, one, len(rows) + k, now, seed) for k, one in enumerate(every[::step][:n])]
    if rows:
        connection.execute(insert(record_call), rows)
        bump(connection, "visits")
    return len(rows)


def _row(subject: str, one: Any, n: int, now: datetime, seed: int) -> Row:
    roll = dice(seed, "calls", str(n))
    why, name, before, after = KINDS[subject][int(roll.integers(len(KINDS[subject])))]
    sensed = now - timedelta(days=float(roll.uniform(0.2, BACK)))
    row: Row = {"code": f"U{local(sensed):%Y%m%d}-{n + 1:04d}", "record_id": one.id, "cell_id": one.cell_id}
    row |= {"subject": subject, "why": why, "field": name, "before": before, "after": after, "sensed_at": sensed}
    row |= {"due_day": day_number(sensed) + DAYS, "state": "open", "outcome": "", "tags": "[]", "words": ""}
    row |= {"event_code": "", "done_at": None, "actor": "", "role": "", "provenance": "simulated"}
    return row | (_done(subject, roll, sensed, now) if n % 3 == 0 else {})


def _done(subject: str, roll: Any, sensed: datetime, now: datetime) -> Row:
    tags = [str(one) for one in roll.choice(list(CALL_TAGS), 2, replace=False)] if subject == "enterprise" else []
    outcome = ("true", "true", "true", "absent")[int(roll.integers(4))]
    at = min(now, sensed + timedelta(days=float(roll.uniform(0.3, DAYS))))
    told = {"state": "done", "outcome": outcome, "tags": json.dumps(tags if outcome == "true" else []), "done_at": at}
    words = "" if outcome == "true" else "两次上门未见到人，已留联系卡"
    return told | {
        "words": words,
        "actor": f"{ROLES['grid_staff']}-{int(roll.integers(1, 90)):03d}",
        "role": "grid_staff",
    }
