"""The presenter's window: what is on, what comes, notes and clocks. `assets/js/93-speaker.js` fills it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.fields import choice
from components.link import link_down
from components.markup import Safe, still, tag
from components.wall import engine
from data.briefer import making
from data.doors.briefing_shows import seen
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View

KEYS = (  # act, key as it is printed, words
    ("black", "B", "黑屏"),
    ("point", "L", "指示"),
    ("caption", "C", "字幕"),
    ("pause", "P", "暂停"),
    ("jump", "G", "跳转"),
    ("up", "⌫", "返回本幕"),
)


def speaker_page(house: House, view: View, show: str) -> Component:
    """UnknownThing and Forbidden: it is the window of whoever opened the show, and of nobody else."""
    me = making(house)
    with house.engine.connect() as connection:
        row, of = seen(connection, show, me)
    if row["opened_by"] != me.who:
        raise Forbidden(_("这场汇报由别人主持"))
    with speaking(view.lang):
        return html.Div(
            [still([_bar(of), *_inside()], className="speaker-all"), *engine(view, [])],
            className="page speaker",
            **{"data-live": "speaker", "data-speaker": show, "data-briefing": of["code"]} | _words(),
        )


def _bar(of: dict[str, Any]) -> Safe:
    left = [
        tag("h1", _("汇报 讲者视图")),
        tag("span", of["title"], "speaker-title"),
        tag("span", None, "speaker-screens", data_speaker_part="screens", role="status"),
        tag("button", _("打开观众屏"), "button small", type="button", data_speaker_act="audience"),
        tag("button", _("上大屏"), "button small", type="button", data_speaker_act="rooms"),
        tag("button", _("手机遥控"), "button small", type="button", data_speaker_act="phone"),
    ]
    right = [link_down(), tag("span", None, "speaker-lost", data_speaker_part="lost", role="alert"), _clock()]
    return tag("header", [tag("div", left), tag("div", right)], "speaker-bar")


def _clock() -> Safe:
    return tag("b", None, "n", data_speaker_part="clock")


def _inside() -> list[Safe]:
    return [
        tag("section", [_head(_("当前"), "current"), _screen("current")], "speaker-current"),
        tag("section", [_head(_("下一幕"), "next"), _screen("next")], "speaker-next"),
        _timer(),
        _notes(),
        tag("nav", None, "speaker-strip", data_speaker_part="strip", aria_label=_("各幕")),
        _data(),
        _controls(),
        *_dialogs(),
    ]


def _head(words: str, name: str) -> Safe:
    inside = [
        tag("b", words),
        tag("span", None, "n", data_speaker_part=f"{name}-n"),
        tag("span", None, "", data_speaker_part=f"{name}-title"),
    ]
    return tag("h2", inside)


def _screen(name: str) -> Safe:
    """A true picture of the audience's screen; over that of now, a place to point at."""
    point = [tag("div", None, "speaker-point", data_speaker_part="point", hidden="")] if name == "current" else []
    return tag("div", point, "speaker-screen", data_speaker_part=f"{name}-screen", data_none=_("最后一幕"))


def _timer() -> Safe:
    def track(name: str) -> Safe:
        return tag("div", tag("i", None, "", data_speaker_part=f"{name}-track"), "speaker-track")

    def spent(name: str) -> list[Safe]:
        return [tag("b", None, "n", data_speaker_part=name), tag("span", None, "n", data_speaker_part=f"{name}-of")]

    parts = [
        tag("p", _("已用 / 总时")),
        tag("p", spent("all"), "speaker-long"),
        track("all"),
        tag("p", [tag("span", _("本幕")), tag("span", spent("scene"))], "speaker-row"),
        track("scene"),
        tag("p", [tag("span", _("节奏")), tag("b", None, "", data_speaker_part="pace")], "speaker-row"),
    ]
    return tag("section", parts, "speaker-timer")


def _notes() -> Safe:
    sizes = [
        tag("span", _("字号")),
        tag("button", "A−", "button small", type="button", data_speaker_act="smaller", aria_label=_("备注字号小一些")),
        tag("button", "A+", "button small", type="button", data_speaker_act="larger", aria_label=_("备注字号大一些")),
    ]
    head = tag("header", [tag("h2", _("备注"), "panel-title"), tag("div", sizes, "panel-meta")], "panel-head")
    return tag(
        "section", [head, tag("div", None, "speaker-notes", data_speaker_part="notes", tabindex="0")], "panel card"
    )


def _data() -> Safe:
    head = tag("header", [tag("h2", _("数据"), "panel-title"), tag("div", None, "panel-meta")], "panel-head")
    inside = tag("div", None, "speaker-data", data_speaker_part="data", role="status")
    return tag("section", [head, inside], "panel card speaker-data-card")


def _controls() -> Safe:
    def button(act: str, key: str, words: str, more: str = "") -> Safe:
        inside = [tag("kbd", key), tag("span", words)]
        return tag("button", inside, f"button {more}".strip(), type="button", data_speaker_act=act)

    forward = tag(
        "button", [tag("span", _("下一幕")), tag("kbd", "→")], "button primary", type="button", data_speaker_act="next"
    )
    some = [button(act, key, _(words)) for act, key, words in KEYS]
    paces = [("0", _("手动")), ("-1", _("按各幕时长")), *((str(n), _("每幕 {n} 秒").format(n=n)) for n in (15, 30, 60))]
    auto = tag("label", [tag("span", _("自动播放")), choice("auto", paces, data_speaker_part="auto")], "speaker-auto")
    end = button("end", "Esc", _("结束"), "speaker-end")
    return tag("footer", [button("back", "←", _("上一幕")), forward, *some, auto, end], "speaker-controls")


def _dialogs() -> list[Safe]:
    close = tag("button", _("关闭"), "button", type="button", data_speaker_act="close")
    phone = [
        tag("h2", _("手机遥控")),
        tag("div", None, "speaker-code", data_speaker_part="code"),
        tag("p", None, "speaker-address", data_speaker_part="address"),
        tag("p", [tag("span", "PIN"), tag("b", None, "n", data_speaker_part="pin")], "speaker-pin"),
        tag("p", _("手机与本机在同一网络，扫码后输入 PIN；换 PIN 后已连的手机要重新输入。"), "quiet"),
        tag(
            "div",
            [tag("button", _("换 PIN"), "button", type="button", data_speaker_act="repin"), close],
            "speaker-steps",
        ),
    ]
    jump = [tag("h2", _("跳转到")), tag("div", None, "speaker-jumps", data_speaker_part="jumps"), close]
    keep = tag("button", _("继续汇报"), "button", type="button", data_speaker_act="close")
    ends = tag("button", _("结束汇报"), "button primary", type="button", data_speaker_act="ends")
    over = [
        tag("h2", _("结束这场汇报？")),
        tag("p", _("观众屏会显示“汇报已结束”，手机遥控随之失效。")),
        tag("div", [ends, keep], "speaker-steps"),
    ]
    rooms = [
        tag("h2", _("上大屏")),
        tag("p", _("选中的屏组同步显示这场汇报；汇报结束后各自回到原来的画面和剩余秒数。"), "quiet"),
        tag("div", None, "speaker-rooms", data_speaker_part="rooms"),
        tag("p", None, "act-say", data_speaker_part="rooms-say", role="alert"),
        close,
    ]
    return [
        tag("dialog", inside, "act-dialog speaker-dialog", data_speaker_dialog=name)
        for name, inside in (("phone", phone), ("jump", jump), ("rooms", rooms), ("end", over))
    ]


def _words() -> dict[str, str]:
    return {
        "data-screen": _("观众屏 已连接 {size}"),
        "data-no-screen": _("观众屏 未连接"),
        "data-ahead": _("快 {time}"),
        "data-behind": _("慢 {time}"),
        "data-even": _("准时"),
        "data-seconds": _("{n} 秒"),
        "data-minutes": _("{n} 分 {s} 秒"),
        "data-room-screens": _("{n} 块屏"),
        "data-room-on": _("撤下"),
        "data-room-off": _("上屏"),
        "data-room-other": _("正在播放另一场汇报"),
        "data-no-rooms": _("没有可用的大屏。先在“大屏”页登记。"),
        "data-last": _("最后一幕"),
        "data-no-notes": _("这一幕没有备注"),
        "data-lost-words": _("与服务器的连接中断，恢复后自动继续"),
        "data-away": _("手机连不到这里：服务器只听本机。把 HOST 设为 0.0.0.0 后重启，或设置 YITU_PUBLIC_URL。"),
        "data-now-live": _("实时数据：画面随数据更新"),
        "data-now-frozen": _("已冻结 {time}"),
        "data-refused": _("没有办成，请再试"),
        "data-freeze-words": _("冻结"),
        "data-thaw-words": _("解除冻结"),
        "data-again-words": _("重新冻结"),
        "data-compare-words": _("对比与讲义"),
        "data-over-words": _("汇报已结束"),
    }
