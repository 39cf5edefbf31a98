"""Policies and the enterprises they fit: how many, who lacks but one condition, amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select

from data.answer import Answer, Column
from data.economy.condition import SUBJECT, Ground, Test, all_of, looked_in
from data.economy.words import AMOUNT_UNIT
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import Field, dictionary, english
from data.ledgers.writing import name_of
from data.queries.asked import asked
from data.queries.investment import WEEK
from data.queries.regions import inside
from data.schema import policy, policy_grant, record
from data.scope import Scope
from data.times import local
from data.view import View

COLUMNS = (
    Column(key="code", label="政策代码"),
    Column(key="name", label="政策"),
    Column(key="department", label="责任部门"),
    Column(key="live", label="有效"),
    Column(key="matched", label="符合企业", unit="家"),
    Column(key="near", label="差一项", unit="家"),
    Column(key="due", label="应享金额", unit="万元"),
    Column(key="granted", label="已推送", unit="家"),
    Column(key="paid", label="已兑现", unit="家"),
    Column(key="paid_amount", label="已兑现金额", unit="万元"),
    Column(key="chain", label="产业链代码"),
    Column(key="provenance", label="来源"),
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Policy:
    """A policy with its conditions read; `amount` in 万元, of whom all conditions hold."""

    row: Row
    aim: tuple[Test, ...]  # whom it is made for
    wants: tuple[Test, ...]  # what these must meet
    each: Field | None
    live: bool

    @property
    def tests(self) -> tuple[Test, ...]:
        return (*self.aim, *self.wants)

    @property
    def near(self) -> ColumnElement[bool]:
        """It is made for them, and one condition alone does not hold."""
        return and_(all_of(self.aim), self.missing == 1)

    @property
    def code(self) -> str:
        return str(self.row["code"])

    @property
    def named(self) -> str:
        return str(self.row["word"]) if spoken() == "zh" else english(self.code)

    @property
    def clearance(self) -> int:
        """What a reader needs who may know whom it fits, and with how much."""
        return max([0, *(one.clearance for one in self.tests), self.each.clearance if self.each else 0])

    @property
    def missing(self) -> ColumnElement[int]:
        """How many conditions do not hold."""
        none: ColumnElement[int] = literal(len(self.tests))
        for one in self.tests:
            none = none - one.flag
        return none

    @property
    def amount(self) -> ColumnElement[Any]:
        rule = self.row["amount"]
        if self.each is None:
            return literal(float(rule["fixed"]))
        worth = func.coalesce(self.each.column, 0.0) * float(rule["rate"])
        return case((worth > float(rule["most"]), float(rule["most"])), else_=worth) if "most" in rule else worth

    def amount_words(self) -> str:
        rule = self.row["amount"]
        unit = _(AMOUNT_UNIT)
        if self.each is None:
            return _("定额 {n} {unit}").format(n=f"{rule['fixed']:,}", unit=unit)
        each = f"{_(self.each.unit)}" if self.each.unit else ""
        told = _("{field}每 1 {each} 补 {rate} {unit}").format(
            field=name_of(self.each), each=each, rate=f"{rule['rate']:g}", unit=unit
        )
        return told + (_("，最高 {n} {unit}").format(n=f"{rule['most']:g}", unit=unit) if "most" in rule else "")


def policy_of(ground: Ground, row: Mapping[Any, Any]) -> Policy:
    each = ground.field(str(row["amount"]["each"])) if "each" in row["amount"] else None
    today = f"{local(ground.now):%Y-%m-%d}"
    live = row["since"] <= today and (not row["until"] or today <= row["until"])
    aim, wants = (ground.tests(row["conditions"][name]) for name in ("for", "when"))
    return Policy(dict(row), aim, wants, each, live)


def policies_of(connection: Connection, ground: Ground) -> list[Policy]:
    rows = connection.execute(select(policy).order_by(policy.c.position)).mappings()
    return [policy_of(ground, row) for row in rows]


def one_policy(connection: Connection, ground: Ground, code: str) -> Policy:
    row = connection.execute(select(policy).where(policy.c.code == code)).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这项政策"))
    return policy_of(ground, row)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a policy. Of what rests on fields that this reader may not see no enterprise is counted."""
    with asked(house, view, scope) as a:
        ground = Ground(dictionary(a.connection), a.here, a.now, scope)
        known = policies_of(a.connection, ground)
        counts = _counts(a.connection, ground, [one for one in known if one.clearance <= scope.clearance])
        grants = _grants(a.connection, ground)
        rows = [_row(one, counts, grants.get(one.code, {})) for one in known]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="家",
            as_of=house.clock.now(),
            provenance=rows[0]["provenance"] if rows else a.lived,
            rhythm=WEEK,
            source="市发改委",
        )


def _counts(connection: Connection, ground: Ground, known: Sequence[Policy]) -> Mapping[str, Any]:
    """{m_code, n_code, a_code}: who meets all conditions, all but one, and what that comes to."""
    sums: list[ColumnElement[Any]] = []
    for one in known:
        fits = all_of(one.tests)
        sums += [
            func.sum(case((fits, 1), else_=0)).label(f"m_{one.code}"),
            func.sum(case((one.near, 1), else_=0)).label(f"n_{one.code}"),
            func.sum(case((fits, one.amount), else_=0.0)).label(f"a_{one.code}"),
        ]
    if not sums:
        return {}
    where = (record.c.subject == SUBJECT, inside(record.c.cell_id, ground.here))
    looked = looked_in(field for one in known for field in (*(test.field for test in one.tests), one.each))
    return dict(connection.execute(select(*sums).select_from(looked).where(*where)).mappings().one())


def _grants(connection: Connection, ground: Ground) -> dict[str, Row]:
    g = policy_grant.c
    live = case((g.state.in_(("refused", "withdrawn")), 0), else_=1)
    paid = g.state == "paid"
    sums: list[ColumnElement[Any]] = [
        func.sum(live).label("granted"),
        func.sum(case((paid, 1), else_=0)).label("paid"),
        func.sum(case((paid, g.amount), else_=0.0)).label("paid_amount"),
    ]
    found = connection.execute(select(g.policy, *sums).where(inside(g.cell_id, ground.here)).group_by(g.policy))
    return {row["policy"]: dict(row) for row in found.mappings()}


def _row(one: Policy, counts: Mapping[str, Any], grants: Row) -> Row:
    seen = f"m_{one.code}" in counts
    return {
        "code": one.code,
        "name": one.row["word"],
        "department": one.row["department"],
        "live": one.live,
        "matched": int(counts[f"m_{one.code}"] or 0) if seen else None,
        "near": int(counts[f"n_{one.code}"] or 0) if seen else None,
        "due": round(float(counts[f"a_{one.code}"] or 0), 2) if seen else None,
        "granted": int(grants.get("granted") or 0),
        "paid": int(grants.get("paid") or 0),
        "paid_amount": round(float(grants.get("paid_amount") or 0), 2),
        "chain": one.row["chain"] or "",
        "provenance": one.row["provenance"],
    }
