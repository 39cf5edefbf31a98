"""The page of a screen on a wall: frames that show pages in turn, a thin bar, what takes it over; or why it is dark."""

import json
from collections.abc import Mapping
from typing import Any

from components.document import document
from components.markup import tag
from components.sign_in_page import script
from components.takeover_card import takeover
from data.doors.plain_page import Page
from data.house import house
from data.language import gettext as _
from data.screens.words import OVER

__all__ = ["over", "shell", "takeover"]
SCRIPTS = (  # no map, no panels: these are in its frames
    *("00-cockpit.js", "10-view.js", "12-distance.js", "80-screen-turn.js", "81-screen-frames.js"),
    *("82-screen-taken.js", "83-screen.js", "live.js"),
)
WORDS = {  # what its scripts may say
    "left": "剩 {n} 秒",
    "paused": "已暂停 · 剩 {n} 秒",
    "pinned": "固定画面",
    "briefing": "正在播放汇报",
    "held": "告警中 · 返回后剩 {n} 秒",
    "waiting": "下一页没有载入，停在这一页",
    "empty": "轮播里没有可显示的页",
    "down": "与服务器的连接中断，显示的是最后收到的数据",
    "muted": "声音被浏览器拦下",
    "corner": "告警中，汇报不中断",
}


def shell(page: Page, row: Mapping[Any, Any], poll: int) -> str:
    """Filled by `assets/js/8*-screen*.js`; the stream is this page's, for all frames in it."""
    name = tag("b", row["name"], "kiosk-name")
    keys = [tag("span", [tag("kbd", key), _(words)]) for key, words in KEYS] if row["keys"] else []
    bar = [
        name,
        tag("span", None, "kiosk-group", data_kiosk_group="1"),
        tag("span", None, "kiosk-dashes", data_kiosk_dashes="1"),
        tag("span", keys, "kiosk-keys"),
        tag("span", None, "kiosk-said", data_kiosk_said="1", role="status"),
    ]
    words = json.dumps({name: _(text) for name, text in WORDS.items()}, ensure_ascii=False)
    body = [
        tag("main", None, "kiosk-stage", data_kiosk_stage="1", aria_label=row["name"]),
        tag(
            "aside", None, "kiosk-taken", data_kiosk_taken="1", role="alertdialog", hidden="", aria_label=_("告警接管")
        ),
        tag("footer", bar, "kiosk-bar"),
        tag("div", None, hidden="", data_live_poll=str(poll)),
    ]
    told = house().settings
    mark = [tag("span", _("演示数据 · 模拟"), "chip chip-simulated kiosk-mark")] if told.demo else []
    inside = [tag("div", [*body, *mark], "kiosk", data_kiosk=words), *map(script, SCRIPTS)]
    looks = {"lang": page.lang, "skin": page.skin, "exercise": page.exercise}
    return document(row["name"], inside, **looks, distance=told.wall_distance / told.wall_height)


KEYS = (("Space", "暂停"), ("PageUp", "上一页"), ("PageDown", "下一页"))


def over(page: Page, reason: str) -> str:
    """Why this screen shows nothing, large enough for who comes to see to it."""
    words = _(OVER[reason]) if reason else page.said
    told = [tag("h1", words), tag("p", _("请联系值班台，在“大屏”页换发令牌。") if reason else "", "quiet")]
    inside = tag("main", told, "kiosk-over", role="alert", data_over=reason or "away")
    return document(words, inside, lang=page.lang, skin=page.skin, exercise=page.exercise)
