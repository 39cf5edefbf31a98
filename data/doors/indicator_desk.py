"""What the workshop asks while somebody types, and the sheets he brings."""

from typing import Any

from flask import Blueprint, Response, request

from data.commands.indicator_screens import LARGEST, check_on_screen, editor, import_on_screen
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.indicator.importing import Tally
from data.intake.words import FAULTS
from data.language import gettext as _
from data.language import speaking
from data.view import LANGUAGES

door = Blueprint("indicator_desk", __name__, url_prefix="/indicators/data")
answer_errors(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site


@door.post("/check")
def checked() -> Response:
    """Faults, hints and the formula in words, of a definition that is not kept."""
    asked = only("lang")
    given = json_sent()[0]
    with speaking(_lang(asked)):
        editor(house(), str(given.get("role", "")), _whole(str(given.get("number", "1"))))
        found = check_on_screen(house(), {name: value for name, value in given.items() if isinstance(value, str)})
    return json_response({"faults": found.faults, "hints": found.hints, "words": found.words})


@door.post("/import")
def brought() -> Response:
    """The file as the body; its `name`, its `profile`, and the `reason` of what it restates."""
    asked = only("profile", "name", "reason", "role", "number", "lang")
    with speaking(_lang(asked)):
        if request.mimetype != PLAIN:
            raise BadInput(f"the file is sent as {PLAIN}")
        content = request.stream.read(LARGEST + 1)
        name, profile, reason, role = (asked.get(one, "") for one in ("name", "profile", "reason", "role"))
        number = _whole(asked.get("number", "1"))
        return json_response(_told(import_on_screen(house(), content, name, profile, reason, role, number)))


def _told(tally: Tally) -> dict[str, Any]:
    said = [_("这个文件以前导入过，没有再导入；当时：")] if tally.finished else []
    sums = {name: getattr(tally, name) for name in ("cells", "new", "restated", "known", "blank", "quarantined")}
    words = _("共 {cells} 个数：新增 {new}，重述 {restated}，已有且相同 {known}，空格 {blank}，进隔离区 {quarantined}")
    faults = [{"fault": _(FAULTS.get(code, code)), "n": n} for code, n in sorted(tally.faults.items())]
    kept = "/quarantine?door=indicators" if tally.quarantined else ""
    return {"said": [*said, words.format(**sums)], "faults": faults, "quarantine": kept}


def _lang(asked: dict[str, str]) -> str:
    return asked["lang"] if asked.get("lang") in LANGUAGES else "zh"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
