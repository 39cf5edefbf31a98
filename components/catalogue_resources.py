"""Data resources: filters, the table, one of them opened with its fields, terms and users, and a form for one more."""

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.return_words import sort_head
from components.table_tools import tooled
from data.catalogue_words import RESOURCE_GROUPS, RHYTHMS, SCENARIO_STATES, SHARES
from data.commands.catalogue import NAME, ORIGIN, TERMS
from data.language import gettext as _
from data.ledgers.fields import CLASSES
from data.queries.catalogue import MOST, Listed, ResourceFilters, classes_of
from data.things.masks import NAMES
from data.words import FRESHNESS

Row = dict[str, Any]
NUMBERS = ("n", "sound", "uses")
HEADS = (
    ("资源名称", "name"),
    ("归口单位", "owner"),
    ("数据项", "fields"),
    ("更新频率", "rhythm"),
    ("数据量", "n"),
    ("最近更新", "newest"),
    ("完好率", "sound"),
    ("共享属性", "share"),
    ("使用场景", "uses"),
)


def resource_filters(found: Listed, wanted: ResourceFilters) -> Component:
    groups = [
        picked("res_group", name, _(word), found.groups.get(name, 0), wanted.group == name)
        for name, word in RESOURCE_GROUPS.items()
    ]
    shares = [
        picked("res_share", name, _(word), found.shares.get(name, 0), wanted.share == name)
        for name, word in SHARES.items()
    ]
    total = tag("p", [tag("b", number(sum(found.groups.values())), "n"), _("项数据资源")], "kept-total")
    parts = [total, find_form("res_text", wanted.text), tag("div", groups, "kept-filters")]
    meta = [chip(found.provenance), tag("span", as_of_text(found.now, found.now), "n as-of")]
    return listing_card(_("数据资源目录"), [*parts, tag("h3", _("共享属性")), tag("div", shares, "kept-filters")], meta)


def find_form(name: str, text: str) -> Safe:
    words = entry(name, "search", text, maxlength="40", aria_label=_("名称或编号"), placeholder=_("名称或编号"))
    button = tag("button", _("查找"), "button", type="submit")
    return tag("form", [words, button], "catalogue-find", data_listing_find="1")


def resources_card(found: Listed, wanted: ResourceFilters, files: Sequence[Any]) -> Component:
    heads = [
        tag("th", sort_head("res_by", wanted.by, key, _(word)), "num" if key in NUMBERS else "") for word, key in HEADS
    ]
    body = [_row(row, found) for row in found.rows[:MOST]]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger lists sort-chips")
    none = [] if body else [tag("p", _("没有符合条件的数据资源"), "quiet")]
    more = _("共 {n} 项").format(n=number(found.total))
    if found.total > MOST:
        more = _("共 {n} 项，只列前 {most} 项，导出为全部").format(n=number(found.total), most=MOST)
    return listing_card(_("数据资源"), [tag("div", table, "ledger-box"), *none], [tag("span", more, "quiet"), *files])


def _row(row: Row, found: Listed) -> Safe:
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    name = [link(row["name"], f"?resource={row['code']}", "list-link"), *simulated]
    shielded = sum(one.shield != "plain" for one in row["fields"])
    fields = [tag("span", _("{n} 项").format(n=number(len(row["fields"]))), "n")]
    fields += [tag("small", _("其中 {n} 项受控").format(n=number(shielded)))] if shielded else []
    cells = [
        (_("资源名称"), "two", [*name, tag("small", _(RESOURCE_GROUPS[row["group"]]))]),
        (_("归口单位"), "", row["owner"]),
        (_("数据项"), "two", fields),
        (_("更新频率"), "", _(RHYTHMS[row["rhythm"]])),
        (_("数据量"), "n num", _("{n} 条").format(n=number(row["n"])) if row["n"] is not None else "—"),
        (_("最近更新"), "n", [moment(row["newest"], found.now), " ", _fresh(row["fresh"])]),
        (_("完好率"), "n num", share_text(row["sound"])),
        (_("共享属性"), "", share_mark(row["share"])),
        (_("使用场景"), "n num", _("{n} 个").format(n=number(row["uses"])) if row["uses"] else "—"),
    ]
    told = [tag("td", inside, look, data_label=label) for label, look, inside in cells]
    return tag("tr", told, data_resource=row["code"])


def _fresh(name: str) -> Any:
    look = "mark mark-over" if name == "stale" else "mark mark-late" if name == "late" else "mark"
    return tag("span", _(FRESHNESS[name]), look) if name else ""


def share_text(value: float | None) -> str:
    return "—" if value is None else f"{100 * value:.1f}%"


def share_mark(share: str) -> Safe:
    looks = {"open": "mark mark-stage", "terms": "mark", "closed": "mark mark-late"}
    return tag("span", _(SHARES[share]), looks[share])


def resource_card(
    row: Row, users: Sequence[Row], now: Any, asks: Sequence[Safe] = (), told: Sequence[Safe] = (), *, acts: bool
) -> Component:
    """`asks`: forms by which it is asked for and its fields are kept; `told`: how these were changed."""
    close = link(_("关闭"), "?resource=", "button small")
    way = [link(_("打开"), row["way"], "button small")] if row["way"] else []
    classes = [
        tag("span", [_(CLASSES[name][0]), " ", tag("b", number(n), "n")], "list-kind")
        for name, n in classes_of(row["fields"]).items()
    ]
    left = [_facts(row, now), tag("h3", _("数据项")), tag("p", classes), _fields(row)]
    forms = [tag("div", [*asks, *([_terms_form(row)] if acts else [])], "acts")] if acts or asks else []
    right = [*forms, tag("h3", _("谁在使用")), _users(users), *told]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    return listing_card(row["name"], [inside], [share_mark(row["share"]), *way, close], "list-card")


def _facts(row: Row, now: Any) -> Safe:
    n = _("{n} 条").format(n=number(row["n"])) if row["n"] is not None else "—"
    facts: list[tuple[str, Any]] = [
        (_("代码"), tag("span", row["code"], "n")),
        (_("归口单位"), row["owner"]),
        (_("来源系统"), row["origin"] or "—"),
        (_("更新频率"), _(RHYTHMS[row["rhythm"]])),
        (_("数据量"), tag("span", n, "n")),
        (_("最近更新"), [tag("span", moment(row["newest"], now), "n"), " ", _fresh(row["fresh"])]),
        (_("完好率"), tag("span", share_text(row["sound"]), "n")),
        (_("共享条件"), row["terms"] or "—"),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")


def _fields(row: Row) -> Safe:
    heads = (_("数据项"), _("类别"), _("可见"), _("单位"))
    body = [
        tag(
            "tr",
            [
                tag("td", one.name),
                tag("td", _(CLASSES[one.shield][0])),
                tag("td", _visible(one.shield)),
                tag("td", _(one.unit) if one.unit else "—"),
            ],
        )
        for one in row["fields"]
    ]
    return tooled("fields", _("数据项"), heads, body, box="catalogue-fields")


def _visible(shield: str) -> str:
    clearance = CLASSES[shield][1]
    return _("所有人") if not clearance else _("内部人员") if clearance == NAMES else _("经授权人员")


def _users(users: Sequence[Row]) -> Safe:
    lines = [
        tag(
            "li",
            [
                link(one["name"], f"?tab=scenarios&scenario={one['code']}&resource=", "list-link"),
                tag("small", f"{one['owner']} · {_(SCENARIO_STATES[one['state']])}"),
            ],
        )
        for one in users
    ]
    return tag("ul", lines, "list-supports") if lines else tag("p", _("还没有登记使用它的场景"), "quiet")


def _terms_form(row: Row) -> Safe:
    hidden = {"act": "terms", "code": row["code"], "seq": str(row["seq"])}
    given = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    given += [_share(row["share"]), _terms(row["terms"])]
    return folded(_("修改共享条件"), given)


def register_form(offices: Sequence[tuple[str, str]]) -> Safe:
    hint = _("一行一项：名称,类别,单位；后两项可不填")
    given = [
        void("input", type="hidden", name="act", value="register"),
        field("name", _("资源名称"), entry("name", maxlength=str(NAME), required="")),
        field("agency", _("归口单位"), choice("agency", [("", _("请选择")), *offices], required="")),
        field("rhythm", _("更新频率"), choice("rhythm", [(one, _(word)) for one, word in RHYTHMS.items()], "month")),
        field("origin", _("来源系统"), entry("origin", maxlength=str(ORIGIN))),
        field("fields", _("数据项"), area("fields", rows=4, required=""), hint=hint),
        _share("terms"),
        _terms(""),
    ]
    return folded(_("登记数据资源"), given)


def _share(chosen: str) -> Safe:
    return field("share", _("共享属性"), choice("share", [(one, _(word)) for one, word in SHARES.items()], chosen))


def _terms(text: str) -> Safe:
    return field("terms", _("共享条件或依据"), area("terms", text, rows=2, maxlength=str(TERMS)))


def folded(title: str, given: Sequence[Safe]) -> Safe:
    send = tag("div", tag("button", _("确认{move}").format(move=title), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, send, say], "act-form", data_listing_move="catalogue")
    return tag("details", [tag("summary", title, "button primary"), form], "act", name="catalogue-act")
