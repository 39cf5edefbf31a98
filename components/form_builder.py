"""Where a form is put together: the catalogue of ledgers, the fields to tick, the conditions."""

import json
from collections.abc import Mapping
from typing import Any

from components.fields import entry, link, void
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.language import spoken
from data.ledgers.asked import MOST_CONDITIONS, OPS, OPS_OF, Asked
from data.ledgers.fields import CLASSES, Dictionary, Field, Ledger, english
from data.ledgers.writing import name_of
from data.view import View

FAMILIES = {
    "person": "人员",
    "talent": "人才干部",
    "enterprise": "企业",
    "house": "房屋",
    "project": "项目",
    "event": "事件",
}


def catalogue(known: Dictionary, asked: Asked | None, view: View, counts: Mapping[str, int]) -> Safe:
    """Ledgers under their headings, each with how many records it has here."""
    chosen = asked.ledger if asked else None
    families = list(dict.fromkeys(one.family for one in known.ledgers.values()))
    inside = [_family(known, family, chosen, view, counts) for family in families]
    told = _("{ledgers} 个台账 · {fields} 个标签字段").format(
        ledgers=number(len(known.ledgers)), fields=number(len(known.fields))
    )
    lived = {one.provenance for one in known.ledgers.values()}
    meta = tag("div", [*([chip("simulated")] if "simulated" in lived else [])], "panel-meta")
    head = tag("header", [tag("h2", _("台账目录"), "panel-title"), meta], "panel-head")
    inside = [tag("p", told, "quiet n forms-sum"), *inside]
    return tag("section", [head, tag("div", inside, "forms-tree")], "panel card")


def _family(known: Dictionary, family: str, chosen: Ledger | None, view: View, counts: Mapping[str, int]) -> Safe:
    ours = [one for one in known.ledgers.values() if one.family == family]
    words = [tag("b", _(FAMILIES.get(family, family))), tag("span", number(len(ours)), "n")]
    opened = {"open": "open"} if chosen and chosen.family == family else {}
    ways = [_way(one, chosen is not None and one.code == chosen.code, view, counts.get(one.code, 0)) for one in ours]
    return tag("details", [tag("summary", words), tag("div", ways)], "forms-family", **opened)


def _way(one: Ledger, on: bool, view: View, n: int) -> Safe:
    carried = view.query()
    href = f"/forms{carried}{'&' if carried else '?'}ledger={one.code}"
    current = {"aria_current": "true"} if on else {}
    told = _("{owner} · 每{frequency}更新").format(owner=one.owner, frequency=one.frequency)
    word = one.word if spoken() == "zh" else english(one.code)
    return link(
        [tag("span", word), tag("b", number(n), "n")],
        href,
        "forms-ledger on" if on else "forms-ledger",
        title=told,
        **current,
    )


def builder(known: Dictionary, asked: Asked | None, clearance: int, view: View) -> Safe:
    """`assets/js/54-forms.js` writes the conditions and sends the browser to the address of the form."""
    if asked is None:
        return tag("section", tag("p", _("这座城市还没有台账"), "quiet"), "panel card")
    of = known.of(asked.ledger.subject)
    seen = [one for one in of if one.clearance <= clearance]
    told = {
        "data_form": asked.ledger.code,
        "data_fields": json.dumps({one.code: _told(one) for one in seen}, ensure_ascii=False),
        "data_ops": json.dumps({op: _(word) for op, word in OPS.items()}, ensure_ascii=False),
        "data_ops_of": json.dumps(OPS_OF),
        "data_where": json.dumps([one.told() for one in asked.conditions], ensure_ascii=False),
        "data_most": str(MOST_CONDITIONS),
        "data_words": json.dumps(
            {"less": _("移除"), "low": _("下限"), "high": _("上限"), "field": _("字段"), "op": _("比较")}
        ),
    }
    find = entry("", "search", data_form_find="1", placeholder=_("找字段"), aria_label=_("找字段"))
    ticked = {one.code for one in asked.fields}
    groups = [_group(_("共用字段"), [one for one in of if one.ledger is None], ticked, opened=True)]
    for its in known.ledgers.values():
        own = [one for one in of if one.ledger == its.code]
        if own:
            word = its.word if spoken() == "zh" else english(its.code)
            groups.append(_group(word, own, ticked, opened=its.code == asked.ledger.code))
    go = tag("button", _("生成表格"), "button primary", type="submit")
    more = tag("button", _("添加条件"), "button", type="button", data_form_more="1")
    head = tag(
        "header",
        [
            tag("h2", _("勾选字段"), "panel-title"),
            tag("div", tag("b", str(len(ticked)), "n", data_form_ticked="1"), "panel-meta"),
        ],
        "panel-head",
    )
    where = [tag("h3", _("条件")), tag("div", None, "form-conditions"), tag("div", [more, go], "act-send")]
    inside = [head, find, tag("div", groups, "form-ticks"), tag("div", where, "form-where")]
    return tag("form", inside, "panel card form-builder", novalidate="", **told)


def told_words(one: Field) -> str:
    """Its name with its unit."""
    return f"{name_of(one)}（{_(one.unit)}）" if one.unit else name_of(one)


def _told(one: Field) -> dict[str, Any]:
    codes = one.codes if spoken() == "zh" else {code: english(code) for code in one.codes}
    return {"word": told_words(one), "kind": one.kind, "codes": codes}


def _group(word: str, fields: list[Field], ticked: set[str], *, opened: bool) -> Safe:
    n = sum(one.code in ticked for one in fields)
    summary = tag("summary", [tag("b", word), tag("span", f"{n}/{len(fields)}" if n else str(len(fields)), "n")])
    shown = {"open": "open"} if opened or n else {}
    return tag(
        "details", [summary, tag("div", [_tick(one, one.code in ticked) for one in fields])], "form-group", **shown
    )


def _tick(one: Field, on: bool) -> Safe:
    checked = {"checked": "checked"} if on else {}
    box = void("input", type="checkbox", value=one.code, data_form_field="1", **checked)
    word = name_of(one).rpartition("·")[2]
    shield = [tag("small", _(CLASSES[one.shield][0]), f"form-shield of-{one.shield}")] if one.clearance else []
    told = _("{owner} · 每{frequency}更新").format(owner=one.owner, frequency=one.frequency)
    return tag("label", [box, tag("span", word), *shield], "form-tick", title=told)
