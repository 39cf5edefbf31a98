"""Scenarios: filters, the table, one opened with its resources, use and evaluations; a file brings more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.catalogue_resources import find_form, folded
from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.list_words import day
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.return_words import sort_head
from data.catalogue_words import BEST, QUESTIONS, SCENARIO_LEVELS, SCENARIO_STATES
from data.commands.catalogue_screens import ENDINGS
from data.commands.scenarios import COLUMNS, LONGEST
from data.language import gettext as _
from data.queries.scenarios import DAYS, MOST, Listed, ScenarioFilters
from data.words import ROLES

Row = dict[str, Any]
NUMBERS = ("resources", "used", "score")
HEADS = (
    ("编号", "code"),
    ("场景名称", "name"),
    ("领域", "field"),
    ("责任部门", "owner"),
    ("层级", "level"),
    ("状态", "state"),
    ("上线日期", "begun"),
    ("使用资源", "resources"),
    ("近 30 天使用", "used"),
    ("后评价", "score"),
)


def scenario_filters(found: Listed, wanted: ScenarioFilters) -> Component:
    states = [
        picked("scen_state", name, _(word), found.states.get(name, 0), wanted.state == name)
        for name, word in SCENARIO_STATES.items()
    ]
    every = sum(found.states.values())
    judged = [
        picked("scen_judged", "yes", _("已评价"), found.judged, wanted.judged == "yes"),
        picked("scen_judged", "no", _("未评价"), every - found.judged, wanted.judged == "no"),
    ]
    fields = [
        picked("scen_field", name, name, n, wanted.field == name)
        for name, n in sorted(found.fields.items(), key=lambda one: (-one[1], one[0]))
    ]
    total = tag("p", [tag("b", number(every), "n"), _("个场景")], "kept-total")
    meta = [chip(found.provenance), tag("span", as_of_text(found.now, found.now), "n as-of")]
    inside = [total, find_form("scen_text", wanted.text), tag("div", states, "kept-filters")]
    inside += [tag("h3", _("后评价")), tag("div", judged, "kept-filters")]
    return listing_card(_("场景目录"), [*inside, tag("h3", _("领域")), tag("div", fields, "kept-filters")], meta)


def scenarios_card(found: Listed, wanted: ScenarioFilters, files: Sequence[Any]) -> Component:
    heads = [
        tag("th", sort_head("scen_by", wanted.by, key, _(word)), "num" if key in NUMBERS else "") for word, key in HEADS
    ]
    body = [_row(row) for row in found.rows[:MOST]]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger lists sort-chips")
    none = [] if body else [tag("p", _("没有符合条件的场景"), "quiet")]
    more = _("共 {n} 个").format(n=number(found.total))
    if found.total > MOST:
        more = _("共 {n} 个，只列前 {most} 个，导出为全部").format(n=number(found.total), most=MOST)
    return listing_card(_("场景"), [tag("div", table, "ledger-box"), *none], [tag("span", more, "quiet"), *files])


def _row(row: Row) -> Safe:
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    way = f"?scenario={row['code']}"
    cells = [
        (_("编号"), "", [link(tag("span", row["code"], "n"), way, "list-link"), *simulated]),
        (_("场景名称"), "list-title", link(row["name"], way, "list-link")),
        (_("领域"), "", row["field"]),
        (_("责任部门"), "", row["owner"]),
        (_("层级"), "", _(SCENARIO_LEVELS[row["level"]])),
        (_("状态"), "", _state(row["state"])),
        (_("上线日期"), "n", day(row["begun_day"]) if row["begun_day"] else "—"),
        (_("使用资源"), "n num", _("{n} 项").format(n=number(row["resources"]))),
        (_("近 30 天使用"), "n num", used_text(row["used"])),
        (_("后评价"), "n num", score_text(row["score"])),
    ]
    told = [tag("td", inside, look, data_label=label) for label, look, inside in cells]
    return tag("tr", told, data_scenario=row["code"])


def _state(state: str) -> Safe:
    looks = {"use": "mark mark-stage", "stopped": "mark mark-late"}
    return tag("span", _(SCENARIO_STATES[state]), looks.get(state, "mark"))


def used_text(n: int | None) -> str:
    return _("{n}次").format(n=number(n)) if n is not None else "—"


def score_text(score: int | None) -> str:
    return _("{n} 分").format(n=score) if score is not None else "—"


def scenario_card(
    row: Row, resources: Sequence[tuple[str, str]], reviews: Sequence[Row], now: datetime, *, judges: bool
) -> Component:
    close = link(_("关闭"), "?scenario=", "button small")
    about = [tag("p", row["about"], "list-text")] if row["about"] else []
    ways = [tag("li", link(name, f"?tab=resources&resource={code}&scenario=", "list-link")) for code, name in resources]
    none = tag("p", _("没有登记使用的数据资源"), "quiet")
    left = [*about, _facts(row), tag("h3", _("使用的数据资源")), tag("ul", ways, "list-supports") if ways else none]
    forms = [tag("div", _judge_form(row), "acts")] if judges else []
    right = [*forms, tag("h3", _("后评价")), _reviews(reviews, now)]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    return listing_card(row["name"], [inside], [chip(row["provenance"]), close], "list-card")


def _facts(row: Row) -> Safe:
    counted = _("近 {n} 天，按审计记录计").format(n=DAYS) if row["used"] is not None else _("没有可计数的操作")
    facts: list[tuple[str, Any]] = [
        (_("编号"), tag("span", row["code"], "n")),
        (_("领域"), row["field"]),
        (_("责任部门"), row["owner"]),
        (_("层级"), _(SCENARIO_LEVELS[row["level"]])),
        (_("状态"), _state(row["state"])),
        (_("使用"), [tag("span", used_text(row["used"]), "n"), " ", tag("small", counted)]),
        (_("后评价"), tag("span", score_text(row["score"]), "n")),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")


def _reviews(reviews: Sequence[Row], now: datetime) -> Safe:
    return tag("ol", [_review(one, now) for one in reviews], "list-steps") if reviews else _none()


def _none() -> Safe:
    return tag("p", _("还没有评价"), "quiet")


def _review(one: Row, now: datetime) -> Safe:
    marks = " · ".join(f"{_(word)} {one['answers'].get(name, '—')}" for name, word in QUESTIONS.items())
    who = " · ".join(filter(None, (one["actor"], _(ROLES[one["role"]]))))
    head = [tag("b", score_text(one["score"])), tag("span", moment(one["at"], now), "n"), tag("small", marks)]
    return tag("li", [tag("div", head, "list-step-head"), tag("p", one["words"]), tag("small", who)])


def _judge_form(row: Row) -> Safe:
    given = [
        void("input", type="hidden", name=name, value=value)
        for name, value in {"act": "judge", "code": row["code"]}.items()
    ]
    marks = [("", _("请选择")), *((str(n), _("{n} 分").format(n=n)) for n in range(BEST, 0, -1))]
    given += [
        field(f"mark_{name}", _(word), choice(f"mark_{name}", marks, required="")) for name, word in QUESTIONS.items()
    ]
    given.append(field("words", _("评价意见"), area("words", rows=3, maxlength=str(LONGEST), required="")))
    return folded(_("后评价"), given)


def import_form() -> Safe:
    """`assets/js/56-catalogue.js` hands the file to `POST /catalogue/data/scenarios`."""
    hint = _("表头：{names}").format(names="、".join(_(word) for word in COLUMNS.values()))
    file = field("file", _("文件"), entry("file", "file", accept=",".join(ENDINGS)), hint=hint)
    words = {"data_failed": _("没有导入成功，请重试"), "data_none": _("请选 CSV 或 XLSX 文件")}
    say, done = tag("p", None, "act-say", role="alert", **words), tag("ul", None, "import-done", role="status")
    send = tag("div", tag("button", _("导入场景"), "button primary", type="submit"), "act-send")
    form = tag("form", [file, send, say, done], "act-form", data_scenario_form="1", novalidate="")
    return tag("details", [tag("summary", _("导入场景"), "button"), form], "act", name="catalogue-act")
