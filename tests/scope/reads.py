"""Everything that can be read, as a table: doors, pages and callbacks, by what each is asked with.

`REGIONAL` name a region, `SINGLE` one thing that lies somewhere, `GENERAL` neither: they are the asker's own platform.
In templates `{region}`, `{event_id}` … stand for the names of what `plant` leaves behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.registry import panels
from data.coordination.words import TABS
from tests.scope.plant import Place
from tests.scope.screen import Said, Screen
from tests.toycity import STORM

NOWHERE = {  # names of the right form that nothing has
    "region": "990199999",
    "event_id": "E20200101-9999999",
    "event": "E20200101-9999999",
    "thing": "NOPE-1",
    "station": "NOPE-S",
    "control": "NOPE-G",
    "warning": "W20200101-999999",
    "rule": "nope_rule",
    "responder": "NOPE-R",
    "receiver": "account:nobody",
    "photo": "0" * 64,
    "visit": "V20200101-9999",
    "call": "J20200101-9999-01",
    "smart": "U20200101-9999",
    "record": "NOPE-PE",
    "firm": "NOPE-EN",
    "project": "NOPE-PR",
    "item": "L20200101-9999",
    "grid": "G20200101-9999",
    "document": "Z20200101-9999",
    "lot": "T20200101-9999",
    "share": "H20200101-9999",
    "room": "R20200101-9999",
    "footing": "P20200101-9999",
    "callout": "C20200101-9999",
    "screen": "S00000000",
    "briefing": "nobodysBriefing",
    "show": "nobodysShow",
    "report": "nobodysReport",
    "ordered_id": "E20200101-9999997",
    "order": "D20200101-9999",
    "task": "D20200101-9999-01",
    "bulk_id": "E20200101-9999996",
    "seq": "0",
    "spare": "NOPE-R",
    "other": "NOPE-R",
    **dict.fromkeys(("held", "draft", "cancelled", "urged", "handed"), "D20200101-9999"),
    **dict.fromkeys(("ended", "pressed", "phoned", "given", "own"), "D20200101-9999-01"),
}
WIDE = "bbox=118,24,120,26&zoom=17"
ROLE = {"role": "duty_officer", "number": 1, "lang": "zh", "sign": "s"}
ROWS = {"startRow": 0, "endRow": 500, "sortModel": [], "filterModel": {}}
EVENT_ROWS = "..event-list.getRowsResponse...event-list-turns.data.."
FORM_ROWS = "..form-list.getRowsResponse...form-list-turns.data.."
THING_ROWS = "..things-list.getRowsResponse...things-list-turns.data.."
Names = dict[str, str]


@dataclass(frozen=True)
class Read:
    """`name` says what is asked; `way` asks it of a screen, with the names that fill the templates."""

    name: str
    way: Callable[[Screen, Names], Said]

    def of(self, screen: Screen, names: Names) -> Said:
        return self.way(screen, names)


def names_of(place: Place | None = None) -> Names:
    """What a place calls its own; or names that nothing has."""
    return NOWHERE | ({} if place is None else {"region": place.region} | place.names)


def filled(template: Any, names: Names) -> Any:
    if isinstance(template, str):
        for name, value in names.items():
            template = template.replace(f"{{{name}}}", value)
        return template
    if isinstance(template, dict):
        return {key: filled(value, names) for key, value in template.items()}
    return [filled(one, names) for one in template] if isinstance(template, list | tuple) else template


def got(path: str) -> Read:
    return Read(f"GET {path}", lambda screen, names: screen.get(filled(path, names)))


def page(path: str, search: str = "") -> Read:
    return Read(f"page {path}{search}", lambda screen, names: screen.page(filled(path, names), filled(search, names)))


def posted(path: str, body: Any) -> Read:
    return Read(f"POST {path} {body}", lambda screen, names: screen.post(filled(path, names), filled(body, names)))


def asked(output: str, *values: Any) -> Read:
    return Read(f"callback {output} {values}", lambda screen, names: screen.ask(output, *filled(values, names)))


def drawn(key: str, query: str) -> Read:
    slot = panels()[key].slot
    return Read(f"panel {key}{query}", lambda screen, names: screen.panels(slot, {key: filled(query, names)}))


HERE = "region={region}"
LISTS = (
    f"/api/v1/events?{HERE}&window=ytd",
    f"/api/v1/events.csv?{HERE}&window=ytd",
    f"/api/v1/things?{HERE}",
    *(f"/api/v1/forms?{HERE}&ledger=residents&fields=person.name&format={form}" for form in ("json", "csv")),
    *(f"/api/v1/things?{HERE}&format={form}&layer=risk_point" for form in ("csv", "geojson")),
    f"/api/v1/things/points.json?{HERE}&layer=risk_point&{WIDE}",
    f"/api/v1/warnings?{HERE}",
    f"/api/v1/warnings?{HERE}&state=all",
    f"/api/v1/warnings.atom?{HERE}",
    f"/api/v1/controls?{HERE}",
    f"/api/v1/stations?{HERE}",
    f"/api/v1/rules?{HERE}",
    f"/api/v1/accountability.csv?{HERE}&window=ytd",
    *(f"/api/v1/assessment.csv?{HERE}&window=ytd&tier={tier}" for tier in ("agency", "county", "town")),
    *(f"/api/v1/digest.{kind}?{HERE}&window=ytd" for kind in ("json", "csv")),
    *(f"/api/v1/indicators/gdp_growth{kind}?{HERE}" for kind in ("", "/values.csv", "/below.csv")),
    *(f"/api/v1/economy/{name}.csv?{HERE}" for name in ("enterprises", "projects", "chain", "firms", "signs")),
    f"/api/v1/economy/matches.csv?{HERE}&policy=start_up",
    f"/api/v1/map/points.json?{HERE}&window=ytd&layers=event,risk_point,station&{WIDE}",
    f"/api/v1/storms/{STORM}/analogues?{HERE}",
    f"/api/v1/signals?{HERE}&window=ytd",
    *(
        f"/api/v1/coordination/inspection/{what}?{HERE}"
        for what in ("calls.csv", "calls.json", "counts.csv", "dangers.json")
    ),
    *(f"/api/v1/{name}.{kind}?{HERE}" for name in ("lists", "grids", "documents") for kind in ("json", "csv")),
    *(f"/api/v1/returns/{name}.{kind}?{HERE}" for name in ("faults", "lots") for kind in ("json", "csv")),
    f"/api/v1/shares/deliveries.json?{HERE}",
    *(f"/api/v1/feedback/residents.{kind}?{HERE}" for kind in ("json", "csv")),
    *(f"/api/v1/feedback/{what}.json?{HERE}" for what in ("things:risk_point", "readings:rain", "business:indicators")),
    *(f"/api/v1/feedback/business:{what}.json?{HERE}" for what in ("events", "lists", "visits", "signals")),
    *(
        f"/api/v1/catalogue/{name}.{kind}?{HERE}"
        for name in ("resources", "scenarios", "open")
        for kind in ("json", "csv")
    ),
)
PANELS = tuple(panels())
SEARCH = "?region={region}"
DESKS = ("/", "/events", "/dispatch", "/risk", "/rules", "/things", "/report", "/things/new", "/rooms", "/tasks")
DESKS += ("/briefing", "/drafts", "/handout", "/accountability", "/studies", "/events/digest", "/events/bundle")
DESKS += ("/themes", "/themes/water", "/themes/fire", "/themes/air", "/themes/video", "/themes/video/sight")
DESKS += ("/themes/command", "/themes/command/war")
DESKS += ("/home", "/themes/city", "/themes/city/campaigns", "/themes/decisions/enforcement")
DESKS += ("/themes/environment", "/screens", "/visits", "/indicators", "/forms", "/signals", "/warnings", "/videos")
DESKS += ("/economy", "/economy/chains", "/economy/enterprises", "/economy/projects", "/economy/policies")
DESKS += ("/economy/signs",)
DESKS += ("/coordination/inspection", "/coordination/campus", "/lists", "/archive", "/grids", "/documents")
DESKS += ("/assessment", "/returns", "/catalogue", "/stations", "/callouts", "/themes/water/alarms")
LISTED = ("rooms", "accountability", "digest", "bundle", "tasks", "screens", "visits", "indicators")
LISTED += ("signals", "warnings", "videos", "chains", "enterprises", "projects", "policies", "signs")
LISTED += ("callouts", "stations", "lists", "archive", "grids", "documents", "assessment", "returns", "catalogue")

COORDINATED = {"page": "coordination", "of": "inspection"}
BRIEFINGS = ("{briefing}/scenes", "{briefing}/scenes/1", "{briefing}/file", "shows/{show}")
BRIEFINGS += ("shows/{show}/remote", "shows/{show}/rooms")

REGIONAL = (
    *(got(path) for path in LISTS),
    got("/api/v1/regions/{region}"),
    got("/api/v1/archive/{region}.json"),
    got("/api/v1/map/shapes/{region}.json"),
    *(got(f"/api/v1/panels/{key}.json?{HERE}&window=ytd") for key in PANELS),
    *(got(f"/api/v1/panels/{key}.csv?{HERE}&window=ytd") for key in PANELS),
    *(posted(f"/api/v1/{of}", {"region": "{region}"}) for of in ("exposure", "coverage")),
    *(page(path, SEARCH) for path in DESKS),
    *(drawn(key, f"?{HERE}&window=ytd|ledger") for key in PANELS),
    asked(EVENT_ROWS, ROWS, {"view": f"?{HERE}&window=ytd"}, None),
    asked(THING_ROWS, ROWS, {"view": f"?{HERE}&register=risk_point"}, None),
    asked(FORM_ROWS, ROWS, {"view": f"?{HERE}&ledger=residents&fields=person.employer"}, None),
    got("/api/v1/forms?ledger=residents&fields=person.employer&{here}".replace("{here}", HERE)),
    asked("area-drawn.data", {"view": f"?{HERE}", "area": "here", "stamp": 1}),
    *(asked("queue-drawn.data", {"view": f"?{HERE}", "chip": chip, **ROLE}) for chip in ("all", "waiting")),
    asked("area-drawn.data", {"view": "", "area": "region:{region}", "stamp": 1}),
    asked("area-drawn.data", {"view": "", "area": "region:{region}", "tab": "cover", "stamp": 1}),
    asked("rules-drawn.data", {"search": f"?{HERE}"}),
    *(asked("listing-drawn.data", {"page": one, "search": f"?{HERE}&window=ytd"}) for one in LISTED),
    page("/indicators", f"{SEARCH}&code=gdp_growth"),
    asked("listing-drawn.data", {"page": "visits", "search": f"?{HERE}&tab=calls"}),
    *(asked("listing-drawn.data", {**COORDINATED, "search": f"?{HERE}&tab={tab}"}) for tab in TABS),
)

ACTS = (  # on what lies elsewhere they are refused as on what is not there
    posted("/briefing/data/{briefing}/copy", {}),
    posted("/briefing/data/{briefing}/show", {}),
    posted("/reports/data/{report}/copy", {}),
    posted("/reports/data/{report}/save", {"title": "x", "base": 1}),
    posted("/briefing/data/{briefing}/freeze", {}),
    posted("/briefing/data/shows/{show}/moves", {"move": "black", "on": True}),
    posted("/briefing/data/shows/{show}/rooms", {"group": "G0", "on": True}),
)
SINGLE = (
    got("/api/v1/events/{event_id}"),
    got("/api/v1/events?window=ytd&text={event}"),
    got("/api/v1/things/risk_point/{thing}"),
    got("/api/v1/things?text={thing}"),
    got("/api/v1/warnings/{warning}"),
    got("/api/v1/warnings/{warning}.cap"),
    got("/api/v1/stations/{station}/catchment.json"),
    got("/photos/{photo}.jpg"),
    got("/open311/v2/requests/{event}.json"),
    got("/open311/v2/requests.json?service_request_id={event}"),
    *(posted(f"/api/v1/{of}", {"warning": "{warning}"}) for of in ("exposure", "coverage")),
    *(posted(f"/api/v1/{of}", {"catchment": "{station}"}) for of in ("exposure", "coverage")),
    page("/events/{event_id}"),
    page("/forms", "?ledger=residents&row={record}"),
    page("/coordination/inspection", "?call={call}"),
    page("/visits", "?call={smart}"),
    asked("listing-drawn.data", {"page": "visits", "search": "?call={smart}"}),
    asked("listing-drawn.data", {**COORDINATED, "search": "?call={call}"}),
    asked("listing-drawn.data", {"page": "forms", "search": "?ledger=residents&row={record}"}),
    page("/economy/enterprises", "?enterprise={firm}"),
    page("/economy/projects", "?project={project}"),
    *(
        asked("listing-drawn.data", {"page": name, "search": f"?{what}={{{kept}}}", **ROLE})
        for name, what, kept in (("enterprises", "enterprise", "firm"), ("projects", "project", "project"))
    ),
    page("/lists", "?item={item}"),
    page("/callouts", "?call={callout}"),
    asked("listing-drawn.data", {"page": "callouts", "search": "?call={callout}", **ROLE}),
    asked("listing-drawn.data", {"page": "lists", "search": "?item={item}"}),
    got("/api/v1/lists.json?find={item}"),
    got("/api/v1/documents/{document}"),
    got("/documents/data/{document}/1/1.jpg"),
    got("/documents/data/{document}/1/file"),
    got("/api/v1/shares/{share}.json"),
    page("/catalogue", "?share={share}"),
    asked("listing-drawn.data", {"page": "catalogue", "search": "?share={share}"}),
    page("/returns", "?lot={lot}"),
    asked("listing-drawn.data", {"page": "returns", "search": "?lot={lot}"}),
    page("/documents", "?doc={document}"),
    asked("listing-drawn.data", {"page": "documents", "search": "?doc={document}"}),
    page("/events/{event}"),
    page("/warnings/{warning}"),
    page("/rules/{rule}"),
    page("/things/risk_point/{thing}"),
    asked("event-drawn.data", {"id": "{event_id}", "at": "", **ROLE}),
    asked("event-drawn.data", {"id": "{event_id}", "at": "", **ROLE, "role": ""}),
    asked("warning-drawn.data", {"id": "{warning}", "at": "", **ROLE}),
    page("/rooms/{room}"),
    page("/briefing/edit/{briefing}"),
    page("/briefing/stage/{briefing}/-/current"),
    page("/briefing/speak/{show}"),
    *(got(f"/briefing/data/{path}") for path in BRIEFINGS),
    page("/reports/{report}"),
    got("/reports/data/{report}/report.xlsx"),
    asked("listing-drawn.data", {"page": "report", "of": "{report}", "search": ""}),
    page("/handout", "?code={briefing}"),
    page("/review/{event}"),
    asked("listing-drawn.data", {"page": "handout", "search": "?code={briefing}"}),
    page("/rooms", "?on=event-{event_id}"),
    asked("room-drawn.data", {"id": "{room}", **ROLE}),
    asked("listing-drawn.data", {"page": "rooms", "search": "?on=event-{event_id}"}),
    asked("listing-drawn.data", {"page": "bundle", "search": "?window=ytd&text={event}"}),
    asked("rule-drawn.data", {"id": "{rule}", "region": "", **ROLE}),
    page("/dispatch", "?on=event-{event_id}"),
    page("/dispatch", "?on=event-{ordered_id}"),
    asked("case-drawn.data", {"view": "", "on": "event-{ordered_id}", **ROLE}),
    asked("order-drawn.data", {"on": "event-{ordered_id}", "at": "", **ROLE}),
    asked("case-drawn.data", {"view": "", "on": "event-{event_id}", **ROLE}),
    asked("order-drawn.data", {"on": "event-{event_id}", "at": "", "find": "R", "added": ["{responder}"], **ROLE}),
    asked("order-drawn.data", {"on": "", "picked": ["event-{event_id}", "event-E20200101-9999998"], **ROLE}),
    asked("thing-drawn.data", {"layer": "risk_point", "code": "{thing}", **ROLE}),
    asked("area-drawn.data", {"view": "", "area": "warning:{warning}", "stamp": 1}),
    asked("area-drawn.data", {"view": "", "area": "station:{station}", "stamp": 1}),
    asked("area-drawn.data", {"view": "", "area": "catchment:{station}", "stamp": 1}),
)

KEYED = (
    "dispatches/{order}",
    "recommendations?event={event_id}",
    "rooms/{room}",
    "dispatches?event={ordered_id}",
    "rooms",
    "footings/{footing}",
    "footings",
    "callouts/{callout}",
    "callouts",
)  # to keys alone
OWN = [path.replace(f"{HERE}&", "").replace(f"?{HERE}", "") for path in LISTS]
GENERAL = (
    got("/api/v1/shares.json"),
    *(got(path) for path in OWN),
    *(got(f"/api/v1/panels/{key}.json?window=ytd") for key in PANELS),
    got("/api/v1/panels"),
    got("/api/v1/regions?q=玩"),
    got("/api/v1/regions?q=99"),
    got("/api/v1/map/context.json"),
    got("/api/v1/map/storms.json"),
    got(f"/api/v1/map/storms/{STORM}.json"),
    got(f"/api/v1/storms/{STORM}/approach"),
    got(f"/api/v1/storms/{STORM}/winds"),
    got("/api/v1/openapi.json"),
    got("/api/v1/indicators"),
    got("/api/v1/indicators/tree.csv"),
    got("/api/v1/exercise"),
    got("/open311/v2/services.json"),
    got("/open311/v2/requests.json"),
    got("/open311/v2/discovery.json"),
    *(got(f"/open311/v2/tokens/{n}.json") for n in range(1, 4)),
    *(posted(f"/api/v1/{of}", {"circle": {"lon": 119.1, "lat": 25.02, "km": 40}}) for of in ("exposure", "coverage")),
    *(page(path) for path in (*DESKS, "/quarantine", "/exercises", "/dispatch/messages")),
    *(page(f"/panel/{key}") for key in PANELS),
    *(drawn(key, "?window=ytd|ledger") for key in PANELS),
    asked(EVENT_ROWS, ROWS, {"view": "?window=ytd"}, None),
    asked(EVENT_ROWS, ROWS, {"view": "?window=ytd&state=open"}, None),
    asked(THING_ROWS, ROWS, {"view": "?register=risk_point"}, None),
    asked("kept-drawn.data", {"search": ""}),
    asked("order-drawn.data", {"on": "", **ROLE}),
    *(asked("queue-drawn.data", {"view": "", "chip": chip, **ROLE}) for chip in ("all", "late")),
    asked("case-drawn.data", {"view": "", "on": "", **ROLE}),
    asked("rules-drawn.data", {"search": ""}),
    *(asked("listing-drawn.data", {"page": one, "search": ""}) for one in (*LISTED, "messages", "forms")),
    asked("footing-drawn.data", {"lang": "zh", "stamp": "1"}),
    asked("exercises-drawn.data", {"code": "", "lang": "zh"}),
    *(asked("listing-drawn.data", {**COORDINATED, "search": f"?tab={tab}"}) for tab in TABS),
    asked("area-drawn.data", {"view": "", "area": "here", "stamp": 1}),
    asked("area-drawn.data", {"view": "", "area": "circle:119.1,25.02,40", "stamp": 1}),
    asked("draft-seen.data", {"lon": 119.05, "lat": 25.05, "category": "flood", "text": "积水三尺", **ROLE}),
    asked("new-thing-seen.data", {"lon": 119.05, "lat": 25.05, "crs": "wgs84", "lang": "zh"}),
)
