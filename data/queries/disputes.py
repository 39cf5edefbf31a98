"""矛盾纠纷高风险研判: open disputes judged by the declared rules, the riskiest first, each with what speaks for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from data.answer import Answer, Column, Row
from data.dispute_rules import SIGNS, DisputeRules, dispute_rules
from data.house import House
from data.queries.among import among
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.dispute_signs import signs_of
from data.queries.reported import in_cells
from data.queries.slices import names
from data.schema import event, room
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View

READ = 4_000  # open disputes that are looked at, the newest
MOST = 60
NAMES = (
    *("id", "code", "title", "leaf", "cell_id", "place", "placed", "lon", "lat", "stage", "grade", "agency"),
    *("reports", "reopened", "returned", "supervised", "rating", "reported_at", "deadline_at", "suspended_at"),
)
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="title", label="标题"),
    Column(key="label", label="类别"),
    Column(key="place", label="地点"),
    Column(key="agency", label="责任单位"),
    Column(key="stage", label="环节"),
    Column(key="level", label="风险"),
    Column(key="points", label="分值", unit="分"),
    Column(key="holds", label="符合的规则"),
    Column(key="reports", label="合计上报", unit="次"),
    Column(key="around", label="同网格纠纷", unit="件"),
    Column(key="ill_rated", label="低分评价", unit="件"),
    Column(key="reopened", label="重开", unit="次"),
    Column(key="returned", label="退回", unit="次"),
    Column(key="raised", label="提级", unit="次"),
    Column(key="supervised", label="督办", unit="次"),
    Column(key="overdue", label="已超时限", unit="小时"),
    Column(key="open_days", label="已历时", unit="天"),
    Column(key="grave", label="复杂疑难以上"),
    Column(key="tables", label="进行中的小方桌", unit="个"),
)
Case = dict[str, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a dispute that is watched or of high risk: its points, and in `holds` the signs of the rules it meets.

    `parts.judged`: how many open ones were looked at, how many of each level, by which version of the rules.
    """
    rules = dispute_rules(house)
    with asked(house, view, scope) as a:
        cases = _cases(a, rules, scope, past=view.at is not None)
        judged = [
            _judged(rules, *pair) for pair in zip(cases, signs_of(a.connection, rules, cases, a.now), strict=True)
        ]
        found = sorted((one for one in judged if one["level"]), key=_order)
        totals: Row = {"open": len(cases), "whole": len(cases) < READ, "version": rules.version}
        totals |= {name: sum(one["level"] == name for one in found) for name in ("high", "watch")}
        totals |= {"days": rules.back_days, "from": rules.high, "from_watch": rules.watch}
        rows = _told(a, masked_places(found[:MOST], scope.clearance))
        ways: list[Row] = [{"sign": one.sign, "least": one.least, "points": one.points} for one in rules.rules]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"judged": [totals], "rules": ways})


def _cases(a: Asked, rules: DisputeRules, scope: Scope, *, past: bool) -> list[Case]:
    until = a.span.until
    tops = sorted({code.partition(".")[0] for code in rules.categories})
    open_ = or_(event.c.ended_at.is_(None), event.c.ended_at > until) if past else event.c.ended_at.is_(None)
    mine = (open_, event.c.reported_at <= until, event.c.category.in_(tops), in_cells([a.here]), *in_scope(scope))
    query = select(*(event.c[name] for name in NAMES)).where(*mine).order_by(event.c.reported_at.desc()).limit(READ)
    return [dict(row) for row in a.connection.execute(query).mappings() if rules.about(row["leaf"])]


def _judged(rules: DisputeRules, one: Case, signs: dict[str, float]) -> Case:
    holds = rules.holding(signs)
    points = sum(rule.points for rule in holds)
    told = {
        "points": points,
        "level": rules.level(points),
        "holds": ",".join(dict.fromkeys(rule.sign for rule in holds)),
    }
    return one | {name: _plain(signs[name]) for name in SIGNS} | told


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _order(one: Case) -> tuple[int, int]:
    return -one["points"], int(one["reported_at"].timestamp())


def _told(a: Asked, found: Sequence[Case]) -> list[Row]:
    held = names(a.connection, "agency", sorted({one["agency"] for one in found if one["agency"]}))
    leaves = names(a.connection, "leaf", sorted({one["leaf"] for one in found}))
    tables = _tables(a, [one["id"] for one in found])
    keys = [column.key for column in COLUMNS if column.key not in ("label", "agency", "tables")]
    return [
        {name: one[name] for name in keys}
        | {"label": leaves[one["leaf"]], "agency": held.get(one["agency"], ""), "tables": tables.get(one["id"], 0)}
        for one in found
    ]


def _tables(a: Asked, ids: list[int]) -> dict[int, int]:
    """How many tables are sitting on each; who may look into them is another matter."""
    sitting = (among(a.connection, room.c.event_id, ids), room.c.form == "table", room.c.state == "open")
    query = select(room.c.event_id, func.count()).where(*sitting).group_by(room.c.event_id)
    return dict(a.connection.execute(query).all())
