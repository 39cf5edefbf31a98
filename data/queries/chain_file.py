"""一产一档: one chain with its links, the enterprises and projects on them, and the policies made for it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.economy.condition import Ground
from data.economy.plan import economy_plan
from data.economy.words import TIERS
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import Dictionary, dictionary, shown
from data.queries.asked import asked
from data.queries.chains import Row, chain_rows, links_of
from data.queries.policies import Policy, policies_of
from data.queries.regions import Region, inside
from data.schema import chain_link, chain_member, record
from data.scope import Scope
from data.view import View

BIGGEST, PROJECTS = 12, 20


@dataclass(frozen=True)
class ChainFile:
    """`links` in the order of their tiers; `firms`: those with the most people; `every`: all chains, for the side."""

    row: Row
    every: list[Row]
    links: list[Row]
    firms: list[Row]
    projects: list[Row]
    policies: list[Policy]
    here: Region


def chain_file(house: House, view: View, scope: Scope, code: str) -> ChainFile:
    """The chain of this code, the first where none is named. UnknownThing."""
    with asked(house, view, scope) as a:
        every = chain_rows(a.connection)
        if not every or (code and code not in {one["code"] for one in every}):
            raise UnknownThing(_("没有这条产业链"))
        row = next((one for one in every if one["code"] == code), every[0])
        known = dictionary(a.connection)
        ground = Ground(known, a.here, a.now, scope)
        links = links_of(a.connection, economy_plan(house), a.here, str(row["code"]))
        return ChainFile(
            row=row,
            every=every,
            links=sorted(links, key=lambda link: (tuple(TIERS).index(link["tier"]), link["position"])),
            firms=_firms(a.connection, known, str(row["code"]), a.here, scope),
            projects=_projects(a.connection, known, str(row["code"]), a.here, scope),
            policies=[one for one in policies_of(a.connection, ground) if one.row["chain"] == row["code"]],
            here=a.here,
        )


def _on(known: Dictionary, code: str, subject: str, here: Region, names: tuple[str, ...]) -> Any:
    """Records of a subject on this chain, with these fields and their link."""
    columns = [known.fields[f"{subject}.{name}"].column.label(name) for name in names]
    joined = record.join(chain_member, chain_member.c.record_id == record.c.id)
    joined = joined.join(chain_link, chain_link.c.id == chain_member.c.link_id)
    link = (chain_link.c.word.label("link_word"), chain_link.c.code.label("link"))
    where = (chain_link.c.chain == code, record.c.subject == subject, inside(record.c.cell_id, here))
    return select(record.c.code, *columns, *link).select_from(joined).where(*where)


def _firms(connection: Connection, known: Dictionary, code: str, here: Region, scope: Scope) -> list[Row]:
    names = ("name", "staff", "state", "above", "hightech")
    query = _on(known, code, "enterprise", here, names)
    order = known.fields["enterprise.staff"].column.desc().nulls_last()
    rows = connection.execute(query.order_by(order, record.c.code).limit(BIGGEST)).mappings()
    return [_shown(known, dict(row), "enterprise", names, scope) for row in rows]


def _projects(connection: Connection, known: Dictionary, code: str, here: Region, scope: Scope) -> list[Row]:
    names = ("name", "stage", "total")
    query = _on(known, code, "project", here, names).order_by(record.c.code).limit(PROJECTS)
    rows = connection.execute(query).mappings()
    return [_shown(known, dict(row), "project", names, scope) for row in rows]


def _shown(known: Dictionary, row: Row, subject: str, names: tuple[str, ...], scope: Scope) -> Row:
    return row | {name: shown(known.fields[f"{subject}.{name}"], row[name], scope.clearance) for name in names}
