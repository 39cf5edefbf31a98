"""The desk of screens "/screens": what each shows and how it does, what has taken it over, and how it is steered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dash.development.base_component import Component

from components.fields import choice, entry, link
from components.listing import listing, listing_card
from components.markup import Safe, markup, tag
from components.numbers import number
from components.screens_forms import move, new_named, new_screen, ways
from components.screens_rotations import page_list, page_name, rotation_cards
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.briefer import briefer
from data.commands.kiosk_screens import ISSUERS, may
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.kiosks import groups_known, rotations_known, screens_known, taken_over
from data.queries.regions import below, homes
from data.queries.room_shows import running
from data.queries.turns import now_ms
from data.screens.words import PROFILES, STATES
from data.times import local
from data.view import View

Row = dict[str, Any]
HEADS = ("屏", "区划", "状态", "画面", "正在显示", "有效期至", "")
HEALTH = {
    "taken": "告警接管",
    "paused": "已暂停",
    "pinned": "固定画面",
    "briefing": "正在播放汇报",
    "waiting": "页面未载入",
    "down": "连接中断",
}
SOUNDS = {"muted": "声音被拦"}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a group may be given: rotations, and shows of briefings that the asker sees."""

    rotations: Sequence[Row]
    shows: Sequence[Row]


def screens_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        told = {"told": markup(tag("div", None, "screen-told", data_listing_told="1"))}
        parts = told | screens_drawn(house, view, chosen)
        return listing(house, view, refused, "screens", "/screens", _("大屏"), parts, breadcrumb(), search())


def screens_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], number: int = 1
) -> dict[str, str]:
    """{part: HTML}."""
    scope, now = looking(house), datetime.now(UTC)
    steers, issues = may(house, role, number), may(house, role, number, ISSUERS)
    with house.engine.connect() as connection:
        screens, groups = screens_known(connection, scope, now), groups_known(connection, scope)
        rotations, regions = rotations_known(connection, scope), _regions(connection, scope)
        taken, shows = taken_over(connection, screens, scope), _shows(connection, house)
    offered = Offered(rotations=rotations, shows=shows)
    cards = [_group(one, screens, groups, offered, steers, issues, now) for one in _worth(groups, screens)]
    none = [] if cards else [listing_card(_("大屏"), _nothing(issues))]
    drawn = {
        "alarms": [_taken(taken, view.lang, steers)] if taken else [],
        "rows": [*cards, *none, page_list()],
        "rotations": rotation_cards(rotations, regions, steers),
        "side": _new(groups, regions, steers, issues),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _regions(connection: Any, scope: Any) -> list[tuple[str, str]]:
    """The asker's own and those below: of others the code is typed nowhere."""
    own = homes(connection, scope)
    return [(one.code, one.name) for home in own for one in (home, *below(connection, home))]


def _shows(connection: Any, house: House) -> list[Row]:
    me = briefer(house)
    return [row for row in running(connection) if me.sees(row | {"code": row["briefing"]})]


def _worth(groups: Sequence[Row], screens: Sequence[Row]) -> list[Row]:
    """Groups with screens in force first, then those that still wait for some; what is left of others is not shown."""
    held = {one["group_id"] for one in screens}
    return sorted(
        (one for one in groups if one["id"] in held or not one["lone"]), key=lambda one: one["id"] not in held
    )


def _nothing(issues: bool) -> list[Safe]:
    words = _("还没有登记大屏。") + (_("在右侧登记一块，用它的地址或二维码在那块屏上打开。") if issues else "")
    return [tag("p", words, "quiet")]


def _new(groups: Sequence[Row], regions: Sequence[tuple[str, str]], steers: bool, issues: bool) -> list[Component]:
    cards = [listing_card(_("登记大屏"), new_screen(groups, regions))] if issues else []
    if steers:
        hint = _("同一房间的几块屏；登记时选它")
        cards.append(listing_card(_("屏组"), new_named("group", _("新建屏组"), regions, hint)))
    return cards


def _taken(taken: Sequence[Row], lang: str, steers: bool) -> Component:
    rows = [_alarm(one, lang, steers) for one in taken]
    return listing_card(_("告警接管中"), tag("div", rows, "screen-alarms"), extra="screen-taken")


def _alarm(one: Row, lang: str, steers: bool) -> Safe:
    told = one["told"]
    words = told["words"][lang if lang == "en" else "zh"] if told else _("范围外的告警")
    name = link(words, told["way"], data_carry="view") if told else tag("span", words)
    left = max(0, one["until"] - now_ms()) // 1000
    where = _("{screens} · 最多还有 {n} 秒").format(screens="、".join(one["screens"]), n=number(left))
    seen = move("seen", {"kind": one["kind"], "ref": str(one["ref"])}, [], _("确认，返回原画面"), "button primary")
    mark = tag("i", None, f"lv lv-{one['level']}")
    return tag("div", [mark, tag("span", [tag("b", name), tag("small", where)], "two"), *([seen] if steers else [])])


def _group(
    one: Row,
    screens: Sequence[Row],
    groups: Sequence[Row],
    offered: Offered,
    steers: bool,
    issues: bool,
    now: datetime,
) -> Component:
    mine = [row for row in screens if row["group_id"] == one["id"]]
    live = sum(row["state"] == "live" for row in mine)
    count = _("{n} 块屏，{m} 块在线").format(n=number(len(mine)), m=number(live))
    heads = tag("thead", tag("tr", [tag("th", _(words) if words else "") for words in HEADS]))
    rows = [_screen(row, groups, steers, issues, now) for row in mine]
    table = tag("div", tag("table", [heads, tag("tbody", rows)], "ledger screens-table"), "ledger-box")
    none = [] if mine else [tag("p", _("这个屏组还没有屏"), "quiet")]
    inside = [_turn(one, offered), *(_steering(one, offered) if steers else []), *([table] if mine else none)]
    return listing_card(one["name"], inside, [tag("span", count)], "screen-group")


def _turn(one: Row, offered: Offered) -> Safe:
    """What the group shows now, and for how long yet; `assets/js/84-screens-desk.js` counts down."""
    if one["show"]:
        title = next((show["title"] for show in offered.shows if show["code"] == one["show"]), "")
        return tag("p", [tag("small", _("正在播放汇报")), tag("b", title)], "screen-turn")
    if one["pinned"]:
        return tag("p", [tag("small", _("固定画面")), tag("b", page_name(one["pinned"]))], "screen-turn")
    page = next((row for row in one["pages"] if row["id"] == one["shown"]), None)
    if page is None:
        words = _("轮播里没有可显示的页") if one["rotation"] else _("未设轮播，固定显示一张图")
        return tag("p", tag("b", words), "screen-turn")
    left = tag("b", number(one["left"] // 1000 + 1), "n", data_turn_left=str(one["left"]))
    held = one["since"] > now_ms() + 1_000
    state = _("已暂停 · 剩") if one["paused"] else _("告警中 · 返回后剩") if held else _("剩")
    still = {"data_still": "1"} if one["paused"] or held else {}
    parts = [
        tag("small", one["rotation"]),
        tag("b", page_name(page["path"])),
        tag("span", [state, " ", left, " ", _("秒")]),
    ]
    return tag("p", parts, "screen-turn", **still)


def _steering(one: Row, offered: Offered) -> list[Safe]:
    on = {"group": one["code"]}
    if one["show"]:
        words = _("撤下汇报，回到原画面")
        return [tag("div", move("show", on | {"show": ""}, [], words), "screen-ways screen-steering")]
    own, turning = one["rotation_code"] or "", bool(one["pages"]) and not one["pinned"]
    listed = [("", _("不轮播")), *((row["code"], row["name"]) for row in offered.rotations)]
    follow = move("follow", on, [choice("rotation", listed, own, aria_label=_("轮播"))], _("改用这个轮播"))
    forms = []
    if turning:
        pause = ("resume", _("继续")) if one["paused"] else ("pause", _("暂停"))
        for name, words in (("back", _("上一页")), pause, ("next", _("下一页"))):
            forms.append(move("steer", on | {"move": name}, [], words))
    if one["pages"]:
        pages = [(str(row["id"]), page_name(row["path"])) for row in one["pages"]]
        forms.append(move("steer", on | {"move": "go"}, [choice("page", pages, aria_label=_("页面"))], _("转到")))
    if one["pinned"]:
        forms.append(move("steer", on | {"move": "unpin"}, [], _("返回轮播")))
    box = entry("page", "text", one["pinned"] or "/", list="screen-pages", maxlength="1000", aria_label=_("固定的页面"))
    forms.append(move("steer", on | {"move": "pin"}, [box], _("固定这一页")))
    if offered.shows:
        shows = [(row["code"], row["title"]) for row in offered.shows]
        forms.append(move("show", on, [choice("show", shows, aria_label=_("正在进行的汇报"))], _("上大屏")))
    return [tag("div", [*forms, follow], "screen-ways screen-steering")]


def _screen(row: Row, groups: Sequence[Row], steers: bool, issues: bool, now: datetime) -> Safe:
    health = row["health"]
    size = f"{health['width']}×{health['height']}" if health.get("width") else "—"
    notes = [_(HEALTH.get(health.get("state", ""), "")) if health.get("state") in HEALTH else ""]
    notes += [_(SOUNDS[health["sound"]])] if health.get("sound") in SOUNDS and row["sound"] else []
    notes += [_("{n} 个错误").format(n=health["errors"])] if health.get("errors", "0") not in ("0", "") else []
    shown = page_name(health["page"]) if health.get("page") and row["state"] == "live" else "—"
    cells = [
        tag("td", [tag("b", row["name"]), tag("small", row["code"], "n")], "two"),
        tag("td", row["place"]),
        tag("td", [tag("b", _(STATES[row["state"]]), f"screen-state screen-{row['state']}"), _seen(row, now)], "two"),
        tag("td", [tag("b", _(PROFILES[row["profile"]])), tag("small", size, "n")], "two"),
        tag("td", [tag("b", shown), tag("small", " · ".join(one for one in notes if one))], "two"),
        tag("td", f"{local(row['expires_at']):%Y-%m-%d}", "n"),
        tag("td", tag("div", ways(row, groups, issues, now), "screen-ways") if steers else ""),
    ]
    return tag("tr", cells, data_screen=row["code"])


def _seen(row: Mapping[str, Any], now: datetime) -> Safe:
    """When it was heard of last."""
    if row["seen_at"] is None:
        return tag("small", _("从未打开"))
    gone = max(0, int((now - row["seen_at"]).total_seconds()))
    words = _("{n} 秒前").format(n=gone) if gone < 120 else f"{local(row['seen_at']):%m-%d %H:%M}"
    return tag("small", words, "n")
