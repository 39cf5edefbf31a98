"""Forms of the workshop: an indicator defined without code, a value told by hand, a bureau's sheet brought."""

import json
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from components.fields import area, choice, entry, field, radios, void
from components.indicator_words import called
from components.listing import listing_card
from components.markup import Safe, tag
from data.commands.indicator_screens import ENDINGS, LARGEST
from data.indicator.definition import DIRECTIONS, FREQUENCIES, KINDS
from data.indicator.profile import shipped
from data.indicator.units import known_units
from data.language import gettext as _
from data.queries.indicator_sheet import Sheet
from data.words import LEVELS, STAGES

Row = dict[str, Any]
PROFILES = {
    "long_table": "长表：一行一个数",
    "cross_regions": "交叉表：行地区、列指标",
    "cross_periods": "交叉表：行指标、列时期",
}
MEASURES = {
    **STAGES,
    "on_time": "按时办结",
    "satisfied": "满意",
    "returned": "退回",
    "reopened": "重开",
    "supervised": "督办",
}
DIMS = {"all": "全部事件", "category": "类别", "source": "来源", "grade": "等级", "agency": "处置单位"}
WINDOWS = {"month": "当月", "ytd": "年内累计"}
BLANK = {
    "code": "",
    "name_zh": "",
    "name_en": "",
    "domain": "",
    "branch": "",
    "unit": "",
    "department": "",
    "source": "",
}


def new(every: Sequence[Row], offices: Sequence[str]) -> Component:
    row = BLANK | {"frequency": "month", "direction": 1, "target": None, "low": None, "high": None}
    inside = _form(row | {"calc": None, "cube": None, "roll": ""}, "", every, offices)
    opened = tag("details", [tag("summary", _("新建指标"), "button primary"), inside], "act")
    return listing_card(_("新建"), opened)


def define(one: Sheet, every: Sequence[Row], offices: Sequence[str]) -> Component:
    inside = _form(one.row, str(one.row["version"]), every, offices)
    opened = tag("details", [tag("summary", _("修改定义"), "button"), inside], "act")
    return listing_card(_("修改"), opened)


def _form(row: Row, seen: str, every: Sequence[Row], offices: Sequence[str]) -> Safe:
    """Checked as it is typed by `assets/js/98-indicators.js`."""
    kind = "formula" if row["calc"] else "cube" if row["cube"] else "said"
    fixed = {"readonly": "readonly"} if seen else {}
    texts = [
        field(
            "code", _("代码"), entry("code", "text", row["code"], maxlength="64", **fixed), hint=_("小写字母、数字和 _")
        ),
        *(_text(row, name, words) for name, words in (("name_zh", _("名称")), ("name_en", _("英文名称")))),
        _listed(row, "domain", _("领域"), sorted({one["domain"] for one in every})),
        _listed(row, "branch", _("类"), sorted({one["branch"] for one in every if one["branch"]})),
        _listed(row, "unit", _("单位"), known_units()),
        _listed(row, "department", _("责任部门"), offices),
        _text(row, "source", _("数据来源")),
    ]
    few = [
        field(
            "frequency", _("频率"), choice("frequency", [(k, _(w)) for k, w in FREQUENCIES.items()], row["frequency"])
        ),
        field(
            "direction",
            _("方向"),
            choice("direction", [(str(k), _(w)) for k, w in DIRECTIONS.items()], str(row["direction"])),
        ),
        *(
            _number(row, name, words)
            for name, words in (("target", _("年度目标")), ("low", _("下限")), ("high", _("上限")))
        ),
    ]
    hidden = [_hidden("act", "define"), _hidden("seen", seen)]
    kinds = radios("kind", _("算法"), [(name, _(words)) for name, words in KINDS.items()], kind)
    live = tag("div", None, "indicator-live", role="status", data_indicator_live="1", data_fine=_("可以保存"))
    reason = field("reason", _("理由"), area("reason", rows=2, maxlength="500"))
    ways = [kinds, _said(row), _formula(row, every), _cube(row)]
    inside = [*hidden, tag("div", [*texts, *few], "indicator-fields"), *ways, live, reason, *_send(_("保存为新版本"))]
    look = "act-form indicator-form"
    return tag("form", inside, look, data_listing_move="indicator", data_indicator_form="1", novalidate="")


def _text(row: Row, name: str, words: str) -> Safe:
    return field(name, words, entry(name, "text", row[name], maxlength="128", autocomplete="off"))


def _listed(row: Row, name: str, words: str, known: Sequence[str]) -> Safe:
    listed = tag("datalist", [tag("option", None, value=one) for one in known], id=f"indicator-{name}")
    box = entry(name, "text", row[name], maxlength="64", list=f"indicator-{name}", autocomplete="off")
    return tag("div", [field(name, words, box), listed])


def _number(row: Row, name: str, words: str) -> Safe:
    value = f"{row[name]:g}" if row[name] is not None else ""
    return field(name, words, entry(name, "text", value, inputmode="decimal", maxlength="20"))


def _hidden(name: str, value: str) -> Safe:
    return void("input", name=name, type="hidden", value=value)


def _said(row: Row) -> Safe:
    ticked = {"checked": "checked"} if row["roll"] else {}
    box = void("input", name="roll", type="checkbox", value="1", **ticked)
    return tag("label", [box, tag("span", _("可加：上级没有填报时，由下级合计"))], "radio", data_kind="said")


def _formula(row: Row, every: Sequence[Row]) -> Safe:
    listed = [("", _("选指标，插入公式"))]
    listed += [(one["code"], f"{called(one)}（{_(one['unit'])}）") for one in every if one["frequency"] in FREQUENCIES]
    pick = choice("pick", listed, "", data_indicator_insert="1", aria_label=_("选指标，插入公式"))
    signs = [tag("button", sign, "button small n", type="button", data_indicator_sign=sign) for sign in "+-*/()"]
    shifts = [(f"{name}()", words) for name, words in (("prev", _("上期")), ("lastyear", _("去年同期")))]
    signs += [tag("button", words, "button small", type="button", data_indicator_sign=text) for text, words in shifts]
    box = area("calc", row["calc"] or "", rows=3, maxlength="500", spellcheck="false", aria_label=_("公式"))
    return tag("div", [tag("div", [pick, *signs], "indicator-signs"), box], "indicator-way", data_kind="formula")


def _cube(row: Row) -> Safe:
    held = json.loads(row["cube"]) if row["cube"] else {}
    told = {
        "measure": (_("计什么"), [(name, _(words)) for name, words in MEASURES.items()]),
        "dim": (_("按什么分"), [(name, _(words)) for name, words in DIMS.items()]),
        "level": (_("到哪一级"), [(str(n), _(LEVELS[n])) for n in (4, 3, 2, 1)]),
        "window": (_("时间窗口"), [(name, _(words)) for name, words in WINDOWS.items()]),
    }
    boxes = [
        field(f"cube_{name}", words, choice(f"cube_{name}", options, str(held.get(name, ""))))
        for name, (words, options) in told.items()
    ]
    key = entry("cube_key", "text", held.get("key", ""), maxlength="32")
    boxes.insert(2, field("cube_key", _("哪一项"), key, hint=_("代码，如 flood；全部事件留空")))
    return tag("div", boxes, "indicator-way indicator-fields", data_kind="cube")


def say(one: Sheet) -> Component | None:
    """Only what an office tells is told by hand."""
    if one.kind != "said":
        return None
    newest = one.rows[0]["period"] if one.rows else ""
    inside = [
        *(
            _hidden(name, value)
            for name, value in (("act", "say"), ("code", one.row["code"]), ("region", one.here.code))
        ),
        tag("p", _("{place}的数").format(place=one.here.name), "quiet"),
        field(
            "period",
            _("时期"),
            entry("period", "text", newest, maxlength="20"),
            hint=_("如 2024-06、2024-01..2024-06、2024Q2"),
        ),
        field(
            "value", f"{_('数值')} {_(one.row['unit'])}", entry("value", "text", inputmode="decimal", maxlength="24")
        ),
        field("reason", _("理由"), area("reason", rows=2, maxlength="500")),
        *_send(_("填报")),
    ]
    form = tag("form", inside, "act-form", data_listing_move="indicator", novalidate="")
    return listing_card(_("填报与更正"), tag("details", [tag("summary", _("填一个数"), "button"), form], "act"))


def bring() -> Component:
    """A sheet is handed over whole by `assets/js/98-indicators.js`."""
    limit = _("XLSX 或 CSV，{n} MB 以内").format(n=LARGEST >> 20)
    profiles = [(name, _(PROFILES.get(name, name))) for name in shipped()]
    words = {"failed": _("没有导入成功，请重试"), "none": _("请选 XLSX 或 CSV 文件")}
    say = tag("p", None, "act-say", role="alert", **{f"data_{name}": one for name, one in words.items()})
    inside = [
        field("file", _("文件"), entry("file", "file", accept=",".join(ENDINGS)), hint=limit),
        field("profile", _("版式"), choice("profile", profiles, "long_table")),
        field("reason", _("重述的理由"), entry("reason", maxlength="200")),
        say,
        tag("div", None, "import-done", role="status", data_kept=_("看隔离区")),
        tag("button", _("导入"), "button primary", type="submit"),
    ]
    form = tag("form", inside, "act-form", data_indicator_import="1", novalidate="")
    return listing_card(_("导入统计报表"), tag("details", [tag("summary", _("选择文件"), "button"), form], "act"))


def _send(words: str) -> list[Safe]:
    send = tag("button", words, "button primary", type="submit")
    return [tag("p", None, "act-say", role="alert"), tag("div", send, "act-send")]
