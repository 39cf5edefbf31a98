"""柔性劝导: a short message to whom a minor case is about, written from a template and sent by the usual channels."""

from components.fields import area, entry, field
from components.markup import Safe, tag
from data.commands.persuading import GRADES_PERSUADED, LONGEST, PERSUADERS
from data.language import gettext as _
from data.queries.event_detail import Detail
from data.times import local


def persuade_form(one: Detail, role: str) -> list[Safe]:
    """For who may, while the case is open and minor; `role` "" only looks on."""
    row = one.row
    if row["ended_at"] is not None or row["grade"] not in GRADES_PERSUADED:
        return [tag("p", _("只用于在办的一般、重点件"), "quiet")]
    if role not in PERSUADERS:
        return [tag("p", _("由值班员、网格员或处置单位发送"), "quiet")]
    number = entry("phone", "tel", "", required="", maxlength="20", autocomplete="off", inputmode="tel")
    words = area("words", template(one), rows=3, maxlength=str(LONGEST), required="")
    hint = _("只用于这一次发送，过程里只留尾号")
    inside = [
        field("phone", _("当事人手机"), number, hint=hint),
        field("words", _("劝导内容"), words),
        tag("p", None, "act-say", role="alert"),
        tag("button", _("发送短信劝导"), "button", type="submit"),
    ]
    form = tag("form", inside, "act-form", data_move="persuade")
    return [tag("details", [tag("summary", _("短信劝导"), "button"), form], "act", name="act", data_act="persuade")]


def template(one: Detail) -> str:
    """What it says unless the sender writes otherwise."""
    row = one.row
    told = _("您好，{place}“{title}”需要您配合整改，请于 {deadline} 前自行处理，谢谢。")
    return told.format(place=row["place"], title=row["title"], deadline=f"{local(row['deadline_at']):%m-%d %H:%M}")
