"""视频覆盖 of the area that was picked: how much of its ground cameras see, what they miss, the report to take away."""

import json
from typing import Any
from urllib.parse import quote

from components.exposure_card import PLACES
from components.fields import link
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.tables import bar
from data.language import gettext as _
from data.queries.coverage import GAPS_M, SPOTS, Coverage, worded
from data.queries.coverage import PLACES as REGISTERED
from data.queries.exposure_words import COVER_RULE
from data.words import REGISTERS

Row = dict[str, Any]
WIDEST_KM2 = round(SPOTS * GAPS_M**2 / 1e6)


def nothing() -> list[Safe]:
    return [
        tag("p", _("还没有选择范围"), "area-none"),
        tag("p", _("选一个范围，或在地图上画多边形、圆，看视频覆盖与盲区。"), "quiet"),
    ]


def covered(found: Coverage, title: str, sent: Row, now: Any, *, past: bool = False) -> list[Safe]:
    """How much is seen, where on the map nothing is, the places that no camera sees. `past`: looked at in the past."""
    ground = [tag("b", number(found.ground_km2, 2), "n"), " km²"]
    return [
        tag("header", [tag("b", title), tag("span", ground)], "area-title"),
        tag("div", [_share(found, now), _seen(found, now)], "area-heroes"),
        tag("p", _where(found), "quiet"),
        *([tag("p", _("台账为此刻状态，不回看"), "quiet")] if past else []),
        _registers(found),
        _blind(found),
        _files(sent),
        tag("p", [_("口径："), _(COVER_RULE), "；", _step(found)], "area-rules"),
    ]


def _share(found: Coverage, now: Any) -> Safe:
    more = _("{n} 路看得到").format(n=number(found.cameras))
    told = [chip(found.provenance), tag("span", as_of_text(found.as_of, now), "n as-of")]
    figure = [tag("b", percent(found.share), "n"), tag("em", more), bar(f"{found.share:.1f}%")]
    return tag("div", [tag("span", _("地面覆盖率")), *figure, tag("div", told, "area-told")], "area-hero")


def _seen(found: Coverage, now: Any) -> Safe:
    n, all_of_it = found.places_seen, len(found.places)
    figure = tag("b", [number(n), tag("small", f"/ {number(all_of_it)} {_('处')}")], "n")
    stands = chip("simulated") if any(one["provenance"] == "simulated" for one in found.places) else None
    as_of = min((one["as_of"] for one in found.places), default=None)
    told = [stands, tag("span", as_of_text(as_of, now), "n as-of")]
    blind = tag("em", _("盲区 {n} 处").format(n=number(all_of_it - n)))
    return tag("div", [tag("span", _("看得到的对象")), figure, blind, tag("div", told, "area-told")], "area-hero")


def _where(found: Coverage) -> str:
    if found.gaps is None:
        return _("范围较大，只算比例；不大于 {km2} km² 的范围在地图上画出盲区").format(km2=number(WIDEST_KM2))
    return _("地图上斜线处没有视频看得到") if found.gaps["coordinates"] else _("范围内处处有视频看得到")


def _step(found: Coverage) -> str:
    words = _("按 {step} m 方格取 {n} 点")
    return words.format(step=number(found.step_m, 0), n=number(found.spots))


def _registers(found: Coverage) -> Safe:
    """Of each register how many are seen."""
    rows = []
    for layer in REGISTERED:
        mine = [one for one in found.places if one["register"] == layer]
        seen = sum(one["cameras"] > 0 for one in mine)
        if mine:
            rows.append(tag("span", [_(REGISTERS[layer]), " ", tag("b", f"{seen} / {len(mine)}", "n"), f" {_('处')}"]))
    listed = rows or [tag("span", _("无"), "quiet")]
    return tag("dl", [tag("div", [tag("dt", _("看得到")), tag("dd", listed)])], "area-counts")


def _blind(found: Coverage) -> Safe:
    blind = [one for one in found.places if not one["cameras"]]
    lines = [_line(one) for one in worded(blind[:PLACES])]
    if not lines:
        words = _("范围内的对象都有视频看得到") if found.places else _("范围内没有台账对象")
        return tag("p", words, "quiet")
    heads = (_("类型"), _("盲区对象"), _("最近视频"), _("需转移"))
    head = tag("tr", [tag("th", words, scope="col") for words in heads])
    shown = _("盲区 {n} 处，列出前 {m} 处").format(n=number(len(blind)), m=len(lines))
    table = tag("table", [tag("caption", shown), tag("thead", head), tag("tbody", lines)], "area-places")
    return tag("div", table, "area-scroll", tabindex="0", role="region", aria_label=_("盲区对象"))


def _line(one: Row) -> Safe:
    name = link(one["name"], f"/things/{one['register']}/{quote(one['code'])}")
    away = NONE if one["nearest_m"] is None else f"{number(one['nearest_m'])} m"
    people = f"{number(one['people'])} {_('人')}" if one["people"] else ""
    cells = [tag("td", one["kind"], title=one["layer"]), tag("td", [name, tag("small", one["town"])])]
    return tag("tr", [*cells, tag("td", away, "n"), tag("td", people, "n num")])


def _files(sent: Row) -> Safe:
    """The report, by the door, asked with the same body."""
    buttons = [
        tag(
            "button",
            _("导出报告 {form}").format(form=form.upper()),
            "button small",
            type="button",
            data_area_file=form,
            data_area_door="coverage",
        )
        for form in ("csv", "xlsx")
    ]
    failed = tag("p", None, "act-say", role="alert", data_failed=_("没有导出成功，请重试"))
    return tag("div", [*buttons, failed], "area-ways area-files", data_sent=json.dumps(sent, ensure_ascii=False))
