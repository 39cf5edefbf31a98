"""The paths of dispatch in the OpenAPI document."""

from data.doors.openapi_parts import (
    EVENT_CODE,
    KEYED,
    ONCE,
    REPLAYED,
    SENDING,
    WARNING_CODE,
    Part,
    body_of,
    door_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.queries.dispatches import MOST, STATES

ORDER = in_path("code", {"type": "string", "pattern": "^D[0-9]{8}-[0-9]{4,8}$", "examples": ["D20240725-0001"]})
TASK = in_path(
    "code", {"type": "string", "pattern": "^D[0-9]{8}-[0-9]{4,8}-[0-9]{2,3}$", "examples": ["D20240725-0001-01"]}
)
ABOUT = [
    query("event", EVENT_CODE, "code of an event"),
    query("warning", WARNING_CODE, "code of a warning"),
]
REFUSED = problems(*SENDING, 403, 404, 409, 422)
RECOMMEND = door_of(
    "recommend",
    "Whom to send to an event or a warning, with reasons and what is short",
    {"200": json_of(ref("Recommendation")), **problems(400, 401, 404, 503)},
    security=KEYED,
    parameters=[*ABOUT, query("plan", {"type": "string", "pattern": "^[a-z0-9_]{0,48}$"}, "code of another plan")],
)
LIST_DISPATCHES = door_of(
    "listDispatches",
    "Orders within the sender's region with their tasks and receipts",
    {"200": json_of(ref("Dispatches")), **problems(400, 401, 503)},
    security=KEYED,
    parameters=[
        query("state", {"type": "string", "enum": ["", *STATES]}),
        *ABOUT,
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}),
    ],
)
ONE_DISPATCH = door_of(
    "getDispatch",
    "One order with its history and messages",
    {"200": json_of(ref("DispatchWhole")), **problems(400, 401, 404, 503)},
    security=KEYED,
    parameters=[ORDER],
)
GIVE_ORDER = door_of(
    "dispatch",
    "Give an order, once under its key; it can be recalled for 15 seconds",
    {"201": json_of(ref("DispatchWhole"), headers=REPLAYED), **REFUSED},
    security=KEYED,
    parameters=[ONCE | {"required": True}],
    requestBody=body_of(ref("NewDispatches")),
)
GIVE_ORDERS = door_of(
    "dispatchMany",
    "Give several orders, each on its own account",
    {"207": json_of(ref("DispatchesGiven"), headers=REPLAYED), **REFUSED},
    security=KEYED,
    parameters=[ONCE | {"required": True}],
    requestBody=body_of(ref("ManyDispatches")),
)
MOVE_ORDER = door_of(
    "moveDispatch",
    "Confirm, recall, cancel, urge or hand over an order",
    {"200": json_of(ref("DispatchWhole"), headers=REPLAYED), **REFUSED},
    security=KEYED,
    parameters=[ORDER, ONCE],
    requestBody=body_of(ref("DispatchMove")),
)
TELL_RECEIPT = door_of(
    "tellReceipt",
    "Tell what came of a task",
    {"200": json_of(ref("Task"), headers=REPLAYED), **REFUSED},
    security=KEYED,
    parameters=[TASK, ONCE],
    requestBody=body_of(ref("NewReceipt")),
)
DISPATCH_PATHS: dict[str, Part] = {
    "/api/v1/recommendations": {"get": RECOMMEND},
    "/api/v1/dispatches": {"get": LIST_DISPATCHES, "post": GIVE_ORDER},
    "/api/v1/dispatches/bulk": {"post": GIVE_ORDERS},
    "/api/v1/dispatches/{code}": {"get": ONE_DISPATCH},
    "/api/v1/dispatches/{code}/moves": {"post": MOVE_ORDER},
    "/api/v1/tasks/{code}/receipts": {"post": TELL_RECEIPT},
}
