"""What the area that was picked holds: people, danger classes, points, resources, and the list to take away."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from components.fields import link
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import NONE, number
from data.language import gettext as _
from data.times import local
from data.words import LEVELS, PROVENANCE

Body = dict[str, Any]
PLACES, TOWNS = 30, 6  # shown here; files have all


def nothing() -> list[Safe]:
    """What to do while nothing is picked."""
    return [
        tag("p", _("还没有选择范围"), "area-none"),
        tag("p", _("点“当前区域”，或选一条预警、一个测站、台风风圈，或在地图上画多边形、圆。"), "quiet"),
    ]


def reach(area: str) -> list[Safe]:
    """Ways to speak to whoever is in it."""
    kinds = (("call", _("呼叫范围内力量")), ("outbound", _("通知范围内的人")), ("broadcast", _("范围内广播")))
    ways = [
        link(words, f"/callouts?new={kind}&area={quote(area)}", "button small", data_carry="view")
        for kind, words in kinds
    ]
    return [tag("div", ways, "area-ways")]


def refused(words: str) -> list[Safe]:
    """Why there is no answer, and the way out."""
    retry = tag("button", _("重试"), "button small", type="button", data_area_again="1")
    return [tag("p", words, "area-refused", role="alert"), tag("div", [retry, _clear()], "area-ways")]


def _clear() -> Safe:
    return tag("a", _("清除"), "button small", href="?area=")


def held(body: Body, title: str, sent: dict[str, Any], now: datetime, spot: tuple[float, float] | None) -> list[Safe]:
    """The answer of the door, drawn. `spot`: the middle of the area, where an event about it is reported; None: of a
    past moment none is.
    """
    partly = [tag("p", _("范围超出可看区域，只计可看部分"), "quiet")] if body["limited"] else []
    return [
        tag(
            "header",
            [tag("b", title), tag("span", [tag("b", number(body["area"]["km2"], 1), "n"), " km²"])],
            "area-title",
        ),
        *partly,
        tag("div", [_people(body, now), _moving(body, now)], "area-heroes"),
        _dangers(body),
        _counts(body),
        _towns(body),
        _places(body),
        _files(body, sent),
        *([_report(body, title, spot)] if spot else []),
        tag(
            "p",
            [_("口径："), body["rules"]["people"], "；", body["rules"]["things"], "；", body["to_move"]["rule"]],
            "area-rules",
        ),
    ]


def _people(body: Body, now: datetime) -> Safe:
    people, homes = body["people"], body["households"]
    more = _("{n} 户").format(n=number(homes["value"]))
    return _hero(_("受影响人口"), people, now, more if homes["value"] is not None else _("人口未统计"))


def _moving(body: Body, now: datetime) -> Safe:
    return _hero(_("需转移"), body["to_move"], now, _("估算"))


def _hero(label: str, value: Body, now: datetime, more: str) -> Safe:
    figure = tag("b", [number(value["value"]), tag("small", value["unit"])], "n")
    told = [chip(value["provenance"]), tag("span", as_of_text(value["as_of"], now), "n as-of")]
    return tag("div", [tag("span", label), figure, tag("em", more), tag("div", told, "area-told")], "area-hero")


def _dangers(body: Body) -> Safe:
    rows = [
        tag(
            "div",
            [
                tag("i", None, f"lv lv-{row['class']}"),
                tag("span", row["label"]),
                tag("b", number(row["n"]), "n"),
                tag("span", [_("转移 "), tag("b", number(row["to_move"]), "n"), " ", _("人")]),
            ],
            f"area-danger{'' if row['n'] else ' none'}",
        )
        for row in body["danger_classes"]
    ]
    return tag("section", [tag("h3", _("险情等级")), tag("div", rows, "area-dangers")])


def _counts(body: Body) -> Safe:
    """Points, sites, resources and the other registers. A register that nobody keeps is said to be missing, not 0."""
    groups = [
        (_("风险点"), [(row["label"], number(row["total"]), _("处")) for row in body["risk_points"]]),
        (_("重点部位"), [(row["label"], number(row["n"]), _("处")) for row in body["key_sites"]]),
        (_("学校"), _schools(body["schools"])),
        (_("应急资源"), [(row["label"], number(row["quantity"]), row["unit"]) for row in body["resources"]]),
        (_("其他"), [(row["label"], number(row["n"]), _("处")) for row in body["others"]]),
    ]
    rows = [tag("div", [tag("dt", name), tag("dd", _chips(told))]) for name, told in groups]
    return tag("dl", rows, "area-counts")


def _schools(rows: Sequence[Body] | None) -> list[tuple[str, str, str]]:
    if rows is None:
        return [(_("未建台账"), "—", "")]
    return [(row["label"], number(row["n"]), _("所")) for row in rows]


def _chips(told: Sequence[tuple[str, str, str]]) -> list[Safe]:
    if not told:
        return [tag("span", _("无"), "quiet")]
    return [
        tag("span", [label, " ", tag("b", figure, "n"), f" {unit}" if unit else ""]) for label, figure, unit in told
    ]


def _towns(body: Body) -> Safe:
    rows = [
        tag("span", [row["name"], " ", tag("b", number(row["people"]), "n"), " ", _("人")])
        for row in body["towns"][:TOWNS]
    ]
    more = len(body["towns"]) - TOWNS
    rest = [tag("span", _("等 {n} 个").format(n=len(body["towns"])), "quiet")] if more > 0 else []
    return tag("dl", [tag("div", [tag("dt", _("涉及镇街")), tag("dd", [*rows, *rest] or _("无"))])], "area-counts")


def _places(body: Body) -> Safe:
    lines = [_place(one) for one in body["places"][:PLACES]]
    if not lines:
        return tag("p", _("范围内没有台账对象"), "quiet")
    head = tag("tr", [tag("th", words, scope="col") for words in (_("类型"), _("名称"), _("责任人"), _("需转移"))])
    shown = _("共 {n} 处，列出前 {m} 处").format(n=number(body["places_total"]), m=len(lines))
    caption = tag("caption", shown if body["places_total"] > len(lines) else _("共 {n} 处").format(n=len(lines)))
    table = tag("table", [caption, tag("thead", head), tag("tbody", lines)], "area-places")
    return tag("div", table, "area-scroll", tabindex="0", role="region", aria_label=_("受影响对象"))


def _place(one: Body) -> Safe:
    move = "" if one["to_move"] is None else f"{number(one['to_move'])} {_('人')}"
    return tag(
        "tr",
        [
            tag("td", one["kind"] or one["layer"], title=one["layer"]),
            tag(
                "td", [link(one["name"], f"/things/{one['register']}/{quote(one['code'])}"), tag("small", one["town"])]
            ),
            tag("td", _answering(one["persons"])),
            tag("td", move, "n num"),
        ],
    )


def _answering(persons: Sequence[Body]) -> list[Safe]:
    """Who is nearest to it of its chain, with the telephone; all of the chain when the cell is pointed at."""
    if not persons:
        return [tag("span", _("未登记"), "quiet")]
    whole = "\n".join(f"{_(LEVELS[one['level']])} {one['role']} {one['name']} {one['phone'] or '—'}" for one in persons)
    near = persons[-1]
    return [tag("span", near["name"], title=whole), tag("small", near["phone"] or "—", "n")]


def _report(body: Body, title: str, spot: tuple[float, float]) -> Safe:
    """To the form of an event with its place and figures, from where it is dispatched as any."""
    words = _("{area}（{km2} km²）：受影响 {people} 人，需转移约 {move} 人，风险点 {risks} 处，重点部位 {sites} 处。")
    figures = {
        "area": title,
        "km2": number(body["area"]["km2"], 1),
        "people": number(body["people"]["value"]),
        "move": number(body["to_move"]["value"]),
        "risks": number(sum(row["total"] for row in body["risk_points"])),
        "sites": number(sum(row["n"] for row in body["key_sites"])),
    }
    told = words.format(**figures) + _doubts(body)
    asked = urlencode({"spot": f"{spot[0]:.6f},{spot[1]:.6f}", "text": told})
    way = link(_("上报事件并派遣"), f"/report?{asked}", "button small", data_carry="beside")
    return tag("div", [way, tag("small", _("带上范围中心与数字，核对后上报，再到调度台派遣"), "quiet")], "area-ways")


def _doubts(body: Body) -> str:
    """As of the older of both figures, what each of them is, and whether it is only a part."""
    people, move = body["people"], body["to_move"]
    as_of = min((one["as_of"] for one in (people, move) if one["as_of"]), default=None)
    at = f"{local(as_of):%Y-%m-%d %H:%M}" if as_of else NONE
    kinds = {name: _(PROVENANCE[one["provenance"]]) for name, one in (("people", people), ("move", move))}
    words = _("截至 {at}，人口为{people}数据，需转移为{move}数据。").format(at=at, **kinds)
    return words + (_("范围超出可看区域，只计可看部分。") if body["limited"] else "")


def _files(body: Body, sent: dict[str, Any]) -> Safe:
    """The files of the door, asked with the same body."""
    buttons = [
        tag("button", _("导出 {form}").format(form=form.upper()), "button small", type="button", data_area_file=form)
        for form in ("csv", "xlsx")
    ]
    failed = tag("p", None, "act-say", role="alert", data_failed=_("没有导出成功，请重试"))
    return tag("div", [*buttons, failed], "area-ways area-files", data_sent=json.dumps(sent, ensure_ascii=False))
