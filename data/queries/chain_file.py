"""一产一档: one chain with its links, the enterprises and projects on them, and the policies made for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.economy.condition import Ground
from data.economy.words import TIERS
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import Dictionary, dictionary, shown
from data.queries.asked import asked
from data.queries.chains import Row, chain_rows, links_of
from data.queries.economy_desk import offices
from data.queries.economy_steps import JUDGING, judging, judging_told, seq_of, steps_of
from data.queries.enterprises import page_within
from data.queries.policies import Policy, policies_of
from data.queries.regions import Region, inside
from data.schema import chain_link, chain_member, record
from data.scope import Scope
from data.view import View

PAGE, PROJECTS = 20, 20


@dataclass(frozen=True)
class Firms:
    """`rows` of one page, `total` of all."""

    rows: list[Row]
    total: int
    page: int


@dataclass(frozen=True)
class ChainFile:
    """`links` in the order of their tiers; `firms`: one page of them; `every`: all chains, for the side."""

    row: Row
    every: list[Row]
    links: list[Row]
    firms: Firms
    projects: list[Row]
    policies: list[Policy]
    here: Region
    seen: int  # the state it is in
    steps: list[Row]
    rules: Row  # of its links, as they are written down
    rules_seen: int
    rule_steps: list[Row]
    offices: list[str]
    now: datetime


def chain_file(
    house: House, view: View, scope: Scope, code: str, sort: str = "", down: bool = False, page: int = 1
) -> ChainFile:
    """The chain of this code, the first where none is named. UnknownThing."""
    with asked(house, view, scope) as a:
        every = chain_rows(a.connection)
        if not every or (code and code not in {one["code"] for one in every}):
            raise UnknownThing(_("没有这条产业链"))
        row = next((one for one in every if one["code"] == code), every[0])
        known = dictionary(a.connection)
        ground = Ground(known, a.here, a.now, scope)
        links = links_of(a.connection, judging(house, a.connection), a.here, str(row["code"]))
        return ChainFile(
            row=row,
            every=every,
            links=sorted(links, key=lambda link: (tuple(TIERS).index(link["tier"]), link["position"])),
            firms=_firms(a.connection, known, str(row["code"]), a.here, scope, sort, down, page, PAGE),
            projects=_projects(a.connection, known, str(row["code"]), a.here, scope),
            policies=[one for one in policies_of(a.connection, ground) if one.row["chain"] == row["code"]],
            here=a.here,
            seen=seq_of(a.connection, "chain", str(row["code"])),
            steps=steps_of(a.connection, "chain", str(row["code"]), scope),
            rules=judging_told(house, a.connection),
            rules_seen=seq_of(a.connection, JUDGING, JUDGING),
            rule_steps=steps_of(a.connection, JUDGING, JUDGING, scope),
            offices=offices(a.connection),
            now=a.now,
        )


def no_chains(house: House) -> bool:
    """A city that has declared none yet."""
    with house.engine.connect() as connection:
        return not chain_rows(connection)


def _on(known: Dictionary, code: str, subject: str, here: Region, names: tuple[str, ...]) -> Any:
    """Records of a subject on this chain, with these fields and their link."""
    columns = [known.fields[f"{subject}.{name}"].column.label(name) for name in names]
    joined = record.join(chain_member, chain_member.c.record_id == record.c.id)
    joined = joined.join(chain_link, chain_link.c.id == chain_member.c.link_id)
    link = (chain_link.c.word.label("link_word"), chain_link.c.code.label("link"))
    where = (chain_link.c.chain == code, record.c.subject == subject, inside(record.c.cell_id, here))
    return select(record.c.code, *columns, *link).select_from(joined).where(*where)


def chain_firms(
    house: House, view: View, scope: Scope, code: str, sort: str = "", down: bool = False, size: int = PAGE
) -> Firms:
    """The enterprises of a chain by themselves, in their order. UnknownThing."""
    with asked(house, view, scope) as a:
        codes = [str(one["code"]) for one in chain_rows(a.connection)]
        if not codes or (code and code not in codes):
            raise UnknownThing(_("没有这条产业链"))
        return _firms(a.connection, dictionary(a.connection), code or codes[0], a.here, scope, sort, down, 1, size)


def _firms(
    connection: Connection,
    known: Dictionary,
    code: str,
    here: Region,
    scope: Scope,
    sort: str,
    down: bool,
    page: int,
    size: int,
) -> Firms:
    """One page, those with the most people first where nothing else is asked."""
    names = ("name", "staff", "state")
    query = _on(known, code, "enterprise", here, names)
    total = int(connection.scalar(select(func.count()).select_from(query.subquery())) or 0)
    by: dict[str, Any] = {"code": record.c.code, "link": chain_link.c.position}
    by |= {name: known.fields[f"enterprise.{name}"].column for name in names}
    column, falls = (by[sort], down) if sort in by else (by["staff"], True)
    order = ((column.desc() if falls else column.asc()).nulls_last(), record.c.code, chain_link.c.position)
    page = page_within(page, size, total)
    rows = connection.execute(query.order_by(*order).limit(size).offset((page - 1) * size)).mappings()
    return Firms([_shown(known, dict(row), "enterprise", names, scope) for row in rows], total, page)


def _projects(connection: Connection, known: Dictionary, code: str, here: Region, scope: Scope) -> list[Row]:
    names = ("name", "stage", "total")
    query = _on(known, code, "project", here, names).order_by(record.c.code).limit(PROJECTS)
    rows = connection.execute(query).mappings()
    return [_shown(known, dict(row), "project", names, scope) for row in rows]


def _shown(known: Dictionary, row: Row, subject: str, names: tuple[str, ...], scope: Scope) -> Row:
    return row | {name: shown(known.fields[f"{subject}.{name}"], row[name], scope.clearance) for name in names}
