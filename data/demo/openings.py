"""What departments of a demo have said of opening their data to the public; made up."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from data.catalogue.own import own_resources
from data.commands.facts import swap_fact
from data.commands.revisions import bump
from data.queries.openings import item_key
from data.schema import resource_opening

KEY = "demo_openings"  # fact: they were laid
EACH_DAYS = 3  # between two decisions
ONES = (  # resource, state, field, words
    ("things:scenic", "open", "culture", ""),
    ("things:heritage", "open", "culture", ""),
    ("things:school", "open", "service", ""),
    ("things:resource", "terms", "safety", "限应急救援用途，依申请开放"),
    ("things:food", "open", "service", ""),
    ("things:key_site", "closed", "safety", "涉及防汛要害部位，不予开放"),
    ("things:hazchem", "closed", "safety", "涉及公共安全，不予开放"),
    ("readings:air", "open", "ecology", ""),
    ("readings:river", "open", "ecology", ""),
    ("readings:rain", "open", "ecology", ""),
    ("readings:reservoir", "due", "ecology", "水利部门正在脱敏，下季度开放"),
    ("ledger:enterprises", "terms", "economy", "只开放登记信息，依申请开放"),
    ("ledger:projects", "due", "economy", "待核对资金字段后开放"),
    ("business:indicators", "open", "economy", ""),
)
Row = dict[str, Any]


def install_openings(connection: Connection, now: datetime) -> int:
    """Lay them once; how many."""
    if not swap_fact(connection, KEY, None, now.isoformat()):
        return 0
    known = {one.code: one for one in own_resources(connection)}
    rows = [_row(n, known[one[0]], one, now) for n, one in enumerate(ONES, 1) if one[0] in known]
    if rows:
        connection.execute(insert(resource_opening), rows)
        bump(connection, "catalogue")
    return len(rows)


def _row(n: int, resource: Any, one: tuple[str, str, str, str], now: datetime) -> Row:
    code, state, field, words = one
    plain = [item_key(item) for item in resource.fields if item.shield == "plain"]
    items = plain if state in ("open", "terms") else []
    row: Row = {"code": code, "seq": 1, "state": state, "field": field, "words": words}
    row |= {"items": json.dumps(items, ensure_ascii=False), "at": now - timedelta(days=EACH_DAYS * n)}
    return row | {"actor": "值班员-001", "role": "duty_officer", "provenance": "simulated"}
