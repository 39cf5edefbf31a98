"""The paths of stations and readings in the OpenAPI document."""

from data.doors.openapi_parts import (
    KEYED,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    json_of,
    problems,
    query,
    ref,
)
from data.queries.station_list import MOST
from data.risk_words import STATION_KINDS

TAKE_READINGS = door_of(
    "takeReadings",
    "Tell readings of stations",
    {
        "200": json_of(ref("TakenReadings"), "All are taken", REPLAYED),
        "207": json_of(ref("TakenReadings"), "Some wait in the quarantine", REPLAYED),
        **problems(*SENDING, 403, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of(ref("NewReadings")),
)
LIST_STATIONS = door_of(
    "listStations",
    "Stations with what they said last and how fresh they are",
    {
        "200": json_of(ref("Stations"), headers={"Link": {"schema": {"type": "string"}}}),
        **problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[
        query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default"),
        query("kind", any_of(STATION_KINDS)),
        query("after", {"type": "string", "maxLength": 32}, "next of the page before"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
    ],
)
STATION_PATHS: dict[str, Part] = {
    "/api/v1/readings": {"post": TAKE_READINGS},
    "/api/v1/stations": {"get": LIST_STATIONS},
}
