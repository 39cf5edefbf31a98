"""The dialog of a panel on a page of themes: what it is about comes with the button that opens it."""

from components.markup import Safe, tag
from data.language import gettext as _


def theme_dialog(name: str, title: str, inside: list[Safe]) -> Safe:
    send = tag("button", _("确认"), "button primary", type="submit")
    close = tag("button", _("取消"), "button", type="button", data_theme_close="1")
    about = tag("p", None, "quiet", data_theme_about="1")
    say = tag("p", None, "act-say", role="alert")
    form = tag(
        "form",
        [about, *inside, say, tag("div", [send, close], "act-send")],
        "act-form",
        data_theme_form="1",
        novalidate="",
    )
    return tag("dialog", [tag("h2", title), form], "hand-dialog theme-dialog", data_theme_dialog=name, aria_label=title)
