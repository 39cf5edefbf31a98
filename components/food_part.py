"""包保 on the page of a food business: whether its visit is due, its events, and the forms of who goes there."""

from datetime import datetime
from typing import Any

from components.event_words import moment, stage_text
from components.fields import entry, field, link
from components.markup import Safe, tag
from components.thing_parts import thing_form
from data.commands.things import EDITORS
from data.language import gettext as _
from data.queries.food_cases import DUE, due_of

Row = dict[str, Any]
LOOKS = {"never": "mark mark-late", "overdue": "mark mark-over", "soon": "mark mark-stage", "done": "mark"}


def food_part(row: Row, now: datetime) -> list[Safe]:
    """Of things that are no food business nothing."""
    if row["layer"] != "food":
        return []
    due, at = due_of(row["attributes"], now)
    marks = [tag("span", _(DUE[due]), LOOKS[due])]
    facts = [tag("div", [tag("dt", _("下次督导")), tag("dd", tag("span", moment(at, now), "n"))])] if at else []
    made = [
        link(f"{one['code']} · {stage_text(one['stage'])}", f"/events/{one['code']}", "button small")
        for one in row["cases"]
    ]
    open_ = next((one for one in row["cases"] if one["ended_at"] is None), None)
    onward = [link(_("去调度"), f"/dispatch?on=event-{open_['code']}", "button small")] if open_ else []
    told = tag("p", [_("吹哨事件"), *(part for one in [*made, *onward] for part in (" ", one))], "tied")
    return [tag("div", marks, "marks"), tag("dl", facts, "event-facts"), *([told] if made else [])]


def food_forms(row: Row, role: str) -> list[Safe]:
    """A visit is recorded; for what is not mended the whistle is blown."""
    if row["layer"] != "food" or role not in EDITORS or row["retired_at"]:
        return []
    known = str(row["attributes"].get("problems") or 0)
    problems = field("problems", _("未改问题（项）"), entry("problems", "number", known, min="0", step="1"))
    visit = thing_form(row, "visit", _("登记督导"), [problems], _("督导情况（可不填）"))
    return [tag("div", [visit, thing_form(row, "whistle", _("吹哨"), [], _("吹哨事由"))], "acts")]
