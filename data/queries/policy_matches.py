"""Which enterprises a policy fits, and which policies an enterprise: condition by condition, with what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from data.economy.condition import SUBJECT, Ground, held
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.queries.asked import asked
from data.queries.enterprises import page_within
from data.queries.forms import village_names
from data.queries.policies import Policy, one_policy, policies_of
from data.queries.regions import inside
from data.schema import policy_grant, record, record_more
from data.scope import Scope
from data.view import View

PAGE = 100
SORTS = ("code", "name", "missing", "amount", "state")
Row = dict[str, Any]


@dataclass(frozen=True)
class Matched:
    """`rows`: who meets all conditions, then who lacks one; each with its reasons, what it lacks and its grant."""

    policy: Policy
    rows: list[Row]
    total: int
    near: int
    place: str
    page: int


def matched(
    house: House,
    view: View,
    scope: Scope,
    code: str,
    near: bool,
    sort: str = "",
    down: bool = False,
    page: int = 1,
    size: int = PAGE,
) -> Matched:
    """UnknownThing; Forbidden where it rests on fields that this reader may not see."""
    with asked(house, view, scope) as a:
        ground = Ground(dictionary(a.connection), a.here, a.now, scope)
        one = one_policy(a.connection, ground, code)
        if one.clearance > scope.clearance:
            raise Forbidden(_("这项政策的条件须有相应权限才能匹配"))
        here = (record.c.subject == SUBJECT, inside(record.c.cell_id, a.here))
        sums = [func.sum(case((clause, 1), else_=0)) for clause in (one.missing == 0, one.near)]
        counts = list(a.connection.execute(select(*sums).select_from(_TABLE).where(*here)).one())
        statement = _statement(ground, one).where(*here, one.near if near else one.missing == 0)
        total, nearly = (int(n or 0) for n in counts)
        page = page_within(page, size, nearly if near else total)
        ordered = statement.order_by(*_order(ground, one, sort, down)).limit(size).offset((page - 1) * size)
        found = a.connection.execute(ordered).mappings().all()
        villages = village_names(a.connection, [row["cell_id"] for row in found])
        rows = [_row(one, row, scope) | {"village": villages.get(row["cell_id"], "")} for row in found]
        return Matched(one, rows, total, nearly, a.here.name, page)


_TABLE = record.join(record_more, record_more.c.record_id == record.c.id)


def _statement(ground: Ground, one: Policy) -> Select[Any]:
    g, tests = policy_grant.c, one.tests
    joined = _TABLE.outerjoin(policy_grant, and_(g.record_id == record.c.id, g.policy == one.code))
    looked = [test.field.column.label(f"v{n}") for n, test in enumerate(tests) if test.field is not None]
    flags = [test.flag.label(f"t{n}") for n, test in enumerate(tests)]
    name = ground.known.fields["enterprise.name"].column.label("name")
    grant = (g.id.label("grant"), g.state.label("state"), g.seq.label("grant_seq"), g.amount.label("granted"))
    fixed = (record.c.id, record.c.code, record.c.cell_id, name, one.missing.label("missing"))
    return select(*fixed, *grant, one.amount.label("amount"), *looked, *flags).select_from(joined)


def _order(ground: Ground, one: Policy, sort: str, down: bool) -> list[ColumnElement[Any]]:
    by: dict[str, ColumnElement[Any]] = {
        "name": ground.known.fields["enterprise.name"].column,
        "amount": one.amount,
        "state": policy_grant.c.state,
    }
    column: ColumnElement[Any] = by.get(sort, record.c.code)
    return [(column.desc() if down else column.asc()).nulls_last(), record.c.code]


def _row(one: Policy, row: Mapping[Any, Any], scope: Scope) -> Row:
    reasons = [
        {"holds": bool(row[f"t{n}"]), "wanted": test.words(), "held": held(test, row.get(f"v{n}"), scope.clearance)}
        for n, test in enumerate(one.tests)
    ]
    grant = {name: row[name] for name in ("grant", "state", "grant_seq", "granted")}
    name = row["name"] or row["code"]
    lacks = [reason["wanted"] for reason in reasons if not reason["holds"]]
    known = {
        "code": row["code"],
        "name": name,
        "missing": row["missing"],
        "amount": round(float(row["amount"] or 0), 2),
    }
    aimed = all(reason["holds"] for reason in reasons[: len(one.aim)])
    return known | grant | {"reasons": reasons, "lacks": lacks, "near": aimed and len(lacks) == 1}


def policies_for(connection: Connection, ground: Ground, record_id: int) -> list[tuple[Policy, Row]]:
    """Every live policy with how this enterprise stands to it: those that fit first, then by what it lacks."""
    found = []
    for one in policies_of(connection, ground):
        if one.clearance > ground.scope.clearance or not one.live:
            continue
        row = connection.execute(_statement(ground, one).where(record.c.id == record_id)).mappings().one()
        found.append((one, _row(one, row, ground.scope)))
    return sorted(found, key=lambda pair: pair[1]["missing"])


def match_of(connection: Connection, ground: Ground, one: Policy, record_id: int) -> Row:
    """How an enterprise stands to a policy now."""
    row = connection.execute(_statement(ground, one).where(record.c.id == record_id)).mappings().one()
    return _row(one, row, ground.scope)
