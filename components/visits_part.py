"""What coordination knows of an enterprise, a school: visits, what is to be mended, documents; and the way back."""

from datetime import date
from typing import Any

from components.coordination_words import Row, day_text, simulated, state_marks
from components.fields import link
from components.markup import Safe, tag
from data.briefer import briefer
from data.coordination.kind import kinds_of
from data.coordination.words import DANGER_STATES
from data.document_words import DOCUMENT_KINDS, VALIDITY
from data.house import House
from data.language import gettext as _
from data.queries.document_validity import validity_of
from data.queries.visits_of import Visited, documents_about, kinds_for, visited
from data.scope import Scope
from data.times import day_number

RECORDS = {"enterprise": "/economy/enterprises?enterprise={code}", "project": "/economy/projects?project={code}"}


def subject_way(source: str, of: str, code: str) -> str:
    """Where a subject has its own page: its file, its page among the things, its archive."""
    if source == "record":
        return RECORDS.get(of, "/forms?row={code}").format(code=code)
    return f"/things/{of}/{code}" if source == "thing" else f"/archive/{code}"


def visits_part(house: House, of: str, code: str, scope: Scope) -> list[Safe]:
    """Nothing for what no kind of visits goes to."""
    kinds = kinds_for(list(kinds_of(house).kinds.values()), of)
    if not kinds:
        return []
    with house.engine.connect() as connection:
        found = visited(connection, kinds, f"{of}:{code}", scope)
    return [*_calls(found), *_dangers(found)]


def _calls(found: Visited) -> list[Safe]:
    named = {one.code: one for one in found.kinds}
    rows = [_call(named[row["kind"]], row) for row in found.calls]
    none = [] if rows else [tag("p", _("近期没有上门安排"), "quiet")]
    ways = [link(_(one.name), f"/coordination/{one.code}", "button small", data_carry="view") for one in found.kinds]
    return [tag("ul", rows, "subject-visits"), *none, tag("div", ways, "archive-files")]


def _call(kind: Any, row: Row) -> Safe:
    day = day_text(row["day"])
    there = f"/coordination/{row['kind']}?month={day[:7]}&call={row['code']}"
    way = link(tag("span", day, "n"), there, "list-link", data_carry="beside")
    what = kind.items_name(row["items"]) or _("按需求上门")
    told = tag("div", [tag("b", what), tag("small", row["agency_name"] or row["agency"])], "two")
    return tag("li", [way, told, tag("span", [*state_marks(row), *simulated(row)])])


def _dangers(found: Visited) -> list[Safe]:
    named = {one.code: one for one in found.kinds}
    rows = []
    for row in found.dangers:
        what = tag("div", [tag("b", named[row["kind"]].item_name(row["item"])), tag("small", row["words"])], "two")
        state = tag("span", _(DANGER_STATES[row["state"]]), "mark mark-late")
        rows.append(
            tag("li", [tag("span", day_text(row["due_day"]), "n"), what, tag("span", [state, *simulated(row)])])
        )
    return [tag("h3", _("未销号的隐患")), tag("ul", rows, "subject-visits")] if rows else []


def documents_part(house: House, subject: str, code: str) -> list[Safe]:
    """Documents about a record, a thing or a region, each a way to read it; of licences whether they hold."""
    with house.engine.connect() as connection:
        found = documents_about(connection, briefer(house), subject, code)
    today = day_number(house.clock.now())
    rows = []
    for row in found:
        way = link(row["title"], f"/documents?doc={row['code']}&leaf=1", "list-link", data_carry="beside")
        rows.append(
            tag(
                "li",
                [
                    tag("span", row["code"], "n"),
                    way,
                    tag("span", [_(DOCUMENT_KINDS[row["kind"]]), *_holds(row, today)]),
                ],
            )
        )
    return [tag("h3", _("相关资料")), tag("ul", rows, "subject-visits")] if rows else []


def _holds(row: Any, today: int) -> list[Any]:
    state = validity_of(row, today)
    if not state:
        return []
    last = f"{date.fromordinal(row['ends_day']):%Y-%m-%d} " if row["ends_day"] else ""
    look = {"ended": "mark mark-over", "soon": "mark mark-late"}.get(state, "mark")
    return [" ", tag("span", [last, _(VALIDITY[state])], look)]
