"""Industry chains: their links, who is on them, and which links are strong or weak, by declared rules with reasons."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from data.answer import Answer, Column
from data.economy.condition import SUBJECT
from data.economy.plan import EconomyPlan, LinkRule
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.queries.asked import asked
from data.queries.economy_steps import judging
from data.queries.regions import Region, inside
from data.schema import chain, chain_link, chain_member, indicator_value, record
from data.scope import Scope
from data.view import View

MONTH = timedelta(days=31)
TOLD = "key_industry_chain_count"  # the indicator that tells how many chains the city has published
SHUT = ("idle", "closed")
_LOOKED = ("state", "above", "hightech", "staff")
Row = dict[str, Any]
COLUMNS = (
    Column(key="code", label="产业链代码"),
    Column(key="name", label="产业链"),
    Column(key="department", label="牵头部门"),
    Column(key="enterprises", label="链上企业", unit="家"),
    Column(key="above", label="规上企业", unit="家"),
    Column(key="hightech", label="高新技术企业", unit="家"),
    Column(key="staff", label="从业人数", unit="人"),
    Column(key="links", label="环节", unit="个"),
    Column(key="strong", label="强环", unit="个"),
    Column(key="weak", label="弱环", unit="个"),
    Column(key="judged", label="已判定强弱"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a chain; `parts.told`: how many the city has published that it follows."""
    with asked(house, view, scope) as a:
        plan = judging(house, a.connection)
        links = links_of(a.connection, plan, a.here)
        rows = [_row(one, [link for link in links if link["chain"] == one["code"]]) for one in chain_rows(a.connection)]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="家",
            as_of=house.clock.now(),
            provenance=rows[0]["provenance"] if rows else a.lived,
            rhythm=MONTH,
            source="市工信局",
            parts={"told": _told(a.connection)},
        )


def chain_rows(connection: Connection) -> list[Row]:
    return [dict(row) for row in connection.execute(select(chain).order_by(chain.c.position)).mappings()]


def links_of(connection: Connection, plan: EconomyPlan, here: Region, code: str = "") -> list[Row]:
    """Every link, of one chain where it is named: its enterprises in this region, and how strong that makes it."""
    known = dictionary(connection)
    if not known.of(SUBJECT):  # a city without ledgers
        return []
    rows = connection.execute(_sums(known, here, code)).mappings()
    return [judged(dict(row), plan, here.level) for row in rows]


def _sums(known: Dictionary, here: Region, code: str) -> Any:
    state, above, hightech, staff = (known.fields[f"enterprise.{n}"].column for n in _LOOKED)
    m, link = chain_member.c, chain_link.c
    on = and_(m.link_id == link.id, inside(m.cell_id, here))
    firm = and_(record.c.id == m.record_id, record.c.subject == SUBJECT)
    joined = chain_link.outerjoin(chain_member, on).outerjoin(record, firm)
    sums = (
        func.count(record.c.id).label("enterprises"),
        func.coalesce(func.sum(case((above == "yes", 1), else_=0)), 0).label("above"),
        func.coalesce(func.sum(case((hightech == "yes", 1), else_=0)), 0).label("hightech"),
        func.coalesce(func.sum(case((state.in_(SHUT), 1), else_=0)), 0).label("shut"),
        func.coalesce(func.sum(staff), 0).label("staff"),
        func.coalesce(func.max(staff), 0).label("most"),
    )
    chosen = [link.chain == code] if code else []
    columns = (link.id, link.chain, link.code, link.tier, link.word, link.position, link.mark, link.why)
    return select(*columns, *sums).select_from(joined).where(*chosen).group_by(*columns).order_by(link.position)


def judged(link: Row, plan: EconomyPlan, level: int) -> Row:
    """With `strength` and the rules that say so; what its department has judged by hand goes first.

    Below the level for which rules are made nothing is said.
    """
    n, staff = link["enterprises"], link["staff"]
    link |= {"idle_share": round(100 * link["shut"] / n, 1) if n >= plan.thin else None}
    link |= {"top_share": round(100 * link["most"] / staff, 1) if n >= plan.thin and staff else None}
    if level > plan.level:
        return link | {"strength": "thin", "by": [], "why": ""}
    if link["mark"]:
        return link | {"strength": link["mark"], "by": [], "why": link["why"] or ""}
    weak, strong = ([one for one in rules if _holds(one, link)] for rules in (plan.weak, plan.strong))
    strength = "weak" if weak else "strong" if len(strong) == len(plan.strong) else "even"
    return link | {"strength": strength, "by": weak or (strong if strength == "strong" else []), "why": ""}


def _holds(rule: LinkRule, link: Row) -> bool:
    value = link.get(rule.of)
    return isinstance(value, int | float) and rule.holds(value)


def _row(one: Row, links: list[Row]) -> Row:
    total = {name: int(sum(link[name] for link in links)) for name in ("enterprises", "above", "hightech", "staff")}
    return {
        "code": one["code"],
        "name": one["word"],
        "department": one["department"],
        **total,
        "links": len(links),
        "strong": sum(link["strength"] == "strong" for link in links),
        "weak": sum(link["strength"] == "weak" for link in links),
        "judged": any(link["strength"] != "thin" for link in links),
        "provenance": one["provenance"],
    }


def _told(connection: Connection) -> list[Row]:
    v = indicator_value.c
    found = select(v.value, v.place, v.source).where(v.indicator_code == TOLD, v.region_id.is_not(None)).limit(1)
    return [dict(row) for row in connection.execute(found).mappings()]
