"""The catalogue over HTTP: resources and scenarios as JSON and as files, as the page has them; scenarios come in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from data.catalogue_words import (
    OPEN_FIELDS,
    OPENINGS,
    RESOURCE_GROUPS,
    RHYTHMS,
    SCENARIO_LEVELS,
    SCENARIO_STATES,
    SHARES,
)
from data.commands.catalogue_screens import LARGEST, import_scenarios
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.rows_file import as_text, as_workbook
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.ledgers.fields import CLASSES
from data.queries import catalogue, openings, scenarios
from data.queries.event_words import clock
from data.scope import Scope
from data.times import local
from data.view import LANGUAGES, View
from data.words import FRESHNESS, PROVENANCE

door = Blueprint("catalogue", __name__, url_prefix="/api/v1/catalogue")
files = Blueprint("catalogue_files", __name__, url_prefix="/catalogue/data")
for one in (door, files):
    answer_errors(one)
answer_keys(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site
VIEW = ("region", "lang")
RESOURCES = {
    "code": "代码",
    "group": "分类",
    "name": "资源名称",
    "owner": "归口单位",
    "fields": "数据项",
    "rhythm": "更新频率",
    "n": "数据量（条）",
    "newest": "最近更新",
    "fresh": "新鲜度",
    "sound": "完好率（%）",
    "origin": "来源系统",
    "share": "共享属性",
    "terms": "共享条件",
    "uses": "使用场景（个）",
}
SCENARIOS = {
    "code": "编号",
    "name": "场景名称",
    "field": "领域",
    "owner": "责任部门",
    "level": "层级",
    "state": "状态",
    "begun": "上线日期",
    "about": "说明",
    "resources": "使用资源（项）",
    "used": "近 30 天使用（次）",
    "score": "后评价（分）",
    "judged_at": "评价时间",
    "provenance": "数据性质",
}
OPEN = {
    "code": "代码",
    "name": "资源名称",
    "owner": "归口单位",
    "field": "开放领域",
    "state": "开放属性",
    "items": "开放数据项",
    "rhythm": "更新频率",
    "n": "数据量（条）",
    "newest": "最近更新",
    "words": "条件、依据或计划",
    "at": "核定时间",
    "provenance": "数据性质",
}
OPENED_BY = ("field", "state", "items", "words", "at", "provenance")  # what was said when it was opened
ASKED: dict[str, dict[str, Any]] = {
    "resources": {
        "res_group": RESOURCE_GROUPS,
        "res_share": SHARES,
        "res_text": None,
        "res_by": (*catalogue.SORTS, *(f"-{name}" for name in catalogue.SORTS)),
    },
    "open": {"open_state": OPENINGS, "open_field": OPEN_FIELDS},
    "scenarios": {
        "scen_state": SCENARIO_STATES,
        "scen_field": None,
        "scen_text": None,
        "scen_judged": ("yes", "no"),
        "scen_by": (*scenarios.SORTS, *(f"-{name}" for name in scenarios.SORTS)),
    },
}
TITLES = {"resources": "数据资源", "scenarios": "场景", "open": "公共数据开放清单"}
KINDS = ("json", "csv", "xlsx")
Row = dict[str, Any]


@door.get("/resources.<kind>")
def resources(kind: str) -> Response:
    given, view, scope = _asked(kind, "resources")
    with speaking(view.lang):
        found = catalogue.listed(house(), view, scope, catalogue.ResourceFilters.lenient(given))
        rows = [_resource(row, words=kind != "json") for row in found.rows]
        return _answer(kind, "resources", RESOURCES, rows, found)


@door.get("/scenarios.<kind>")
def all_scenarios(kind: str) -> Response:
    given, view, scope = _asked(kind, "scenarios")
    with speaking(view.lang):
        found = scenarios.listed(house(), view, scope, scenarios.ScenarioFilters.lenient(given))
        rows = [_scenario(row, words=kind != "json") for row in found.rows]
        return _answer(kind, "scenarios", SCENARIOS, rows, found)


@door.get("/open.<kind>")
def all_open(kind: str) -> Response:
    """What the public may have, for the portal that offers it."""
    given, view, scope = _asked(kind, "open")
    with speaking(view.lang):
        found = openings.open_listed(house(), view, scope, given.get("open_state", ""), given.get("open_field", ""))
        rows = [_open(row, words=kind != "json") for row in found.rows]
        return _answer(kind, "open", OPEN, rows, found)


@files.post("/scenarios")
def brought() -> Response:
    """A file as the body: {new, changed, same, wrong, kept, faults}."""
    asked = only("name", "role", "number", "lang")
    lang = asked.get("lang", "zh")
    with speaking(lang if lang in LANGUAGES else "zh"):
        if request.mimetype != PLAIN:
            raise BadInput(f"the file is sent as {PLAIN}")
        content, number = request.stream.read(LARGEST + 1), asked.get("number", "1")
        n = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0
        told = import_scenarios(house(), content, asked.get("name", ""), asked.get("role", ""), n)
        sums = {"new": told.new, "changed": told.changed, "same": told.same, "wrong": told.wrong, "kept": told.kept}
        said = _("新增 {new}，变更 {changed}，相同 {same}，有误 {wrong}").format(**sums)
        said = f"{said}；{_('其中 {n} 行存入隔离区待更正').format(n=told.kept)}" if told.kept else said
        faults = [_("第 {n} 行：{why}").format(n=line, why=why) for line, why in told.faults]
        return json_response(sums | {"said": said, "faults": faults})


def _asked(kind: str, what: str) -> tuple[dict[str, str], View, Scope]:
    sender = sender_or_guest(request, house())
    words = ASKED[what]
    given = only(*VIEW, *words)
    if kind not in KINDS:
        raise BadInput(f"{kind}: not one of {', '.join(KINDS)}")
    for name, known in words.items():
        if given.get(name) and known is not None and given[name] not in known:
            raise BadInput(f"{name}: {given[name]!r} is not one of {', '.join(known)}")
    view = View.parse({name: given[name] for name in VIEW if name in given})
    return given, view, sender.actor.scope if sender else reading(house())


def _resource(row: Mapping[str, Any], *, words: bool) -> Row:
    told = {name: row[name] for name in RESOURCES}
    if not words:
        return told | {"fields": [{"name": one.name, "class": one.shield, "unit": one.unit} for one in row["fields"]]}
    told["fields"] = "、".join(f"{one.name}({_(CLASSES[one.shield][0])})" for one in row["fields"])
    told |= {"group": _(RESOURCE_GROUPS[row["group"]]), "share": _(SHARES[row["share"]])}
    told |= {"rhythm": _(RHYTHMS[row["rhythm"]]), "fresh": _(FRESHNESS[row["fresh"]]) if row["fresh"] else ""}
    told |= {"sound": "" if row["sound"] is None else round(100 * row["sound"], 1), "newest": _clock(row["newest"])}
    return {name: "" if value is None else value for name, value in told.items()}


def _scenario(row: Mapping[str, Any], *, words: bool) -> Row:
    begun = f"{date.fromordinal(row['begun_day']):%Y-%m-%d}" if row["begun_day"] else ""
    told = {name: begun if name == "begun" else row[name] for name in SCENARIOS}
    if words:
        told |= {"level": _(SCENARIO_LEVELS[row["level"]]), "state": _(SCENARIO_STATES[row["state"]])}
        told |= {"judged_at": _clock(row["judged_at"]), "provenance": _(PROVENANCE[row["provenance"]])}
    return told if not words else {name: "" if value is None else value for name, value in told.items()}


def _open(row: Mapping[str, Any], *, words: bool) -> Row:
    one = row["opening"]
    told = {
        name: row[name] if name in ("code", "name", "owner", "rhythm", "n", "newest") else one[name] for name in OPEN
    }
    if not words:
        return told
    named = {openings.item_key(item): item.name for item in row["fields"]}
    told |= {"items": "、".join(named.get(item, item) for item in one["items"]), "at": clock(one["at"])}
    told |= {"state": _(OPENINGS[one["state"]]), "field": _(OPEN_FIELDS[one["field"]])}
    told |= {"rhythm": _(RHYTHMS[row["rhythm"]]), "newest": _clock(row["newest"])}
    told |= {"provenance": _(PROVENANCE[one["provenance"]])}
    return {name: "" if value is None else value for name, value in told.items()}


def _clock(moment: Any) -> str:
    return clock(moment) if moment else ""


def _answer(kind: str, name: str, columns: Mapping[str, str], rows: list[Row], found: Any) -> Response:
    if kind == "json":
        told = {"region": found.here.code, "now": found.now, "provenance": found.provenance}
        return json_response(told | {"total": found.total, "rows": rows})
    notes = {_("查询区划"): found.here.name, _("截至"): clock(found.now), _("时间基准"): _("北京时间")}
    notes |= {_("数据性质"): _(PROVENANCE[found.provenance])}
    labels = {key: _(label) for key, label in columns.items()}
    if kind == "csv":
        response = Response(as_text(labels, rows, notes), mimetype="text/csv")
    else:
        title = _(TITLES[name])
        response = Response(as_workbook(title, list(labels.values()), rows, notes), mimetype=XLSX)
    file = f"{name}-{found.here.code}-{local(found.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
