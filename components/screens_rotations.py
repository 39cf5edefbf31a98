"""Rotations at the desk of screens: pages in their order, each with its seconds, condition and skin, to be changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.fields import choice, entry, field
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from components.screens_forms import move, new_named, opened
from data.commands.rotations import LONGEST, SHORTEST
from data.language import gettext as _
from data.screens.pages import PAGES
from data.screens.words import CONDITIONS, PAGE_SKINS

Row = Mapping[str, Any]


def rotation_cards(known: Sequence[Row], regions: Sequence[tuple[str, str]], steers: bool) -> list[Any]:
    """All there are, and the form for a new one."""
    none = [] if known else [tag("p", _("还没有轮播；没有轮播的屏固定显示一张图。"), "quiet")]
    new = [new_named("rotation", _("新建轮播"), regions, _("先放上常用的几页，再改"))] if steers else []
    return [*(_card(one, steers) for one in known), listing_card(_("轮播"), [*none, *new])]


def page_name(path: str) -> str:
    """As people call it; an address with a query says so."""
    plain, _mark, query = path.partition("?")
    name = _(PAGES[plain]) if plain in PAGES else plain
    return f"{name} ?{query}" if query else name


def _card(one: Row, steers: bool) -> Any:
    total = sum(page["seconds"] for page in one["pages"] if not page["condition"])
    meta = [tag("span", _("一轮 {n} 秒").format(n=number(total)), "n"), tag("span", one["place"])]
    rows = [_page(one, n, page, steers) for n, page in enumerate(one["pages"], start=1)]
    table = tag("table", tag("tbody", rows), "ledger rotation-pages")
    forms = [_new_page(one), _settings(one), _drop(one)] if steers else []
    hours = _("皮肤按时刻：{day} 起日间，{night} 起夜间").format(
        day=_clock(one["day_from"]), night=_clock(one["night_from"])
    )
    told = [tag("p", hours, "quiet")] if one["day_from"] is not None else []
    return listing_card(one["name"], [tag("div", table, "ledger-box"), *told, tag("div", forms, "screen-ways")], meta)


def _page(one: Row, n: int, page: Row, steers: bool) -> Safe:
    on = {"rotation": one["code"], "page": str(page["id"])}
    notes = [_(CONDITIONS[page["condition"]])] if page["condition"] else []
    notes += [_(PAGE_SKINS[page["skin"]])] if page["skin"] else []
    cells = [
        tag("td", str(n), "n num"),
        tag("td", [tag("b", page_name(page["path"])), tag("small", " · ".join(notes))], "two"),
        tag("td", [tag("b", number(page["seconds"]), "n"), " ", _("秒")], "num"),
    ]
    if steers:
        forms = [_arrow(on, "up", "↑", _("上移")), _arrow(on, "down", "↓", _("下移"))]
        forms += [opened("put", on, _("修改"), _fields(page), _("保存")), move("out", on, [], _("移出"))]
        cells.append(tag("td", tag("div", forms, "screen-ways")))
    return tag("tr", cells)


def _arrow(on: Mapping[str, str], step: str, sign: str, words: str) -> Safe:
    button = tag("button", sign, "button small", type="submit", aria_label=words, title=words)
    return move("move", dict(on) | {"step": step}, [button])


def _fields(page: Row) -> list[Safe]:
    seconds = entry("seconds", "number", str(page["seconds"]), min=str(SHORTEST), max=str(LONGEST), required="")
    conditions = choice("condition", [(code, _(words)) for code, words in CONDITIONS.items()], page["condition"])
    skins = choice("skin", [(code, _(words)) for code, words in PAGE_SKINS.items()], page["skin"])
    path = entry("path", "text", page["path"], maxlength="1000", required="", list="screen-pages")
    return [
        field("path", _("页面"), path, hint=_("选一页，或从地址栏粘贴：区划、时间窗口、图层都跟着来")),
        field("seconds", _("秒数"), seconds),
        field("condition", _("何时显示"), conditions),
        field("skin", _("皮肤"), skins),
    ]


def page_list() -> Safe:
    """Pages to choose from, for fields that take an address."""
    return tag("datalist", [tag("option", _(words), value=path) for path, words in PAGES.items()], id="screen-pages")


def _new_page(one: Row) -> Safe:
    empty = {"path": "/", "seconds": 30, "condition": "", "skin": ""}
    return opened("put", {"rotation": one["code"]}, _("加一页"), _fields(empty), _("加入"))


def _settings(one: Row) -> Safe:
    inside = [
        field("name", _("名称"), entry("name", "text", one["name"], maxlength="64")),
        field("day", _("日间从"), entry("day", "time", _clock(one["day_from"])), hint=_("都不填：皮肤不随时刻变")),
        field("night", _("夜间从"), entry("night", "time", _clock(one["night_from"]))),
    ]
    return opened("rename", {"rotation": one["code"]}, _("设置"), inside, _("保存"))


def _drop(one: Row) -> Safe:
    sure = tag("p", _("跟随它的屏组改为固定显示一张图。"), "quiet")
    return opened("drop", {"rotation": one["code"]}, _("删除"), [sure], _("确认删除"))


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
