"""加入汇报: from any page, what it shows becomes a scene. `assets/js/97-briefing-add.js` sends it."""

from dash import html
from dash.development.base_component import Component

from components.fields import area, choice, entry, field
from components.markup import Safe, tag
from data.briefer import briefer
from data.briefing.scene import NOTES, SENTENCE, TITLE
from data.errors import CockpitError
from data.house import house
from data.language import gettext as _

MINUTES = {"min": "0.1", "max": "120", "step": "0.1"}


def adding() -> list[Component]:
    """The button and its dialog, for who makes briefings."""
    try:
        if not briefer(house()).makes:
            return []
    except CockpitError:
        return []
    hint = _("加入汇报：把当前画面加为一幕")
    button = html.Button("＋", className="look look-add", title=hint, **{"data-briefing-add": "1", "aria-label": hint})
    return [button, _dialog()]


def _dialog() -> Safe:
    fields = [
        field("scene_of", _("加到"), choice("scene_of", [("", _("新的汇报"))])),
        field("scene_new", _("汇报名称"), entry("scene_new", maxlength="48"), extra="add-new"),
        field("scene_title", _("标题"), entry("scene_title", maxlength=str(TITLE), required="")),
        field("scene_sentence", _("一句话"), entry("scene_sentence", maxlength=str(SENTENCE))),
        field("scene_notes", _("备注（只给讲者看）"), area("scene_notes", rows=3, maxlength=str(NOTES))),
        field("scene_minutes", _("时长（分钟）"), entry("scene_minutes", "number", "2", **MINUTES)),
    ]
    steps = [
        tag("button", _("加入"), "button primary", type="submit"),
        tag("button", _("关闭"), "button", type="button", data_briefing_add_close="1"),
    ]
    say = tag("p", None, "act-say", role="status")
    form = tag("form", [tag("h2", _("加入汇报")), *fields, say, tag("div", steps, "briefing-steps")], "add-form")
    words = {
        "data_added": _("已加入《{title}》，第 {n} 幕"),
        "data_failed": _("没有办成，请再试"),
        "data_open": _("去编辑"),
    }
    return tag("dialog", form, "speaker-dialog add-dialog", data_briefing_add_dialog="1", **words)
