"""One document: the page that is read, and beside it what it is, its versions, who was let in, who has read it."""

from datetime import date, datetime
from typing import Any

from components.document_forms import grant_form, hidden, move_form, version_form
from components.event_words import moment
from components.fields import link, void
from components.markup import Safe, tag
from components.numbers import number
from data.document_words import DOCUMENT_KINDS, DOCUMENT_MOVES, HOLDERS, SHIELDS, STANDINGS, VALIDITY
from data.language import gettext as _
from data.queries.documents import Document
from data.view import View
from data.words import PROVENANCE, ROLES

Row = dict[str, Any]


def leaf_card(one: Document, seq: int, page: int, view: View) -> Safe:
    """The page that is open, or why there is none."""
    row = one.row
    back = link(_("返回列表"), "?doc=&leaf=&version=", "button small")
    if not one.readable:
        return _card(row["title"], [back], [_closed(row)])
    version = one.version(seq)
    pages, page = version["pages"], min(max(page, 1), version["pages"])
    lang = f"?lang={view.lang}" if view.lang != "zh" else ""
    source = f"/documents/data/{row['code']}/{version['seq']}/{page}.jpg{lang}"
    told = _("{title} 第 {page} 页，共 {pages} 页").format(title=row["title"], page=page, pages=pages)
    failed = _("这一页没有取到：可能授权已变，或文件不在了。请刷新，或联系归口单位")
    picture = void("img", "document-leaf", src=source, alt=told, draggable="false", data_document_leaf="1")
    lost = tag("p", failed, "quiet document-lost", hidden="", role="alert")
    turns = [
        _turn(_("上一页"), page - 1, page > 1),
        tag("span", f"{number(page)} / {number(pages)}", "n", data_testid="leaf"),
        _turn(_("下一页"), page + 1, page < pages),
    ]
    return _card(row["title"], [*turns, back], [picture, lost])


def _turn(words: str, page: int, there: bool) -> Safe:
    return link(words, f"?leaf={page}", "button small") if there else tag("span", words, "button small off")


def _closed(row: Row) -> Safe:
    last = day(row["until"]) if row["until"] else ""
    told = {
        "expired": _("授权已于 {day} 到期，不能再查阅").format(day=last),
        "revoked": _("授权已被收回，不能再查阅"),
        "withdrawn": _("资料已下架，不能再查阅"),
    }[row["standing"]]
    again = _("仍需查阅的，请联系 {owner} 重新授权").format(owner=row["owner"])
    return tag("div", [tag("b", told), tag("p", again)], "document-closed", data_testid="document-closed")


def told_card(
    one: Document, seq: int, whom: list[Row], role: str, n: int, now: datetime, today: date, *, acts: bool
) -> Safe:
    """`whom`: departments that can be let in; `acts`: the asker may change something."""
    row = one.row
    inside = [_facts(row, now), _versions(one, seq, now)]
    if one.own:
        forms = [version_form(row["code"], role, n), grant_form(row["code"], whom, today, role, n)]
        inside += [*([] if one.withdrawn else forms), move_form(one, role, n)] if acts else []
        inside += [_grants(one, acts=acts), _reads(one, now), *_moves(one, now)]
    else:
        inside.append(tag("p", _("授权查阅的资料只能在线看，每页带有您的姓名和时间，查阅均有记录"), "quiet"))
    return _card(_("资料信息"), [standing(row), *simulated(row)], inside)


def standing(row: Row) -> Safe:
    return tag("span", _(STANDINGS[row["standing"]]), f"mark document-{row['standing']}")


def validity(row: Row) -> list[Safe]:
    """Until when a licence holds; nothing of what is none."""
    if not row["validity"]:
        return []
    last = day(row["ends_day"]) if row["ends_day"] else _("长期")
    looks = {"ended": "mark mark-over", "soon": "mark mark-late"}
    return [
        tag("span", last, "n"),
        Safe(" "),
        tag("span", _(VALIDITY[row["validity"]]), looks.get(row["validity"], "mark")),
    ]


def simulated(row: Row) -> list[Safe]:
    return [tag("span", _(PROVENANCE["simulated"]), "chip chip-simulated")] if row["provenance"] == "simulated" else []


def _facts(row: Row, now: datetime) -> Safe:
    told: list[tuple[str, Any]] = [
        (_("编号"), tag("span", row["code"], "n")),
        (_("类别"), _(DOCUMENT_KINDS[row["kind"]])),
        (_("归口单位"), row["owner"]),
        (_("区划"), row["place"]),
        (_("密级"), _(SHIELDS[row["clearance"]])),
        (_("更新时间"), tag("span", moment(row["changed_at"], now), "n")),
    ]
    if row["record"]:
        told.append((_("关联台账对象"), tag("span", row["record"], "n")))
    told += [(_("证照档案"), _(HOLDERS[row["holder"]]))] if row["holder"] else []
    told += [(_("证照编号"), tag("span", row["paper"], "n"))] if row["paper"] else []
    told += [(_("发证机关"), row["issuer"])] if row["issuer"] else []
    told += [(_("发证日期"), tag("span", day(row["issued_day"]), "n"))] if row["issued_day"] else []
    told += [(_("有效期止"), validity(row))] if row["validity"] else []
    if row["until"]:
        told += [(_("授权截止"), tag("span", day(row["until"]), "n")), (_("授权事由"), row["reason"])]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in told], "document-facts")


def _versions(one: Document, seq: int, now: datetime) -> Safe:
    """Each leads to its pages; the file itself is for its own department."""
    shown, lines = one.version(seq)["seq"] if one.readable else 0, []
    for version in one.versions:
        n = _("第 {n} 版").format(n=version["seq"])
        name = link(n, f"?version={version['seq']}&leaf=1", "list-link") if one.readable else n
        facts = _("{pages} 页 · {size}").format(pages=number(version["pages"]), size=size(version["size"]))
        by = " · ".join(filter(None, (version["actor"], moment(version["at"], now), version["note"])))
        way = f"/documents/data/{one.row['code']}/{version['seq']}/file"
        take = [link(_("下载原件"), way, "button small", download="")] if one.own else []
        words = tag("div", [tag("span", [name, " ", tag("small", facts, "n")]), tag("small", by)], "two")
        lines.append(tag("li", [words, *take], "on" if version["seq"] == shown else ""))
    return tag("div", [tag("h3", _("版本")), tag("ul", lines, "document-lines")])


def _grants(one: Document, *, acts: bool) -> Safe:
    lines = []
    for grant in one.grants:
        whom = grant["whom"] or grant["agency"] or str(grant["account"]).removeprefix("account:")
        until = _("至 {day}").format(day=day(grant["until"]))
        words = [tag("b", whom), tag("small", " · ".join((until, grant["reason"], grant["actor"])))]
        mark = tag("span", _(STANDINGS[grant["state"]]), f"mark document-{grant['state']}")
        drop = [_revoke(one.row["code"], grant["id"])] if acts and grant["state"] == "read" else []
        lines.append(tag("li", [tag("div", words, "two"), mark, *drop]))
    none = tag("p", _("还没有授权给其他单位"), "quiet")
    return tag("div", [tag("h3", _("授权")), tag("ul", lines, "document-lines") if lines else none])


def _revoke(code: str, grant: int) -> Safe:
    button = tag("button", _("收回"), "button small", type="submit")
    say = tag("p", None, "act-say", role="alert")
    inside = [*hidden(act="revoke", code=code, grant=str(grant)), button, say]
    return tag("form", inside, "act-form", data_listing_move="document")


def _reads(one: Document, now: datetime) -> Safe:
    lines = []
    for row in one.reads:
        pages = "、".join(str(page) for page in sorted(row["pages"]))
        what = _("第 {n} 版第 {pages} 页，共 {times} 次").format(n=row["seq"], pages=pages, times=number(row["n"]))
        role = _(ROLES[row["role"]]) if row["role"] in ROLES else ""
        name = tag("span", [tag("b", row["name"]), " ", tag("small", role)])
        lines.append(
            tag("li", [tag("div", [name, tag("small", what)], "two"), tag("span", moment(row["at"], now), "n")])
        )
    none = tag("p", _("还没有人查阅"), "quiet")
    return tag("div", [tag("h3", _("查阅记录")), tag("ul", lines, "document-lines") if lines else none])


def _moves(one: Document, now: datetime) -> list[Safe]:
    """When it was taken down or put back, by whom and why."""
    lines = []
    for row in one.moves:
        words = [tag("b", _(DOCUMENT_MOVES[row["move"]])), tag("small", " · ".join((row["reason"], row["actor"])))]
        lines.append(tag("li", [tag("div", words, "two"), tag("span", moment(row["at"], now), "n")]))
    return [tag("div", [tag("h3", _("下架与恢复")), tag("ul", lines, "document-lines")])] if lines else []


def _card(title: str, meta: list[Any], inside: list[Any]) -> Safe:
    head = tag("header", [tag("h2", title, "panel-title"), tag("div", meta, "panel-meta")], "panel-head")
    return tag("section", [head, tag("div", inside, "panel-body")], "panel card")


def day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def size(n: int) -> str:
    return f"{n / 2**20:.1f} MB" if n >= 2**20 else f"{max(n >> 10, 1)} KB"
