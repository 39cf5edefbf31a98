"""The keys of the dispatch desk: the list of them, and the line in which commands are written."""

from components.fields import void
from components.markup import Safe, tag
from data.language import gettext as _

KEYS = (
    ("J / ↓", "下一件"),
    ("K / ↑", "上一件"),
    ("Enter", "查看所选事项"),
    ("X", "选入或移出批量派遣"),
    ("1 – 5", "全部、预警、待派、超时、我的"),
    ("Ctrl + Enter", "一键派遣"),
    ("Esc", "撤回窗口内的派遣；关闭对话框"),
    ("/", "命令行"),
    ("?", "快捷键"),
)
# words and pinyin initials → the first of these buttons that is there is clicked
COMMANDS = (
    ("派遣", "pq", "[data-dispatch-send]"),
    ("撤回", "ch", "[data-dispatch-recall]"),
    ("增援", "zy", "[data-dispatch-send]"),
    ("转派", "zp", "[data-order-menu*=transfer]"),
    ("督办", "db", "[data-order-menu*=urge]"),
    ("会商", "hs", ".room-ways a"),
)


def keys_dialog() -> Safe:
    rows = [tag("div", [tag("dt", tag("kbd", keys)), tag("dd", _(words))]) for keys, words in KEYS]
    close = tag("button", _("关闭"), "button", type="button", data_close="1")
    inside = [tag("h2", _("快捷键"), "panel-title", id="keys-title"), tag("dl", rows, "keys-list"), close]
    return tag("dialog", inside, "desk-dialog keys-dialog", aria_labelledby="keys-title")


def line_dialog() -> Safe:
    """A line of text: a number or a place in the queue, or a command by its words or initials."""
    hint = _("编号、地点，或命令：{names}").format(
        names="、".join(f"{_(words)} {short}" for words, short, _b in COMMANDS)
    )
    box = void(
        "input", "control", type="text", name="line", autocomplete="off", aria_label=_("命令行"), placeholder=hint
    )
    acts = [
        tag(
            "i",
            None,
            hidden="hidden",
            data_command=f"{words} {_(words)} {short}",
            data_button=button,
            data_said=_(words),
        )
        for words, short, button in COMMANDS
    ]
    say = tag(
        "p",
        None,
        "line-say",
        role="status",
        data_absent=_("{name}：此刻没有可按的按钮"),
        data_none=_("队列里没有：{name}"),
    )
    form = tag("form", [tag("label", [tag("kbd", "/"), box]), tag("p", hint, "quiet"), say, *acts], "line-form")
    return tag("dialog", form, "desk-dialog line-dialog", aria_label=_("命令行"))
