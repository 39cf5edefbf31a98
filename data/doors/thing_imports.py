"""A file of things from the page of registers: who may edit hands it in, and is told what became of its rows."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from data.commands.thing_imports import LARGEST, import_on_screen
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.intake.words import FAULTS
from data.language import gettext as _
from data.language import speaking
from data.things.importing import Tally
from data.view import LANGUAGES

door = Blueprint("thing_imports", __name__, url_prefix="/things")
answer_errors(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site


@door.post("/import")
def brought() -> Response:
    """The file as the body, its `name`, `layer` and `crs`; who brings it: `role`, `number`. The tally, in words too."""
    asked = only("layer", "crs", "name", "role", "number", "lang")
    lang = asked.get("lang", "zh")
    with speaking(lang if lang in LANGUAGES else "zh"):
        if request.mimetype != PLAIN:
            raise BadInput(f"the file is sent as {PLAIN}")
        content = request.stream.read(LARGEST + 1)
        number = asked.get("number", "1")
        tally = import_on_screen(
            house(),
            content,
            asked.get("name", ""),
            asked.get("layer", ""),
            asked.get("crs", ""),
            asked.get("role", ""),
            int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0,
        )
        return json_response(_told(tally, lang))


def _told(tally: Tally, lang: str) -> dict[str, Any]:
    said = [_("这个文件以前导入过，没有再导入；当时：")] if tally.finished else []
    sums = {"n": tally.rows_read, "new": tally.imported, "same": tally.merged, "kept": tally.quarantined}
    said.append(_("共 %(n)s 行：新增或变更 %(new)s，已有且相同 %(same)s，进隔离区 %(kept)s") % sums)
    if tally.drawn:
        said.append(_("%(n)s 处是线或面，按其上一点（线的中点、面内一点）登记") % {"n": tally.drawn})
    faults = [{"fault": _(FAULTS[code]), "n": n} for code, n in sorted(tally.faults.items(), key=lambda one: -one[1])]
    more = {"door": "things"} | ({"lang": lang} if lang != "zh" else {})
    way = f"/quarantine?{urlencode(more)}" if tally.quarantined else None
    counts = {name: getattr(tally, name) for name in ("rows_read", "imported", "merged", "quarantined", "drawn")}
    return counts | {"finished": tally.finished, "said": said, "faults": faults, "quarantine": way}
