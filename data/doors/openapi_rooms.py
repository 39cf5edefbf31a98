"""The paths of rooms and of accountability in the OpenAPI document."""

from data.doors.accountability import XLSX
from data.doors.openapi_dispatch import ABOUT
from data.doors.openapi_parts import (
    KEYED,
    MOMENT_OR_NOW,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    file_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.queries.rooms import MOST, STATES
from data.view import LANGUAGES, WINDOWS

ROOM = in_path("code", {"type": "string", "pattern": "^R[0-9]{8}-[0-9]{4,8}$", "examples": ["R20240725-0001"]})
REFUSED = problems(*SENDING, 403, 404, 409, 422)
LIST_ROOMS = door_of(
    "listRooms",
    "Rooms that the sender may see, open ones first",
    {"200": json_of(ref("Rooms")), **problems(400, 401, 503)},
    security=KEYED,
    parameters=[
        query("state", {"type": "string", "enum": ["", *STATES]}),
        *ABOUT,
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}),
    ],
)
ONE_ROOM = door_of(
    "getRoom",
    "A room with its members, minutes and conclusions",
    {"200": json_of(ref("RoomWhole")), **problems(400, 401, 404, 503)},
    security=KEYED,
    parameters=[ROOM],
)


def _post(name: str, about: str, model: str, status: str = "201", *parameters: Part) -> Part:
    return door_of(
        name,
        about,
        {status: json_of(ref("RoomWhole"), headers=REPLAYED), **REFUSED},
        security=KEYED,
        parameters=[*parameters, ONCE],
        requestBody=body_of(ref(model)),
    )


def _accountability(name: str, mimetype: str) -> Part:
    return door_of(
        name,
        "What was asked of which agency in a window, answered in time, done and late, as a file",
        {"200": file_of(mimetype), **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("window", any_of(WINDOWS, empty=False)),
            query("at", MOMENT_OR_NOW),
            query("lang", any_of(LANGUAGES, empty=False)),
        ],
    )


ROOM_PATHS: dict[str, Part] = {
    "/api/v1/rooms": {"get": LIST_ROOMS, "post": _post("openRoom", "Open a room on an event or a warning", "NewRoom")},
    "/api/v1/rooms/{code}": {"get": ONE_ROOM},
    "/api/v1/rooms/{code}/lines": {"post": _post("sayInRoom", "A line of the minutes", "NewLine", "201", ROOM)},
    "/api/v1/rooms/{code}/conclusions": {
        "post": _post("concludeInRoom", "A conclusion with its owner and deadline", "NewConclusion", "201", ROOM)
    },
    "/api/v1/rooms/{code}/moves": {
        "post": _post(
            "moveRoom",
            "Invite, set the link, make a task of a conclusion, answer what was asked, close",
            "RoomMove",
            "200",
            ROOM,
        )
    },
    "/api/v1/accountability.csv": {"get": _accountability("accountabilityCsv", "text/csv")},
    "/api/v1/accountability.xlsx": {"get": _accountability("accountabilityXlsx", XLSX)},
}
