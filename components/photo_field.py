"""Choosing photos in a form: checked by the server one by one, as they are chosen (`assets/js/40-photos.js`)."""

import json

from components.fields import void
from components.markup import Safe, tag
from data.language import gettext as _
from data.photos import AT_MOST

ACCEPTED = "image/jpeg,image/png,image/webp"


def words() -> dict[str, str]:
    """What its script may say."""
    return {
        "remove": _("移除"),
        "loading": _("上传中"),
        "failed": _("照片没有传上来，请重试"),
        "many": _("照片最多 {n} 张").format(n=AT_MOST),
    }


def pick(name: str, /, hint: str, **attributes: str) -> list[Safe]:
    """The button, what is good to know, and the place for what was chosen."""
    hidden = void("input", "photo-input", type="file", accept=ACCEPTED, multiple="", id=name, **attributes)
    button = tag("label", [tag("span", _("添加照片")), hidden], "button photo-pick", **{"for": name})
    return [button, tag("small", hint, "field-hint"), tag("div", None, "photo-list", role="list")]


def said() -> Safe:
    return tag("span", None, "field-say", role="alert", data_say="photos")


def photo_field(move: str) -> Safe:
    """Within the form of a move. Where and when they were taken is kept for the check alone."""
    hint = _("最多 {n} 张；拍摄位置与时间只供处置照片核查，图片中的在保存前删除").format(n=AT_MOST)
    told = json.dumps(words() | {"most": str(AT_MOST)}, ensure_ascii=False)
    return tag("div", [*pick(f"photos-{move}", hint), said()], "field photo-field", data_photos=told)
