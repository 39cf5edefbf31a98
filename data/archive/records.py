"""What the ledgers hold of a region: its people by ledger, land and houses, enterprises, projects."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from data.archive.block import Block, Fact, Value
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import Dictionary, Field, english, shown
from data.queries.asked import Asked
from data.queries.forms import sizes
from data.queries.regions import inside
from data.schema import record, record_more
from data.scope import Scope

MOST = 30  # enterprises and projects that are listed
R = record.c
TRUST = ("published", "measured", "simulated")  # the least trusted counts for all
WORTH = func.max(case({name: n for n, name in enumerate(TRUST)}, value=R.provenance, else_=2))


def ledgers(a: Asked, known: Dictionary) -> Block:
    """How many people stand in which ledger."""
    counts = sizes(a.connection, a.here)
    mine = [one for one in known.ledgers.values() if one.subject == "person" and counts.get(one.code)]
    mine.sort(key=lambda one: -counts[one.code])
    total, worth, as_of = _sums(a, known, "person", [])
    return Block(
        key="ledgers",
        title=_("人员台账"),
        source=_("一张表"),
        provenance=worth,
        as_of=as_of,
        facts=[Fact(_("在册人员"), total[0], _("人")), Fact(_("涉及台账"), len(mine), _("本"))],
        heads=(_("台账"), _("人数（人）")),
        rows=[[one.word if spoken() == "zh" else english(one.code), counts[one.code]] for one in mine],
        ways=[f"/forms?region={a.here.code}&ledger={one.code}" for one in mine],
        nothing=_("台账里还没有人员"),
    )


def land(a: Asked, known: Dictionary) -> Block:
    """Land that is let to households, in use by enterprises and projects; houses."""
    people, one_worth, one_at = _sums(a, known, "person", ["person.land"])
    houses, worth, as_of = _sums(a, known, "house", ["house.area"])
    sites, *_more = _sums(a, known, "enterprise", ["enterprise.site"])
    projects, *_more = _sums(a, known, "project", ["project.land"])
    times = [at for at in (one_at, as_of) if at]
    return Block(
        key="land",
        title=_("土地与房屋"),
        source=_("一张表"),
        provenance=max(one_worth, worth, key=TRUST.index),
        as_of=max(times) if times else None,
        facts=[
            Fact(_("承包地面积"), people[1], _("亩")),
            Fact(_("企业用地"), sites[1], "m²"),
            Fact(_("项目用地"), projects[1], _("亩")),
            Fact(_("房屋"), houses[0], _("处")),
            Fact(_("建筑面积"), houses[1], "m²"),
        ],
        nothing=_("没有登记土地与房屋"),
    )


def enterprises(a: Asked, known: Dictionary, scope: Scope) -> Block:
    fields = ("enterprise.name", "enterprise.trade", "enterprise.state", "enterprise.staff")
    sums, worth, as_of = _sums(a, known, "enterprise", ["enterprise.staff"])
    facts = [
        Fact(_("企业"), sums[0], _("家")),
        Fact(_("规上企业"), _share(a, known, "enterprise.above", "yes"), _("家")),
        Fact(_("从业人数"), sums[1], _("人")),
    ]
    return _listed(a, known, scope, ("enterprise", _("企业"), facts), fields, (worth, as_of), int(sums[0] or 0))


def projects(a: Asked, known: Dictionary, scope: Scope) -> Block:
    fields = ("project.name", "project.stage", "project.total", "project.year_done")
    sums, worth, as_of = _sums(a, known, "project", ["project.total", "project.year_done"])
    facts = [
        Fact(_("项目"), sums[0], _("个")),
        Fact(_("总投资"), sums[1], _("万元")),
        Fact(_("年度完成投资"), sums[2], _("万元")),
    ]
    return _listed(a, known, scope, ("project", _("项目"), facts), fields, (worth, as_of), int(sums[0] or 0))


def _sums(a: Asked, known: Dictionary, subject: str, fields: list[str]) -> tuple[list[Value], str, Any]:
    """How many records, the sum of each field that the dictionary knows; the least trust; the newest as-of."""
    found = [known.fields.get(name) for name in fields]
    sums = [func.sum(one.column) if one else None for one in found]
    columns: list[Any] = [func.count(), WORTH, func.max(R.as_of), *(one for one in sums if one is not None)]
    row = list(a.connection.execute(select(*columns).select_from(_table(found)).where(*_here(a, subject))).one())
    n, worth, as_of = row[:3]
    rest = iter(row[3:])
    told = [None if one is None or not n else round(float(next(rest) or 0), 2) for one in sums]
    return [int(n), *told], TRUST[worth] if worth is not None else a.lived, as_of


def _share(a: Asked, known: Dictionary, name: str, value: str) -> int | None:
    one = known.fields.get(name)
    if one is None:
        return None
    of = select(func.count()).select_from(_table([one])).where(*_here(a, one.subject), one.column == value)
    return int(a.connection.scalar(of) or 0)


def _listed(
    a: Asked,
    known: Dictionary,
    scope: Scope,
    what: tuple[str, str, list[Fact]],
    names: tuple[str, ...],
    told: tuple[str, Any],
    total: int,
) -> Block:
    """The records by their last number, the greatest first, each leading to its page."""
    subject, title, facts = what
    fields = [known.fields[name] for name in names if name in known.fields]
    everyone = next((one.code for one in known.ledgers.values() if one.subject == subject and one.everyone), "")
    of = select(R.code, *(one.column.label(f"f{n}") for n, one in enumerate(fields))).select_from(_table(fields))
    order: list[ColumnElement[Any]] = [func.coalesce(one.column, -1).desc() for one in fields if one.kind == "number"]
    found = a.connection.execute(of.where(*_here(a, subject)).order_by(*order[:1], R.id).limit(MOST)).all()
    rows = [[row[0], *(shown(f, v, scope.clearance) for f, v in zip(fields, row[1:], strict=True))] for row in found]
    return Block(
        key=subject,
        title=title,
        source=_("一张表"),
        provenance=told[0],
        as_of=told[1],
        facts=facts,
        heads=(_("编号"), *(_head(one) for one in fields)),
        rows=[list(row) for row in rows],
        ways=[f"/forms?ledger={everyone}&row={row[0]}" for row in rows],
        more=total,
        nothing=_("台账里还没有{what}").format(what=title),
    )


def _head(one: Field) -> str:
    word = one.word if spoken() == "zh" else english(one.code)
    return f"{word}（{_(one.unit)}）" if one.unit else word


def _here(a: Asked, subject: str) -> tuple[ColumnElement[bool], ...]:
    return R.subject == subject, inside(R.cell_id, a.here)


def _table(fields: Any) -> Any:
    beside = any(one is not None and not one.slot for one in fields)
    return record.join(record_more, record_more.c.record_id == R.id) if beside else record
