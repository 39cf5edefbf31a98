"""The presenter's telephone: asks for the PIN, then shows where the show stands and large buttons to move it."""

from components.document import document, said
from components.fields import void
from components.markup import Safe, tag
from components.sign_in_page import script
from data.doors.plain_page import Page
from data.language import gettext as _

SCRIPTS = ("00-cockpit.js", "89-follow.js", "91-show-keys.js", "94-remote.js")
BUTTONS = (("black", "黑屏"), ("pause", "暂停"), ("caption", "字幕"), ("up", "返回本幕"))


def asks(page: Page, show: str) -> str:
    """The PIN that the presenter's screen shows."""
    entry = void(
        "input",
        "control remote-pin",
        name="pin",
        inputmode="numeric",
        autocomplete="one-time-code",
        pattern="[0-9]*",
        maxlength="6",
        required="",
        aria_label="PIN",
    )
    inside = [entry, tag("button", _("连接"), "button primary", type="submit")]
    form = tag("form", inside, "seat-form", method="post", action=page.there(f"/briefing/remote/{show}"))
    words = tag("p", _("输入讲者屏上“手机遥控”里的 6 位 PIN。"), "quiet")
    return _framed(page, [tag("h1", _("手机遥控")), words, *said(page.said), form])


def remote(page: Page, show: str, title: str) -> str:
    """Filled by the script."""
    head = [tag("h1", title), tag("p", None, "seat-say remote-lost", role="status", data_remote="lost", hidden="")]
    now = [
        tag("p", [tag("span", None, "n", data_remote="at"), tag("span", None, "n remote-time", data_remote="time")]),
        tag("h2", None, "", data_remote="title"),
        tag("div", None, "remote-notes", data_remote="notes"),
        tag("p", [tag("span", _("下一幕")), tag("b", None, "", data_remote="next")], "remote-next"),
    ]
    ways = [_button("back", _("上一幕")), _button("next", _("下一幕"), "button primary")]
    more = [_button(act, _(words)) for act, words in BUTTONS]
    pad = tag("div", tag("span", _("按住滑动指示")), "remote-pad", data_remote="pad")
    jump = tag("details", [tag("summary", _("跳转到")), tag("div", None, "remote-jumps", data_remote="jumps")])
    told = {
        "data_over": _("汇报已结束"),
        "data_lost": _("连接中断，恢复后自动继续"),
        "data_again": _("请重新输入 PIN"),
        "data_last": _("最后一幕"),
    }
    parts = [
        tag("div", now, "remote-now"),
        tag("div", ways, "remote-ways"),
        tag("div", more, "remote-more"),
        pad,
        jump,
    ]
    card = tag("section", [*head, *parts], "seat-card remote-card", data_remote_show=show, **told)
    return _framed(page, [card], scripts=SCRIPTS, card=False)


def _button(act: str, words: str, classes: str = "button") -> Safe:
    """Not to be pressed before the script knows where the show stands: it would do nothing."""
    return tag("button", words, classes, type="button", data_remote_act=act, disabled="")


def failed(page: Page, _status: int) -> str:
    """Why there is nothing to be moved, in words."""
    return _framed(page, [tag("h1", _("手机遥控")), tag("p", page.said, "seat-say bad", role="alert")])


def _framed(page: Page, parts: list[Safe], *, scripts: tuple[str, ...] = (), card: bool = True) -> str:
    inside = [tag("section", parts, "seat-card")] if card else parts
    body = tag("div", [tag("main", inside, "seat-cards"), *map(script, scripts)], "page seat-page remote-page")
    return document(_("手机遥控"), body, lang=page.lang, skin=page.skin, exercise=page.exercise)
