"""What happens in a region: things on its map, events of the year, its lists, indicators and documents."""

from datetime import date
from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from data.archive.block import Block, Fact, Value
from data.briefer import Briefer
from data.document_words import DOCUMENT_KINDS
from data.facts.periods import period_end
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.list_words import LIST_KINDS, STANDS
from data.queries.asked import Asked
from data.queries.counts import features_in
from data.queries.documents import D, known_documents
from data.queries.due import due_by_key
from data.queries.event_list import Filters
from data.queries.event_list import listed as events_listed
from data.queries.event_sums import percent, sums_of
from data.queries.indicator_values import PUBLISHED
from data.queries.indicators import TRUST
from data.queries.list_rows import ITEM, seen
from data.queries.lists import Listed, Wanted, listed
from data.queries.regions import inside
from data.queries.saved_forms import saved_forms, stamp
from data.schema import feature, indicator, indicator_value, list_item, list_photo, profile
from data.scope import Scope
from data.times import local
from data.view import View
from data.words import PROVENANCE, REGISTERS, STATES

EVENTS, ITEMS, PAPERS = 10, 20, 20  # that are listed
MEASURES = ("reported", "closed", "on_time", "late")


def assets(a: Asked) -> Block:
    """Things of the registers that lie here."""
    counts = dict.fromkeys(REGISTERS, 0)
    for row in features_in(a.connection, a.here, list(REGISTERS)):
        counts[row.layer] += int(row.n)
    kept = {layer: n for layer, n in counts.items() if n}
    newest = select(func.max(feature.c.as_of), func.min(feature.c.provenance), func.max(feature.c.provenance))
    as_of, first, last = a.connection.execute(newest.where(inside(feature.c.cell_id, a.here))).one()
    return Block(
        key="assets",
        title=_("资产与设施"),
        source=_("台账"),
        provenance=last if first == last and last else a.lived,
        as_of=as_of,
        facts=[Fact(_("在册"), sum(kept.values()), _("处"))],
        heads=(_("种类"), _("数量（处）")),
        rows=[[_(REGISTERS[layer]), n] for layer, n in kept.items()],
        ways=[f"/things?region={a.here.code}&register={layer}" for layer in kept],
        nothing=_("没有登记资产与设施"),
    )


def newest_events(house: House, view: View, scope: Scope) -> list[dict[str, Any]]:
    return events_listed(house, view, scope, Filters(), limit=EVENTS).rows


def events(a: Asked, newest: list[dict[str, Any]]) -> Block:
    """Of the year so far; the newest."""
    view = View(region=a.here.code, window="ytd")
    sums = sums_of(a.connection, [a.here], view, a.span, MEASURES, a.now)[a.here.id]
    facts = [
        Fact(_("本年事件"), sums.reported, _("件")),
        Fact(_("结案"), sums.closed, _("件")),
        Fact(_("办结率"), percent(sums.closed, sums.reported), "%"),
        Fact(_("按时办结率"), sums.on_time_rate, "%"),
    ]
    if a.here.level <= 4:
        due = due_by_key(a.connection, a.here, "all", a.now).get("")
        facts += [Fact(_("在办"), due.open if due else 0, _("件")), Fact(_("超期"), due.overdue if due else 0, _("件"))]
    rows: list[list[Value]] = [
        [row["code"], row["title"], _(STATES[row["stage"]]), f"{local(row['reported_at']):%Y-%m-%d %H:%M}"]
        for row in newest
    ]
    return Block(
        key="events",
        title=_("事件"),
        source=_("一网统管平台"),
        provenance=a.lived,
        as_of=a.fed_at(),
        facts=facts,
        heads=(_("编号"), _("事件"), _("环节"), _("上报时间")),
        rows=rows,
        ways=[f"/events/{row['code']}" for row in newest],
        more=sums.reported,
        nothing=_("本年没有事件"),
    )


def open_items(house: House, view: View, scope: Scope) -> Listed:
    return listed(house, view, scope, Wanted(stand="open"), ITEMS)


def lists(a: Asked, found: Listed) -> Block:
    """How many of each list stand how; those that are open, the most urgent first."""
    facts = []
    for kind, words in LIST_KINDS.items():
        some = found.counts[kind]
        told = {"open": some["open"] + some["overdue"], "overdue": some["overdue"], "done": some["done"]}
        facts += [Fact(f"{_(words)} · {_(STANDS[name])}", n, _("项")) for name, n in told.items()]
    rows: list[list[Value]] = [
        [
            row["code"],
            _(LIST_KINDS[row["kind"]]),
            row["title"],
            row["percent"],
            _day(row["due_day"]),
            _(STANDS[row["stand"]]),
        ]
        for row in found.rows
    ]
    return Block(
        key="lists",
        title=_("三清单"),
        source=_("三清单"),
        provenance=a.lived,
        as_of=a.now,
        facts=facts,
        heads=(_("编号"), _("清单"), _("事项"), _("进度（%）"), _("期限"), _("状态")),
        rows=rows,
        ways=[f"/lists?region={a.here.code}&item={row['code']}" for row in found.rows],
        more=found.total,
        nothing=_("没有清单事项"),
    )


def indicators(a: Asked) -> Block:
    """The newest that is said of each indicator here; of several the most trusted."""
    v, i = indicator_value.c, indicator.c
    columns = (i.code, i.name_zh, i.name_en, i.unit, v.value, v.period, v.provenance, v.as_of)
    of = select(*columns).join(indicator, i.code == v.indicator_code)
    codes = list(a.connection.scalars(select(i.code)))  # the index begins with them
    fits = (v.indicator_code.in_(codes), v.region_id == a.here.id, v.as_of <= a.now)
    newest: dict[str, Any] = {}
    for row in a.connection.execute(of.where(*fits).order_by(i.sort, i.code, v.as_of, TRUST.desc())):
        if period_end(row.period) is not None:
            newest[row.code] = row
    rows: list[list[Value]] = [
        [
            row.name_zh if spoken() == "zh" else row.name_en,
            round(row.value, 2),
            _(row.unit),
            row.period,
            _worth(row.provenance),
        ]
        for row in newest.values()
    ]
    worths = {row.provenance for row in newest.values()}
    return Block(
        key="indicators",
        title=_("指标"),
        source=_("指标库"),
        provenance=PUBLISHED if worths == {PUBLISHED} else next(iter(worths - {PUBLISHED}), a.lived),
        as_of=max((row.as_of for row in newest.values()), default=None),
        heads=(_("指标"), _("数值"), _("单位"), _("时期"), _("数据性质")),
        rows=rows,
        ways=[f"/indicators?region={a.here.code}&code={quote(code)}" for code in newest],
        nothing=_("没有这一级的指标"),
    )


def documents(a: Asked, scope: Scope, me: Briefer) -> Block:
    """Approved profiles, documents of departments, evidence of the lists, what kept forms were filled with."""
    found = [*_profiles(a), *_kept(a, me), *_evidence(a, scope), *_forms(a, me)]
    found.sort(key=lambda one: one[2], reverse=True)
    return Block(
        key="documents",
        title=_("文件资料"),
        source=_("本档案"),
        provenance=a.lived,
        as_of=found[0][2] if found else None,
        facts=[Fact(_("文件"), len(found), _("份"))],
        heads=(_("名称"), _("种类"), _("日期")),
        rows=[[name, kind, f"{local(at):%Y-%m-%d}"] for name, kind, at, _way in found[:PAPERS]],
        ways=[way for _name, _kind, _at, way in found[:PAPERS]],
        more=len(found),
        nothing=_("还没有文件资料"),
    )


def _profiles(a: Asked) -> list[tuple[str, str, Any, str]]:
    of = select(profile.c.version, profile.c.decided_at)
    mine = of.where(profile.c.region_id == a.here.id, profile.c.state == "approved")
    told = _("情简介第 {n} 版")
    return [
        (told.format(n=row.version), _("情简介"), row.decided_at, f"/archive/{a.here.code}#profile")
        for row in a.connection.execute(mine)
    ]


def _kept(a: Asked, me: Briefer) -> list[tuple[str, str, Any, str]]:
    """Documents of the region and below, as the reader may know them."""
    mine = (D.lo >= a.here.lo, D.hi <= a.here.hi, D.withdrawn == 0, known_documents(me))
    rows = a.connection.execute(select(D.code, D.title, D.kind, D.changed_at).where(*mine))
    return [
        (row.title, _(DOCUMENT_KINDS[row.kind]), row.changed_at, f"/documents?doc={row.code}&leaf=1") for row in rows
    ]


def _evidence(a: Asked, scope: Scope) -> list[tuple[str, str, Any, str]]:
    n, last = func.count().label("n"), func.max(list_photo.c.added_at).label("last")
    of = select(ITEM.code, ITEM.title, n, last).join(list_item, ITEM.id == list_photo.c.item_id)
    mine = (ITEM.lo >= a.here.lo, ITEM.hi <= a.here.hi, *seen(scope))
    rows = a.connection.execute(of.where(*mine).group_by(ITEM.code, ITEM.title))
    words = _("{title}：佐证照片 {n} 张")
    return [
        (words.format(title=row.title, n=row.n), _("佐证"), row.last, f"/lists?region={a.here.code}&item={row.code}")
        for row in rows
    ]


def _forms(a: Asked, me: Briefer) -> list[tuple[str, str, Any, str]]:
    return [
        (row["title"], _("填报的表"), one["at"], f"/api/v1/forms/runs/{row['code']}/{stamp(one['at'])}.xlsx")
        for row in saved_forms(a.connection, me)
        if row["region"] == a.here.code
        for one in row["runs"]
        if not one["fault"]
    ]


def _day(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal):%Y-%m-%d}"


def _worth(provenance: str) -> str:
    return _(PROVENANCE[provenance])
