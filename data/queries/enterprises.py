"""Enterprises of a region: found by chain, tag, signal or words, each with its tags and risk signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from data.economy.condition import SUBJECT, Ground, Test, all_of, looked_in
from data.economy.plan import EconomyPlan, Rule
from data.house import House
from data.ledgers.fields import Dictionary, dictionary, shown
from data.queries.asked import Asked, asked
from data.queries.economy_rules import ruled
from data.queries.forms import village_names
from data.queries.regions import inside
from data.schema import chain_link, chain_member, record, record_more
from data.scope import Scope
from data.view import View

FIELDS = ("name", "trade", "state", "scale", "staff", "vacancies", "power", "capital")
SORTS = ("code", "village", *FIELDS)
PAGE = 100
TEXT = 40
Row = dict[str, Any]
Rules = Mapping[str, tuple[Rule, tuple[Test, ...]]]


@dataclass(frozen=True)
class Wanted:
    """What is chosen on the page; all of it together."""

    chain: str = ""
    link: str = ""
    tag: str = ""
    signal: str = ""
    text: str = ""
    sort: str = "code"
    down: bool = False
    page: int = 1


@dataclass(frozen=True)
class Enterprises:
    """`rows` of one page; `total` of all; `tags`, `signals`: what of them there are for this reader."""

    rows: list[Row]
    total: int
    place: str
    tags: list[Rule]
    signals: list[Rule]
    page: int = 1


def enterprises(house: House, view: View, scope: Scope, wanted: Wanted, size: int = PAGE) -> Enterprises:
    with asked(house, view, scope) as a:
        plan, known = ruled(house, a.connection), dictionary(a.connection)
        if not known.of(SUBJECT):  # a city without ledgers
            return Enterprises([], 0, a.here.name, [], [])
        ground = Ground(known, a.here, a.now, scope)
        tags, signals = (read_rules(ground, rules, scope) for rules in (plan.tags, plan.signals))
        where = _where(a, known, wanted, {**tags, **signals})
        total = int(a.connection.scalar(select(func.count()).select_from(_TABLE).where(*where)) or 0)
        statement = _listed(known, tags, signals).where(*where).order_by(*_order(known, wanted))
        page = page_within(wanted.page, size, total)
        found = a.connection.execute(statement.limit(size).offset((page - 1) * size)).mappings().all()
        villages = village_names(a.connection, [row["cell_id"] for row in found])
        rows = [_row(known, row, villages, tags, signals, scope) for row in found]
        return Enterprises(rows, total, a.here.name, _known(tags), _known(signals), page)


def page_within(page: int, size: int, total: int) -> int:
    """The page that is asked for, the last one where there are not so many."""
    return max(1, min(page, -(-total // size)))


_TABLE = record.join(record_more, record_more.c.record_id == record.c.id)


def read_rules(ground: Ground, rules: Sequence[Rule], scope: Scope) -> Rules:
    """Those whose fields this reader may see: a tag would tell what they hold."""
    read = {one.code: (one, ground.tests(one.when)) for one in rules}
    return {
        code: (one, tests)
        for code, (one, tests) in read.items()
        if all(test.clearance <= scope.clearance for test in tests)
    }


def _known(rules: Rules) -> list[Rule]:
    return [rule for rule, _tests in rules.values()]


def _where(a: Asked, known: Dictionary, wanted: Wanted, rules: Rules) -> list[ColumnElement[bool]]:
    where = [record.c.subject == SUBJECT, inside(record.c.cell_id, a.here)]
    where += [all_of(rules[code][1]) for code in (wanted.tag, wanted.signal) if code in rules]
    if wanted.chain:
        on = select(chain_member.c.record_id).join(chain_link, chain_link.c.id == chain_member.c.link_id)
        on = on.where(chain_link.c.chain == wanted.chain)
        where.append(record.c.id.in_(on.where(chain_link.c.code == wanted.link) if wanted.link else on))
    if wanted.text:
        part = wanted.text[:TEXT].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        name = known.fields["enterprise.name"].column
        where.append(or_(name.like(f"%{part}%", escape="\\"), record.c.code.like(f"%{part}%", escape="\\")))
    return where


def _order(known: Dictionary, wanted: Wanted) -> list[ColumnElement[Any]]:
    own: dict[str, ColumnElement[Any]] = {"code": record.c.code, "village": record.c.cell_id}
    sort = wanted.sort if wanted.sort in SORTS else "code"
    column = own[sort] if sort in own else known.fields[f"enterprise.{sort}"].column
    return [(column.desc() if wanted.down else column.asc()).nulls_last(), record.c.code]


def _listed(known: Dictionary, tags: Rules, signals: Rules) -> Select[Any]:
    columns = [known.fields[f"enterprise.{name}"].column.label(name) for name in FIELDS]
    flags = [Test(all_of(tests), str).flag.label(f"is_{code}") for code, (_rule, tests) in {**tags, **signals}.items()]
    return select(record.c.id, record.c.code, record.c.cell_id, *columns, *flags).select_from(_TABLE)


def _row(
    known: Dictionary, row: Mapping[Any, Any], villages: Mapping[int, str], tags: Rules, signals: Rules, scope: Scope
) -> Row:
    values = {name: shown(known.fields[f"enterprise.{name}"], row[name], scope.clearance) for name in FIELDS}
    holds = {"tags": tags, "signals": signals}
    return {
        "code": row["code"],
        "village": villages.get(row["cell_id"], ""),
        **values,
        **{name: [rule for rule, _t in rules.values() if row[f"is_{rule.code}"]] for name, rules in holds.items()},
    }


def signal_counts(connection: Connection, ground: Ground, plan: EconomyPlan, scope: Scope) -> list[Row]:
    """How many enterprises of the region each risk signal holds for."""
    rules = read_rules(ground, plan.signals if ground.known.of(SUBJECT) else (), scope)
    sums = [func.sum(Test(all_of(tests), str).flag).label(code) for code, (_rule, tests) in rules.items()]
    where = (record.c.subject == SUBJECT, inside(record.c.cell_id, ground.here))
    looked = looked_in(test.field for _rule, tests in rules.values() for test in tests)
    found = connection.execute(select(func.count().label("all_of_them"), *sums).select_from(looked).where(*where))
    counts = found.mappings().one()
    of = int(counts["all_of_them"])
    return [
        {"code": rule.code, "model": rule.model, "name": rule.word, "n": int(counts[rule.code] or 0), "of": of}
        for rule, _tests in rules.values()
    ]
