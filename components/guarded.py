"""Places guarded against fire and flood as panels show them: registers in sum, then each place to look after."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.fire_part import CHECKS
from components.frame import part
from components.marks import level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Props
from components.tables import head_row, num, row, text
from components.thing_words import kind_text
from data.answer import Answer, Row
from data.language import gettext as _
from data.words import REGISTERS

HEADS = ("单位", "状态", "检查", "最近检查", "隐患")
RULE = "状态：火险、水位、内涝、地灾预警，以及橙色以上暴雨、台风预警覆盖即告警；重点单位一年、其他两年一查"


def guarded_body(key: str) -> list[Component]:
    return [
        part(key, "layers", className="guarded-layers"),
        part(key, "rows", className="table guarded-table", tabIndex=0),
        part(key, "rule", className="rule"),
    ]


def guarded_parts(answer: Answer) -> dict[str, Props]:
    layers = answer.parts.get("registers", [])
    total = sum(int(one["total"] or 0) for one in layers)
    first = [_("最急 {n} 处").format(n=number(len(answer.rows)))] if len(answer.rows) < total else []
    lines = [_row(one, answer.as_of) for one in answer.rows]
    return {
        "sub": {"children": " · ".join([_("{n} 处").format(n=number(total)), *first])},
        "layers": {"children": [_layer(one) for one in layers]},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _layer(one: Row) -> Safe:
    word = _(REGISTERS.get(str(one["layer"]), str(one["layer"])))
    facts = [
        _("告警 {n}").format(n=number(one["alarmed"])),
        _("检查逾期 {n}").format(n=number(one["overdue"])),
        _("隐患 {n} 处").format(n=number(one["open"])),
        _("消火栓 {n} 个").format(n=number(one["hydrants"])),
    ]
    figure = tag("b", [number(one["total"]), tag("small", _("处"))], "n")
    inside = [tag("span", word), figure, tag("small", " · ".join(facts))]
    return tag("a", inside, "tile", href=f"/things?register={one['layer']}", data_carry="view")


def _row(one: Row, now: datetime | None) -> Safe:
    layer = str(one["layer"])
    about = f"{kind_text(layer, str(one['kind'])) if layer in REGISTERS else NONE} · {one['place'] or NONE}"
    name = tag(
        "a",
        [tag("b", str(one["name"])), tag("small", about)],
        "two",
        href=f"/things/{layer}/{one['code']}",
        data_carry="view",
    )
    check = str(one["check"])
    late = check != "done"
    at = datetime.fromisoformat(str(one["checked_at"])) if one["checked_at"] else None
    cells = [
        name,
        _state(one),
        text(("▲ " if late else "") + _(CHECKS.get(check, NONE)), "attn" if late else ""),
        num(moment(at, now or at) if at else NONE),
        num(number(one["open"]), "attn" if one["open"] else ""),
    ]
    return row(cells)


def _state(one: Row) -> Safe:
    """The warning over it, with its shape; else normal."""
    if not isinstance(one["colour"], int) or not one["warning"]:
        return text(_("正常"))
    inside = [level_shape(one["colour"]), tag("span", str(one["alarm"] or NONE))]
    return tag(
        "a",
        inside,
        "guarded-alarm",
        href=f"/warnings/{one['warning']}",
        title=str(one["alarm"] or ""),
        data_carry="view",
    )
