"""视频覆盖分析 over HTTP: an area in, how much of it cameras see out, with its gaps or as a report of its places."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from data.doors.ahead import not_ahead
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.place_files import FORMATS, book_file, csv_file, one_of
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.coverage import Coverage, coverage, worded
from data.queries.exposure_words import COVER_COLUMNS, COVER_RULE
from data.times import local
from data.view import LANGUAGES
from data.words import PROVENANCE

door = Blueprint("coverage", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
SHOWN = 200  # places in the answer itself; files have all


@door.post("/coverage")
def asked() -> Response:
    """The area as exposure takes it; `format=csv|xlsx` gives the report: each place and how many cameras see it."""
    about = only("format", "lang")
    form, lang = one_of(about, "format", FORMATS), one_of(about, "lang", LANGUAGES)
    scope, home = scope_of(sender_or_guest(request, house())), house()
    sent, _bytes = json_sent()
    now = home.clock.now()
    with speaking(lang):
        if isinstance(storm := sent.get("storm"), dict):
            not_ahead(storm.get("at"), now)
        found = coverage(home, scope, sent, now)
        if form == "json":
            return json_response(_body(found) | {"now": now})
        lines = [row | {"as_of": local(row["as_of"]).isoformat()} for row in worded(found.places)]
        if form == "csv":
            return csv_file("coverage", COVER_COLUMNS, lines)
        return book_file("coverage", _("范围内对象"), COVER_COLUMNS, lines, _report(found, now))


def _body(found: Coverage) -> dict[str, Any]:
    plain = ("spots", "seen", "cameras", "known", "gaps", "as_of", "provenance")
    return {
        "area": {"kind": found.area.kind, "km2": round(found.area.km2, 3)} | found.area.named,
        "ground_km2": round(found.ground_km2, 3),
        "share": found.share,
        "step_m": round(found.step_m, 1),
        **{name: getattr(found, name) for name in plain},
        "rule": _(COVER_RULE),
        "places_total": len(found.places),
        "places_seen": found.places_seen,
        "places": worded(found.places[:SHOWN]),
    }


def _report(found: Coverage, now: datetime) -> list[tuple[str, Any]]:
    """What the second sheet says: the area, how much of it is seen, how that was come by."""
    as_of = local(found.as_of).isoformat() if found.as_of else "—"
    return [
        (_("范围面积(km²)"), round(found.ground_km2, 3)),
        (_("地面覆盖率(%)"), found.share),
        (_("采样点"), found.spots),
        (_("采样间距(m)"), round(found.step_m, 1)),
        (_("看得到范围的视频(路)"), found.cameras),
        (_("范围内已登记视域的视频(路)"), found.known),
        (_("对象"), len(found.places)),
        (_("看得到的对象"), found.places_seen),
        (_("口径"), _(COVER_RULE)),
        (_("视频台账截至"), as_of),
        (_("数据性质"), _(PROVENANCE[found.provenance])),
        (_("导出时间"), local(now).isoformat()),
    ]
